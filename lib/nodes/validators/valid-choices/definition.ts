import { z } from "zod";
import { AnyJson, defineNode } from "../../define";
import { behavior, validatorInput, validatorOutput } from "../behavior";

export const validChoices = defineNode({
  type: "dynamiq.nodes.validators.ValidChoices",
  group: "validators",
  palette: "validators",
  title: "Valid choices",
  description: "Checks that a value is one of a list.",
  icon: "list-checks",
  slug: "valid-choices",
  params: z.object({
    choices: z
      .array(AnyJson)
      .nullish()
      .transform((choices) => choices ?? [])
      .meta({ title: "Choices", widget: "list" }),
    behavior,
  }),
  input: validatorInput,
  output: validatorOutput,
  summary: ({ choices }) => (Array.isArray(choices) ? choices.map(String).join(", ") : ""),
  initial: { choices: [] },
});
