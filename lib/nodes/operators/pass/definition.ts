import { z } from "zod";
import { Transformer } from "@/lib/engine/flow";
import { AnyJson, defineNode } from "../../define";

export const pass = defineNode({
  type: "dynamiq.nodes.operators.Pass",
  group: "operators",
  palette: "logic",
  title: "Pass",
  description: "Passes its input on, reshaped by transformers where there are any.",
  icon: "arrow-right",
  slug: "pass",
  params: z.object({
    transformers: z.array(Transformer).default([]).meta({
      title: "Transformers",
      description: "Applied one after the other: a path picks, a selector builds a new object.",
      widget: "transformers",
    }),
  }),
  input: AnyJson,
  output: AnyJson,
  presets: [
    {
      palette: "transformers",
      title: "JSONPath",
      description: "Picks values out of its input with JSONPath.",
      icon: "braces",
      slug: "jsonpath",
      initial: { transformers: [{ path: "$", selector: null }] },
    },
  ],
});
