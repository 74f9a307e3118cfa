import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.operators.Map";
const template = { type: "dynamiq.nodes.transformers.TextTemplate", template: "{{ name|upper }}" };
const reader = { type: "dynamiq.nodes.transformers.JSONToAny" };

test("runs the inner node for every item and keeps their order", async () => {
  const { result } = await runNode(
    { type, node: template, max_workers: 4 },
    { input: ["a", "b", "c"].map((name) => ({ name })) },
  );
  expect(result.output).toEqual({ output: [{ content: "A" }, { content: "B" }, { content: "C" }] });
});

test("of no items is an empty list", async () => {
  const { result } = await runNode({ type, node: template }, { input: [] });
  expect(result.output).toEqual({ output: [] });
});

test("gives null for items that fail, and for those that are no objects, and succeeds", async () => {
  const items = [{ value: "1" }, { value: "no json" }, 5, "text", null, { value: "[2]" }];
  const { result, detail } = await runNode({ type, node: reader }, { input: items });
  expect(result).toMatchObject({
    status: "success",
    output: { output: [{ content: 1 }, null, null, null, null, { content: [2] }] },
  });
  expect(Object.keys((detail.info?.failed_items ?? {}) as object)).toEqual(["2", "3", "4", "5"]);
});

test("with raise fails with the iteration that did, and starts no further item", async () => {
  const items = [{ value: "1" }, { value: "no json" }, { value: "3" }];
  const { result, events } = await runNode({ type, node: reader, behavior: "raise" }, { input: items });
  expect(result.status).toBe("failure");
  expect(result.error?.message).toMatch(/^Map node failed to execute: iteration 2: /);
  const started = events.filter((event) => event.kind === "node.started" && event.path.length > 0);
  expect(started.map(({ path }) => path)).toEqual([
    ["node", "0"],
    ["node", "1"],
  ]);
});

test("lets the inner node have its own transformers and retries", async () => {
  const node = {
    ...template,
    input_transformer: { selector: { name: "$.person.first" } },
    output_transformer: { path: "$.content" },
  };
  const { result } = await runNode({ type, node }, { input: [{ person: { first: "ada" } }] });
  expect(result.output).toEqual({ output: ["ADA"] });
});

test("maps within a map", async () => {
  const node = { type, node: template, output_transformer: { path: "$.output" } };
  const { result } = await runNode({ type, node }, { input: [{ input: [{ name: "a" }] }, { input: [] }] });
  expect(result.output).toEqual({ output: [[{ content: "A" }], []] });
});

test("runs so many items at a time and no more", async () => {
  let [open, most] = [0, 0];
  const server = createServer((_request, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end("{}");
    }, 20);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const node = { type: "dynamiq.nodes.tools.HttpApiCall", url };
  const { result } = await runNode(
    { type, node, max_workers: 3 },
    { input: Array.from({ length: 9 }, () => ({})) },
    { fetch },
  );
  expect(result.status).toBe("success");
  expect(most).toBe(3);
  server.close();
});

test.each([{}, { input: "text" }, { input: { a: 1 } }])("fails where it is given no list: %j", async (input) => {
  const { result } = await runNode({ type, node: template }, input);
  expect(result).toMatchObject({ status: "failure", error: { type: "ValidationError" } });
});

test("of more items than it takes fails before any is started", async () => {
  const { result, events } = await runNode({ type, node: reader }, { input: Array(10_001).fill({}) });
  expect(result.error?.message).toMatch(/10000 items at most, and got 10001/);
  expect(events.filter(({ path }) => path.length > 0)).toEqual([]);
});

test("within a Map ends with the run's limit of nodes, and starts no further item", async () => {
  const inner = { type, node: { type: "dynamiq.nodes.operators.Pass" } };
  const items = Array(20).fill({ input: Array(9000).fill({}) });
  const { result, events } = await runNode({ type, node: inner }, { input: items });
  expect(result.error?.message).toMatch(/executes 50000 nodes at most/);
  expect(events.filter(({ kind }) => kind === "node.started").length).toBeLessThan(50_010);
}, 30_000);
