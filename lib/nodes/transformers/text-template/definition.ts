import { z } from "zod";
import { templateFault } from "@/lib/templates/jinja";
import { defineNode } from "../../define";

export const textTemplate = defineNode({
  type: "dynamiq.nodes.transformers.TextTemplate",
  group: "transformers",
  palette: "transformers",
  title: "Text template",
  description: "Writes a text with the values of its input filled in (Jinja).",
  icon: "text-cursor-input",
  slug: "text-template",
  params: z.object({
    template: z
      .string()
      .nullish()
      .superRefine((template, issues) => {
        const message = template ? templateFault(template) : null;
        if (message) issues.addIssue({ code: "custom", message });
      })
      .meta({
        title: "Template",
        description: "{{ name }} is filled in with the input's field of that name.",
        widget: "template",
      }),
  }),
  input: z.looseObject({ template: z.string().nullish() }),
  output: z.object({ content: z.string() }),
  summary: ({ template }) => (typeof template === "string" ? template.slice(0, 60) : ""),
  initial: { template: "" },
});
