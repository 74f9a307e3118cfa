import { z } from "zod";
import { patternFault } from "@/lib/engine/pattern";
import { defineNode } from "../../define";
import { behavior, validatorInput, validatorOutput } from "../behavior";

export const regexMatch = defineNode({
  type: "dynamiq.nodes.validators.RegexMatch",
  group: "validators",
  palette: "validators",
  title: "Regex match",
  description: "Checks a text against a regular expression.",
  icon: "regex",
  slug: "regex-match",
  params: z.object({
    regex: z
      .string("Write a regular expression.")
      .min(1, "Write a regular expression.")
      .superRefine((regex, issues) => {
        const message = regex === "" ? null : patternFault(regex);
        if (message) issues.addIssue({ code: "custom", message });
      })
      .meta({
        title: "Regular expression",
        description: "In RE2's syntax: no look-around, no back-references.",
        widget: "code",
      }),
    match_type: z
      .enum(["fullmatch", "search"])
      .nullish()
      .transform((given) => given ?? "fullmatch")
      .meta({
        title: "It must match",
        description: "The whole text, or a part of it.",
        widget: "select",
        default: "fullmatch",
      }),
    behavior,
  }),
  input: validatorInput,
  output: validatorOutput,
  summary: ({ regex }) => (typeof regex === "string" ? regex : ""),
  initial: { regex: "" },
});
