import { z } from "zod";
import { defineNode, GivenJson } from "../../define";

export const anyToJson = defineNode({
  type: "dynamiq.nodes.transformers.AnyToJSON",
  group: "transformers",
  palette: "transformers",
  title: "Any to JSON",
  description: "Writes any value as JSON text.",
  icon: "file-json",
  slug: "any-to-json",
  params: z.object({}),
  input: z.looseObject({ value: GivenJson }),
  output: z.object({ content: z.string() }),
});
