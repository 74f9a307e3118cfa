import { expect, test } from "vitest";
import { connectionsUsed, withConnections } from "./connections-used";

const flow = {
  nodes: [
    { id: "llm", connection: "c1", fallback: { llm: { connection: "c2" } } },
    { id: "map", node: { connection: "c3" } },
    { id: "inline", connection: { type: "dynamiq.connections.OpenAI" } },
    { id: "input", schema: { properties: { connection: "not one" } } },
  ],
};

test("connections are found at any depth, but not in schemas", () => {
  expect(connectionsUsed(flow)).toEqual([
    { nodeId: "llm", path: "connection", connectionId: "c1" },
    { nodeId: "llm", path: "fallback.llm.connection", connectionId: "c2" },
    { nodeId: "map", path: "node.connection", connectionId: "c3" },
  ]);
});

test("replacing a connection leaves all else as it was", () => {
  const replaced = withConnections(flow, (id) => `${id}!`);
  expect(connectionsUsed(replaced).map(({ connectionId }) => connectionId)).toEqual(["c1!", "c2!", "c3!"]);
  expect(withConnections(replaced, (id) => id.slice(0, -1))).toEqual(flow);
});
