import { expect, test } from "vitest";
import type { FlowDocument } from "./contract";
import { layOut } from "./flow-ui";
import { newDocument } from "./new-flow";

const flow: FlowDocument = {
  id: "f",
  nodes: [
    { id: "a", type: "t" },
    { id: "b", type: "t", depends: [{ node: "a", option: "yes" }] },
    { id: "c", type: "t", depends: [{ node: "b" }, { node: "a", option: "no" }] },
  ],
};

test("a flow without a layout is laid out from left to right by what waits for what", () => {
  const { nodes, edges } = layOut(flow, null);
  const x = Object.fromEntries(nodes.map((node) => [node.id, node.position.x]));
  expect(x.a).toBeLessThan(x.b ?? 0);
  expect(x.b).toBeLessThan(x.c ?? 0);
  expect(edges.map(({ source, target, sourceHandle }) => [source, sourceHandle, target])).toEqual([
    ["a", "yes", "b"],
    ["b", undefined, "c"],
    ["a", "no", "c"],
  ]);
});

test("what a layout says stays, keys we do not know too", () => {
  const given = {
    nodes: [{ id: "a", position: { x: 7, y: 9 }, data: { metadata_ui: { colour: "red" } } }],
    edges: [{ id: "mine", source: "a", sourceHandle: "yes", target: "b", label: "Yes" }],
    custom_node_data: { a: { open: true } },
    viewport: { zoom: 2 },
  };
  const made = layOut(flow, given);
  expect(made.nodes[0]).toEqual(given.nodes[0]);
  expect(made.edges[0]).toEqual(given.edges[0]);
  expect(made.custom_node_data).toEqual(given.custom_node_data);
  expect(made).toHaveProperty("viewport", { zoom: 2 });
});

test("places of nodes that are gone go too, and new nodes do not cover old ones", () => {
  const given = {
    nodes: [
      { id: "gone", position: { x: 0, y: 0 } },
      { id: "a", position: { x: 0, y: 500 } },
    ],
    edges: [],
    custom_node_data: {},
  };
  const { nodes } = layOut(flow, given);
  expect(nodes.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(nodes[1]?.position.y).toBeGreaterThan(500);
});

test("a cycle and a dependency on nothing are laid out all the same", () => {
  const odd: FlowDocument = {
    id: "f",
    nodes: [
      { id: "a", type: "t", depends: [{ node: "b" }] },
      { id: "b", type: "t", depends: [{ node: "a" }, { node: "nowhere" }, "rubbish"] },
    ],
  };
  expect(layOut(odd, null).nodes).toHaveLength(2);
});

test("a new workflow is Input and Output", () => {
  const { flow, flow_ui } = newDocument("id");
  expect(flow.nodes.map(({ type }) => type)).toEqual(["dynamiq.nodes.utils.Input", "dynamiq.nodes.utils.Output"]);
  expect(flow_ui.nodes).toHaveLength(2);
});
