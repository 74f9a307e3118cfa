import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";
import { choice } from "./definition";

const type = "dynamiq.nodes.operators.Choice";
const is = (value: unknown) => ({ variable: "$.x", operator: "string-equals", value });
const options = [
  { id: "a", condition: is("a") },
  { id: "b", name: "Second", condition: is("b") },
  { id: "also-b", condition: is("b") },
  { id: "else" },
];

const statuses = (output: unknown) =>
  Object.fromEntries(
    Object.entries(output as Record<string, { status: string }>).map(([id, { status }]) => [id, status]),
  );

test("takes the first branch that holds: those before failed, those after are skipped", async () => {
  const { result } = await runNode({ type, options }, { x: "b" });
  expect(result.output).toEqual({
    a: { status: "failure", input: { x: "b" }, output: false },
    b: { status: "success", input: { x: "b" }, output: true },
    "also-b": { status: "skip", input: { x: "b" }, output: null },
    else: { status: "skip", input: { x: "b" }, output: null },
  });
});

test("takes a branch without a condition where it comes to it", async () => {
  const { result } = await runNode({ type, options }, { x: "z" });
  expect(statuses(result.output)).toEqual({ a: "failure", b: "failure", "also-b": "failure", else: "success" });
});

test("succeeds where no branch holds", async () => {
  const { result } = await runNode({ type, options: options.slice(0, 2) }, { x: "z" });
  expect(result.status).toBe("success");
  expect(statuses(result.output)).toEqual({ a: "failure", b: "failure" });
});

test("fails where a condition cannot be judged", async () => {
  const condition = { variable: "$.x", operator: "numeric-greater-than", value: 1 };
  const { result } = await runNode({ type, options: [{ id: "a", condition }] }, { x: null });
  expect(result).toMatchObject({ status: "failure", error: { type: "ConditionError" } });
});

test("offers a way out for each of its branches, also of an unfinished one", () => {
  expect(choice.sources?.({ options: [...options.slice(0, 2), { nope: 1 }, 5] } as never)).toEqual([
    { option: "a", label: "a" },
    { option: "b", label: "Second" },
  ]);
  expect(choice.sources?.({ options: "x" } as never)).toEqual([]);
});
