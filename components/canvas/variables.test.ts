import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "@/lib/nodes/define";
import type { FlowDocument } from "@/lib/workflows/contract";
import { INPUT_TYPE } from "./document";
import { labelOf, templateName, templateVariables, typeName, variablesFor } from "./variables";

const llm = defineNode({
  type: "test.LLM",
  group: "llms",
  title: "LLM",
  description: "",
  icon: "bot",
  slug: "llm",
  params: z.object({}),
  input: z.json(),
  output: z.object({ content: z.string(), tool_calls: z.array(z.string()).optional() }),
});
const definitionOf = (type: string) => (type === llm.type ? llm : undefined);

const flow: FlowDocument = {
  id: "f",
  nodes: [
    { id: "input", type: INPUT_TYPE, schema: { properties: { question: { type: "string" } } } },
    { id: "3d", type: llm.type, depends: [{ node: "input" }], error_handling: { behavior: "return" } },
    { id: "stranger", type: llm.type, depends: [{ node: "input" }] },
    {
      id: "choice",
      type: "dynamiq.nodes.operators.Choice",
      options: [{ id: "o-1", name: "Billing" }],
      depends: [{ node: "3d" }],
    },
    { id: "end", type: llm.type, depends: [{ node: "choice", option: "o-1" }] },
  ],
};

test("a node may read all that has settled before it, nearest first, and nothing beside", () => {
  const variables = variablesFor(flow, "end", definitionOf);
  expect(variables.map(({ label, path }) => [label, path])).toEqual([
    ["choice.Billing", "$.choice.output.o-1.output"],
    ["choice", "$.choice.output"],
    ["3d.content", "$['3d'].output.content"],
    ["3d.tool_calls", "$['3d'].output.tool_calls"],
    ["3d", "$['3d'].output"],
    ["3d.status", "$['3d'].status"],
    ["3d.error.message", "$['3d'].error.message"],
    ["input.question", "$.input.output.question"],
    ["input", "$.input.output"],
  ]);
});

test("a path that names no node is shown as it is", () => {
  expect(labelOf("$.nobody.output.x", flow)).toBe("$.nobody.output.x");
  expect(labelOf("plain", flow)).toBe("plain");
  expect(labelOf("$.stranger.output.list[0].x", flow)).toBe("stranger.list[0].x");
});

test("a variable keeps its name in a template once it has one", () => {
  const [variable] = variablesFor(flow, "choice", definitionOf);
  if (!variable) throw new Error("no variable");
  expect(templateName(variable, {})).toBe("content");
  expect(templateName(variable, { text: "$['3d'].output.content" })).toBe("text");
  expect(templateName(variable, { content: "$.other" })).toBe("_3d_content");
});

test.each([
  ["Hello {{ name }} and {{ other.field | upper }}", ["name", "other"]],
  ["{% for item in items %}{{ item.x }} {{ sep }}{% endfor %}", ["items", "sep"]],
  ["{% if not done and 'word' in text %}{% endif %}", ["done", "text"]],
  ["{{ a if b else c }}{{ d[e] }}", ["a", "b", "c", "d", "e"]],
  ["{% raw %}{{ no }}{% endraw %}{# {{ nor }} #}{{ yes }}", ["yes"]],
  ["{{ f(x=y) }}{% set z = w %}{{ z }}", ["y", "w"]],
  ["{{ range(count) }}{{ v is defined }}", ["count", "v"]],
  ["no variables {x} {{ }}", []],
])("%s needs %j", (template, names) => {
  expect(templateVariables(template)).toEqual(names);
});

test("types read as words", () => {
  expect(typeName({ type: "array", items: { type: "string" } })).toBe("list[string]");
  expect(typeName({ anyOf: [{ type: "string" }, { type: "null" }] })).toBe("string");
  expect(typeName({})).toBe("any");
});
