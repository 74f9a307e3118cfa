import { z } from "zod";
import { isObject, type JsonObject } from "@/lib/core/json";
import { AnyJson, defineNode } from "../../define";

export const map = defineNode({
  type: "dynamiq.nodes.operators.Map",
  group: "operators",
  palette: "logic",
  title: "Map",
  description: "Runs one node for every item of a list.",
  icon: "repeat",
  slug: "map",
  params: z.object({
    node: z
      .looseObject(
        { type: z.string().min(1, "Choose the node to run for every item.") },
        "Choose the node to run for every item.",
      )
      .meta({ title: "Node", description: "Each item, an object, is its input.", widget: "node" }),
    behavior: z
      .enum(["return", "raise"])
      .nullish()
      .transform((behavior) => behavior ?? "return")
      .meta({
        title: "When an item fails",
        description: "Return: its place in the list is null. Raise: the node fails.",
        widget: "select",
        default: "return",
      }),
    max_workers: z
      .number()
      .int()
      .min(1, "At least one item runs at a time.")
      .max(100, "100 items run at a time at most.")
      .default(1)
      .meta({ title: "Items at a time", widget: "number" }),
  }),
  input: z.looseObject({ input: z.array(AnyJson, "Map “input” to a list.") }),
  output: z.object({ output: z.array(AnyJson) }),
  summary: ({ node }) => innerName(node),
  initial: { node: { type: "dynamiq.nodes.transformers.TextTemplate", template: "" } },
});

function innerName(node: JsonObject[string] | undefined): string {
  const type = isObject(node) && typeof node.type === "string" ? node.type : "";
  return type === "" ? "" : `each: ${type.split(".").at(-1)}`;
}
