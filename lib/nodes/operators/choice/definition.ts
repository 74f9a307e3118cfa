import { z } from "zod";
import { isObject, type JsonObject } from "@/lib/core/json";
import { conditionFaults } from "@/lib/engine/conditions";
import { Condition } from "@/lib/engine/flow";
import { AnyJson, defineNode, type SourceHandle } from "../../define";

export const ChoiceOption = z.strictObject({
  /** What edges name. */
  id: z.string().min(1, "A branch has an id."),
  name: z.string().nullish(),
  /** Without one the branch is always taken. */
  condition: Condition.nullish().superRefine((condition, issues) => {
    for (const { path, message } of condition ? conditionFaults(condition) : []) {
      issues.addIssue({ code: "custom", path, message });
    }
  }),
});
export type ChoiceOption = z.infer<typeof ChoiceOption>;

export const choice = defineNode({
  type: "dynamiq.nodes.operators.Choice",
  group: "operators",
  palette: "logic",
  title: "Choice",
  description: "Takes the first branch whose condition holds.",
  icon: "split",
  slug: "choice",
  params: z.object({
    options: z.array(ChoiceOption).default([]).meta({
      title: "Branches",
      description: "Tried from top to bottom; the first that holds is taken.",
      widget: "choices",
    }),
  }),
  input: AnyJson,
  output: z.record(
    z.string(),
    z.object({ status: z.enum(["success", "failure", "skip"]), input: AnyJson, output: z.boolean().nullable() }),
  ),
  summary: (params) => {
    const count = sourcesOf(params).length;
    return `${count} ${count === 1 ? "branch" : "branches"}`;
  },
  sources: (params) => sourcesOf(params),
  initial: {
    options: [
      {
        id: "if",
        name: "If",
        condition: { variable: "", operator: "string-equals", value: "", is_not: false },
      },
      { id: "else", name: "Else" },
    ],
  },
});

/** The branches of settings that may be unfinished. */
function sourcesOf({ options }: JsonObject): SourceHandle[] {
  const list: readonly unknown[] = Array.isArray(options) ? options : [];
  return list.flatMap((option): SourceHandle[] => {
    if (!isObject(option) || typeof option.id !== "string") return [];
    return [{ option: option.id, label: typeof option.name === "string" && option.name ? option.name : option.id }];
  });
}
