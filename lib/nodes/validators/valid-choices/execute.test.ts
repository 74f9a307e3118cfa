import { expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.validators.ValidChoices";

test.each<[Json[] | undefined, Json, boolean]>([
  [["a", "b"], "b", true],
  [["a", "b"], "c", false],
  [[1], "1", false],
  [[{ x: [1] }], { x: [1] }, true],
  [undefined, "a", false],
])("of %j, %j is %s", async (choices, content, valid) => {
  const { result } = await runNode({ type, choices }, { content });
  expect(result.output).toEqual({ valid, content });
});

test("with raise fails", async () => {
  const { result } = await runNode({ type, choices: ["a"], behavior: "raise" }, { content: "b" });
  expect(result.error?.message).toBe("The value is not valid: it is none of the choices.");
});
