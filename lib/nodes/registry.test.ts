import { existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { BASE_NODE_SHAPE, SLUG } from "@/lib/engine/flow";
import { NODE_GROUPS, type NodeDefinition } from "./define";
import { definitionOf, nodeDefinitions } from "./definitions";
import { executorOf, executors } from "./executors";
import { PALETTE } from "./palette";

const here = import.meta.dirname;
const folders = globSync("*/*/definition.ts", { cwd: here }).map(dirname).sort();

test.each(folders)("%s is listed, and has an executor and tests", async (folder) => {
  const module: Record<string, unknown> = await import(/* @vite-ignore */ `./${folder}/definition.ts`);
  const definition = Object.values(module).find((value) =>
    nodeDefinitions.includes(value as NodeDefinition),
  ) as NodeDefinition;
  expect(definition).toBeDefined();
  expect(executorOf(definition.type)?.definition).toBe(definition);
  expect(existsSync(join(here, folder, "execute.test.ts"))).toBe(true);
});

test("every type is listed once, and its executor too", () => {
  const types = nodeDefinitions.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(executors.map(({ definition }) => definition.type).sort()).toEqual([...types].sort());
  expect(definitionOf("constructor")).toBeUndefined();
});

describe.each(nodeDefinitions.map((definition) => [definition.type, definition] as const))(
  "%s",
  (_type, definition) => {
    test("is named as the SDK names it, in a group and a palette that are there", () => {
      expect(definition.type).toMatch(/^dynamiq\.nodes\.[a-z]+\.[A-Z]\w+$/);
      expect(NODE_GROUPS).toContain(definition.group);
      if (definition.palette) expect(PALETTE.map(({ id }) => id)).toContain(definition.palette);
      for (const { slug } of [definition, ...definition.presets]) expect(slug).toMatch(SLUG);
    });

    test("has no setting that every node has already", () => {
      for (const name of Object.keys(definition.params.shape)) expect(Object.hasOwn(BASE_NODE_SHAPE, name)).toBe(false);
    });

    test("has a title for every setting that has a control", () => {
      const { properties = {} } = z.toJSONSchema(definition.params, { io: "input", unrepresentable: "any" });
      for (const [name, schema] of Object.entries(properties) as [string, { title?: string; widget?: string }][]) {
        if (schema.widget !== undefined) expect([name, schema.title]).toEqual([name, expect.any(String)]);
      }
    });

    test("says what it is set to, whatever it is set to", () => {
      for (const params of [{}, definition.initial, { options: 5, node: null, choices: "x", url: 1, template: {} }]) {
        expect(typeof definition.summary(params as never)).toBe("string");
        definition.sources?.(params as never);
      }
    });
  },
);
