import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";
import { defineExecutor } from "../../context";
import { jsonToAny } from "./definition";

/** @throws AppError `bad_input` that shows the beginning of a text that is no JSON. */
export const executeJsonToAny = defineExecutor(jsonToAny, async (_ctx, { input }) => {
  try {
    return { content: JSON.parse(input.value) as Json };
  } catch (cause) {
    const start = input.value.length > 80 ? `${input.value.slice(0, 80)}…` : input.value;
    throw new AppError("bad_input", `The value is not JSON: ${start === "" ? "it is empty" : `“${start}”`}.`, {
      cause,
    });
  }
});
