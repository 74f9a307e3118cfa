import { z } from "zod";
import { Transformer } from "@/lib/engine/flow";
import { AnyJson, defineNode } from "../../define";
import { FieldSchema } from "../fields";

export const input = defineNode({
  type: "dynamiq.nodes.utils.Input",
  group: "utils",
  title: "Input",
  description: "Where the workflow starts: the fields a caller sends.",
  icon: "log-in",
  slug: "start",
  params: z.object({
    schema: FieldSchema.prefault({
      properties: {
        input: { type: "Any", required: false, deletable: true },
        files: { type: "list[files]", required: false, deletable: true },
      },
    }).meta({ title: "Fields", widget: "schema-fields" }),
    transformers: z.array(Transformer).default([]).meta({ title: "Transformers", widget: "transformers" }),
  }),
  input: AnyJson,
  output: AnyJson,
});
