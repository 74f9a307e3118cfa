import { z } from "zod";
import type { Json } from "@/lib/core/json";
import { NodeException } from "@/lib/engine/errors";
import { AnyJson, GivenJson } from "../define";

/** What every validator has: what becomes of a value that is not valid, and the shape of input and output. */
export const behavior = z
  .enum(["return", "raise"])
  .nullish()
  .transform((given) => given ?? "return")
  .meta({
    title: "When it is not valid",
    description: "Return: “valid” is false. Raise: the node fails.",
    widget: "select",
    default: "return",
  });

export const validatorInput = z.looseObject({ content: GivenJson });

export const validatorOutput = z.object({ valid: z.boolean(), content: AnyJson });

/** @throws NodeException where the value is not valid and the author wants that to fail. */
export function verdict(given: { behavior: "return" | "raise"; isValid: boolean; content: Json; why: string }) {
  const { isValid, content, why } = given;
  if (!isValid && given.behavior === "raise") {
    throw new NodeException("ValidationError", `The value is not valid: ${why}.`, { retryable: false });
  }
  return { valid: isValid, content };
}
