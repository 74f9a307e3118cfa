import "server-only";
import type { Json } from "@/lib/core/json";
import { transform } from "@/lib/engine/transform";
import { defineExecutor } from "../../context";
import { output } from "./definition";

/** The input itself, through the transformers in their order. */
export const executeOutput = defineExecutor(output, async (_ctx, { params, input }) =>
  params.transformers.reduce<Json>((value, transformer) => transform(value, transformer), input),
);
