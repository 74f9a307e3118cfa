import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import { pythonJson } from "@/lib/engine/python-text";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.transformers.AnyToJSON";

test.each<[Json, string]>([
  [{ a: 1, b: [true, null] }, '{"a": 1, "b": [true, null]}'],
  ["grün", '"grün"'],
  [null, "null"],
])("writes %j as %s", async (value, content) => {
  const { result } = await runNode({ type }, { value });
  expect(result.output).toEqual({ content });
});

test("fails where there is no value", async () => {
  const { result } = await runNode({ type }, { other: 1 });
  expect(result).toMatchObject({ status: "failure", error: { type: "ValidationError" } });
});

test("what is written is read as what it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.integer({ min: 0, max: 4 })), (value, indent) => {
      expect(JSON.parse(pythonJson(value as Json, indent))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
