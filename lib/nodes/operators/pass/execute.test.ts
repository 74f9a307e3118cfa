import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.operators.Pass";

test("passes its input on as it is", async () => {
  const { result } = await runNode({ type }, { a: 1, b: [null, "x"] });
  expect(result).toMatchObject({ status: "success", output: { a: 1, b: [null, "x"] } });
});

test("puts its input through its transformers, one after the other", async () => {
  const transformers = [{ path: "$.a" }, { selector: { first: "$.list[0]", all: "$.list[*]", text: "as it is" } }];
  const { result } = await runNode({ type, transformers }, { a: { list: [1, 2] } });
  expect(result.output).toEqual({ first: 1, all: [1, 2], text: "as it is" });
});

test("fails where a transformer cannot be read", async () => {
  const { result } = await runNode({ type, transformers: [{ path: "{{ x }}" }] }, {});
  expect(result).toMatchObject({ status: "failure", error: { type: "JsonPathError" } });
});
