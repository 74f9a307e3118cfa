import { z } from "zod";
import { Transformer } from "@/lib/engine/flow";
import { AnyJson, defineNode } from "../../define";
import { FieldSchema } from "../fields";

export const output = defineNode({
  type: "dynamiq.nodes.utils.Output",
  group: "utils",
  title: "Output",
  description: "Where the workflow ends: the fields that are mapped here are its answer.",
  icon: "log-out",
  slug: "end",
  params: z.object({
    schema: FieldSchema.prefault({
      properties: {
        output: { type: "Any", required: true, deletable: true },
        files: { type: "list[files]", required: false, deletable: true },
      },
    }).meta({ title: "Fields", widget: "schema-fields" }),
    transformers: z.array(Transformer).default([]).meta({ title: "Transformers", widget: "transformers" }),
  }),
  input: AnyJson,
  output: AnyJson,
});
