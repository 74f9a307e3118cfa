import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.transformers.JSONToAny";

test("reads JSON text", async () => {
  const { result } = await runNode({ type }, { value: '{"a": [1, null]}' });
  expect(result.output).toEqual({ content: { a: [1, null] } });
});

test.each(["", "{", "no json", "undefined"])("fails for %j and shows its beginning", async (value) => {
  const { result } = await runNode({ type }, { value });
  expect(result.error?.message).toContain(value === "" ? "empty" : value);
});

test("fails where the value is no text", async () => {
  const { result } = await runNode({ type }, { value: 5 });
  expect(result.error).toMatchObject({ type: "ValidationError", message: expect.stringContaining("“value”") });
});
