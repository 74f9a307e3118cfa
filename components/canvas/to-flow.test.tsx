import { expect, test } from "vitest";
import { definitionOf, nodeDefinitions } from "@/lib/nodes/definitions";
import { newDocument } from "@/lib/workflows/new-flow";
import { withLayout } from "./document";
import { applyEdit } from "./edits";
import { faultsOf } from "./faults";
import { ICONS } from "./icons";
import { mappingRowsOf } from "./inspector";
import { freshNode, paletteEntries, paletteGroups } from "./palette-entries";
import { createView, type ViewState } from "./to-flow";

const state = (selected: readonly string[] = []): ViewState => ({
  selected: new Set(selected),
  faults: new Map(),
  runs: null,
  connections: new Map(),
});

test("what an edit leaves alone comes out as the same object, so that only the rest is drawn again", () => {
  const view = createView(definitionOf);
  const first = withLayout(newDocument("f"));
  const before = view.nodes(first, state());
  const after = view.nodes(applyEdit(first, { kind: "move", to: new Map([["start", { x: 9, y: 9 }]]) }), state());
  expect(after[0]).not.toBe(before[0]);
  expect(after[0]?.data).toBe(before[0]?.data);
  expect(after[1]).toBe(before[1]);
  const selected = view.nodes(first, state(["end"]));
  expect(selected[1]).toMatchObject({ selected: true, deletable: false });
});

test("a Choice has a handle and a labelled edge for each option", () => {
  const choice = paletteEntries(nodeDefinitions).find(({ slug }) => slug === "choice");
  if (!choice) throw new Error("There is no Choice.");
  const options = [
    { id: "a", name: "Yes" },
    { id: "b", name: "" },
  ];
  let document = withLayout(newDocument("f"));
  document = applyEdit(document, { kind: "add", node: { ...freshNode(choice, []), options }, at: { x: 0, y: 0 } });
  document = applyEdit(document, { kind: "connect", from: { node: "choice", option: "a" }, to: "end" });
  const view = createView(definitionOf);
  const card = view.nodes(document, state()).find(({ id }) => id === "choice");
  expect(card?.handles?.filter(({ type }) => type === "source").map(({ id }) => id)).toEqual(["a", "b"]);
  expect(view.edges(document, state(), null)).toMatchObject([
    { source: "choice", sourceHandle: "a", data: { label: "Yes" } },
  ]);
});

test("every node type that is offered can be added, has an icon of its own name, and its panel knows its fields", () => {
  const entries = paletteEntries(nodeDefinitions);
  expect(paletteGroups(entries, "").flatMap((group) => group.entries)).toHaveLength(entries.length);
  for (const entry of entries) {
    expect(ICONS, entry.icon).toHaveProperty(entry.icon);
    const node = freshNode(entry, []);
    expect(node.type).toBe(entry.type);
    expect(() => mappingRowsOf(node)).not.toThrow();
  }
});

test("the sample model is never taken where there is a real connection, and is asked by its own model's name", () => {
  const openai = paletteEntries(nodeDefinitions).find(({ slug }) => slug === "openai");
  if (!openai) throw new Error("There is no OpenAI.");
  const [type = ""] = openai.connections;
  const sample = { id: "sample", type, is_sample: true };
  expect(freshNode(openai, [sample])).toMatchObject({ connection: "sample", model: "sample" });
  expect(freshNode(openai, [sample, { id: "real", type, is_sample: false }])).toMatchObject({ connection: "real" });
});

test("an answer without a required field is a warning, an unknown connection an error", () => {
  const { flow } = newDocument("f");
  expect(faultsOf(flow, [])).toContainEqual(
    expect.objectContaining({ nodeId: "end", path: "input_transformer.selector.output", severity: "warning" }),
  );
  const nodes = [...flow.nodes, { id: "x", type: "dynamiq.nodes.llms.OpenAI", connection: "gone", model: "m" }];
  expect(faultsOf({ ...flow, nodes }, [])).toContainEqual(
    expect.objectContaining({ nodeId: "x", path: "connection", severity: "error" }),
  );
  expect(() => faultsOf({ id: "f", nodes: [{ id: "y", type: "", depends: "no", name: 3 }] }, null)).not.toThrow();
});
