import "server-only";
import { pythonJson } from "@/lib/engine/python-text";
import { defineExecutor } from "../../context";
import { anyToJson } from "./definition";

export const executeAnyToJson = defineExecutor(anyToJson, async (_ctx, { input }) => ({
  content: pythonJson(input.value),
}));
