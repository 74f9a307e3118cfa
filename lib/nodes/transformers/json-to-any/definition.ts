import { z } from "zod";
import { AnyJson, defineNode } from "../../define";

export const jsonToAny = defineNode({
  type: "dynamiq.nodes.transformers.JSONToAny",
  group: "transformers",
  palette: "transformers",
  title: "JSON to any",
  description: "Reads JSON text into a value.",
  icon: "braces",
  slug: "json-to-any",
  params: z.object({}),
  input: z.looseObject({ value: z.string("Map “value” to a text that holds JSON.") }),
  output: z.object({ content: AnyJson }),
});
