import "server-only";
import { isEqual } from "@/lib/engine/conditions";
import { defineExecutor } from "../../context";
import { verdict } from "../behavior";
import { validChoices } from "./definition";

/** The text "1" is not the number 1. */
export const executeValidChoices = defineExecutor(validChoices, async (_ctx, { params, input }) => {
  const isValid = params.choices.some((choice) => isEqual(choice, input.content));
  return verdict({ behavior: params.behavior, isValid, content: input.content, why: "it is none of the choices" });
});
