import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.transformers.TextTemplate";

test("fills the input's values in", async () => {
  const { result } = await runNode(
    { type, template: "Dear {{ name }}{% if vip %}!{% endif %}" },
    { name: "Ada", vip: true },
  );
  expect(result.output).toEqual({ content: "Dear Ada!" });
});

test("takes the input's template before its own", async () => {
  const { result } = await runNode({ type, template: "own" }, { template: "given {{ x }}", x: 1 });
  expect(result.output).toEqual({ content: "given 1" });
});

test("fails with a sentence where it has none", async () => {
  const { result } = await runNode({ type }, {});
  expect(result.error).toMatchObject({ type: "BadInputError", message: expect.stringContaining("no template") });
});

test("fails with the line where the template cannot be filled in", async () => {
  const { result } = await runNode({ type }, { template: "a\n{{ 1 / 0 }}" });
  expect(result.error?.message).toMatch(/line 2/);
});
