import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { type DocumentNode, INPUT_TYPE, OUTPUT_TYPE, waitsOf, withLayout } from "./document";
import { aligned, applyEdit, type Edit, refusalOf } from "./edits";
import { record, redo, seal, startHistory, undo } from "./history";

const llm = (id: string, more: Record<string, unknown> = {}): DocumentNode => ({
  id,
  name: id,
  type: "dynamiq.nodes.llms.OpenAI",
  depends: [],
  ...more,
});

function aDocument(...nodes: DocumentNode[]): WorkflowDocument {
  const flow = {
    id: "flow",
    nodes: [
      { id: "input", name: "input", type: INPUT_TYPE, schema: { type: "object", properties: { question: {} } } },
      ...nodes,
      { id: "output", name: "output", type: OUTPUT_TYPE, depends: [] },
    ],
  };
  return withLayout({ flow, flow_ui: { nodes: [], edges: [], custom_node_data: {} } });
}

const nodeOf = (document: WorkflowDocument, id: string): DocumentNode | undefined =>
  document.flow.nodes.find((node) => node.id === id);

/** What must hold of every document, whatever was done to it. */
function expectWhole({ flow, flow_ui }: WorkflowDocument): void {
  const ids = flow.nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(flow.nodes.filter(({ type }) => type === INPUT_TYPE || type === OUTPUT_TYPE)).toHaveLength(2);
  expect(new Set(flow_ui.nodes.map(({ id }) => id))).toEqual(new Set(ids));
  const waits = flow.nodes.flatMap((node) => waitsOf(node).map(({ node: from, option }) => [from, option, node.id]));
  for (const [from] of waits) expect(ids).toContain(from);
  const edges = flow_ui.edges.map(({ source, sourceHandle, target }) => [source, sourceHandle ?? null, target]);
  expect(new Set(edges.map(String))).toEqual(new Set(waits.map(String)));
  expect(edges).toHaveLength(waits.length);
  for (const node of flow.nodes) if (ids.includes(node.id)) expect(node.name ?? node.id).toBe(node.id);
}

describe("renaming", () => {
  test("rewrites waits, mappings, conditions and edges that name the node, and nothing else", () => {
    const choice = {
      id: "choice",
      name: "choice",
      type: "dynamiq.nodes.operators.Choice",
      depends: [{ node: "agent" }],
      options: [
        {
          id: "yes",
          name: "Yes",
          condition: {
            operator: "and",
            operands: [{ variable: "$.agent.output.content", operator: "string-contains", value: "$.agent is text" }],
          },
        },
        { id: "else", name: "Else" },
      ],
    };
    const reader = llm("reader", {
      depends: [{ node: "choice", option: "yes" }],
      messages: [{ role: "user", content: "$.agent.output.content costs {{ agent }}" }],
      input_transformer: {
        path: null,
        selector: {
          agent: "$.agent.output.content",
          other: "$.agents.output",
          literal: "agent",
          quoted: "$['agent'].status",
        },
      },
      output_transformer: { path: null, selector: { content: "$.agent.output" } },
      tools: [
        {
          id: "tool",
          type: "dynamiq.nodes.tools.Http",
          input_transformer: { selector: { url: "$.agent.output.url" } },
        },
      ],
    });
    const before = applyEdit(aDocument(llm("agent"), choice, reader), {
      kind: "connect",
      from: { node: "agent", option: null },
      to: "output",
    });
    const after = applyEdit(before, { kind: "rename", id: "agent", to: "writer" });
    expectWhole(after);
    expect(nodeOf(after, "writer")).toMatchObject({ id: "writer", name: "writer" });
    expect(nodeOf(after, "choice")).toMatchObject({
      depends: [{ node: "writer" }],
      options: [
        { condition: { operands: [{ variable: "$.writer.output.content", value: "$.agent is text" }] } },
        { id: "else" },
      ],
    });
    expect(nodeOf(after, "reader")).toMatchObject({
      messages: [{ content: "$.agent.output.content costs {{ agent }}" }],
      input_transformer: {
        selector: {
          agent: "$.writer.output.content",
          other: "$.agents.output",
          literal: "agent",
          quoted: "$.writer.status",
        },
      },
      output_transformer: { selector: { content: "$.agent.output" } },
      tools: [{ input_transformer: { selector: { url: "$.writer.output.url" } } }],
    });
    expect(nodeOf(after, "output")?.depends).toEqual([{ node: "writer" }]);
  });

  test("quotes a name that a path would misread", () => {
    const document = aDocument(llm("a"), llm("b", { input_transformer: { selector: { x: "$.a.output" } } }));
    const after = applyEdit(document, { kind: "rename", id: "a", to: "3d" });
    expect(nodeOf(after, "b")).toMatchObject({ input_transformer: { selector: { x: "$['3d'].output" } } });
  });

  test("keeps a condition that reads a mapped field of the same name", () => {
    const document = aDocument(
      llm("a"),
      llm("c", {
        input_transformer: { selector: { a: "$.a.output" } },
        options: [{ id: "o", condition: { variable: "$.a.output", operator: "string-equals", value: "x" } }],
      }),
    );
    const after = applyEdit(document, { kind: "rename", id: "a", to: "z" });
    expect(nodeOf(after, "c")).toMatchObject({
      input_transformer: { selector: { a: "$.z.output" } },
      options: [{ condition: { variable: "$.a.output" } }],
    });
  });

  test("refuses a name that is taken or no slug, and says so", () => {
    const document = aDocument(llm("a"), llm("b"));
    for (const to of ["b", "A b", "-a", "constructor"]) {
      expect(refusalOf(document, { kind: "rename", id: "a", to })).toEqual(expect.any(String));
      expect(applyEdit(document, { kind: "rename", id: "a", to })).toBe(document);
    }
  });
});

describe("connecting", () => {
  test("a circle, a loop, an edge into Input and one out of Output are refused", () => {
    const document = aDocument(llm("a", { depends: [{ node: "input" }] }), llm("b", { depends: [{ node: "a" }] }));
    const connect = (from: string, to: string): Edit => ({ kind: "connect", from: { node: from, option: null }, to });
    for (const edit of [connect("b", "a"), connect("a", "a"), connect("a", "input"), connect("output", "a")]) {
      expect(refusalOf(document, edit)).toEqual(expect.any(String));
      expect(applyEdit(document, edit)).toBe(document);
    }
  });

  test("a node waits for one option of a Choice at a time", () => {
    const choice = llm("choice", { options: [{ id: "x" }, { id: "y" }] });
    let document = aDocument(choice, llm("a"));
    document = applyEdit(document, { kind: "connect", from: { node: "choice", option: "x" }, to: "a" });
    document = applyEdit(document, { kind: "connect", from: { node: "choice", option: "y" }, to: "a" });
    expect(nodeOf(document, "a")?.depends).toEqual([{ node: "choice", option: "y" }]);
    expectWhole(document);
  });

  test("an option that is deleted takes its edges along", () => {
    const choice = llm("choice", { options: [{ id: "x" }, { id: "y" }] });
    const document = aDocument(choice, llm("a", { depends: [{ node: "choice", option: "x" }] }));
    const after = applyEdit(document, { kind: "change", node: { ...choice, options: [{ id: "y" }] } });
    expect(nodeOf(after, "a")?.depends).toEqual([]);
    expectWhole(after);
  });
});

test("Input and Output cannot be deleted, copied or added again", () => {
  const document = aDocument(llm("a"));
  expect(applyEdit(document, { kind: "remove", ids: ["input", "output"] })).toBe(document);
  const after = applyEdit(document, { kind: "remove", ids: ["input", "a"] });
  expect(after.flow.nodes.map(({ id }) => id)).toEqual(["input", "output"]);
  const input = nodeOf(document, "input") as DocumentNode;
  expect(applyEdit(document, { kind: "add", node: input, at: { x: 0, y: 0 } })).toBe(document);
});

test("copies speak of each other, not of their originals", () => {
  const document = aDocument(
    llm("a"),
    llm("b", { depends: [{ node: "a" }], input_transformer: { selector: { x: "$.a.output.content" } } }),
  );
  const nodes = ["a", "b"].map((id) => ({ node: nodeOf(document, id) as DocumentNode, at: { x: 0, y: 0 } }));
  const after = applyEdit(document, { kind: "paste", nodes });
  expect(nodeOf(after, "b-2")).toMatchObject({
    name: "b-2",
    depends: [{ node: "a-2" }],
    input_transformer: { selector: { x: "$.a-2.output.content" } },
  });
  expectWhole(after);
});

test("unknown keys of nodes, layout and edges survive every edit", () => {
  const document = aDocument(llm("a", { extra: { deep: [1] } }), llm("b", { depends: [{ node: "a" }] }));
  const [first, ...rest] = document.flow_ui.edges;
  const given = {
    flow: { ...document.flow, checkpoint: { enabled: true } },
    flow_ui: { ...document.flow_ui, viewport: { zoom: 2 }, edges: [{ ...first, animated: true }, ...rest] },
  } as WorkflowDocument;
  let after = applyEdit(given, { kind: "rename", id: "a", to: "c" });
  after = applyEdit(after, { kind: "move", to: new Map([["c", { x: 5, y: 6 }]]) });
  expect(after.flow).toMatchObject({ checkpoint: { enabled: true } });
  expect(nodeOf(after, "c")).toMatchObject({ extra: { deep: [1] } });
  expect(after.flow_ui).toMatchObject({ viewport: { zoom: 2 }, edges: [{ animated: true, source: "c" }] });
});

test("aligning moves boxes onto one line and not across it", () => {
  const boxes = [
    { id: "a", x: 0, y: 0, width: 10, height: 10 },
    { id: "b", x: 40, y: 30, width: 10, height: 20 },
  ];
  expect(aligned(boxes, "right").get("a")).toEqual({ x: 40, y: 0 });
  expect(aligned(boxes, "middle").get("b")).toEqual({ x: 40, y: 15 });
});

const NAMES = ["a", "b", "c", "d", "input", "output", "choice"];
const someName = fc.constantFrom(...NAMES);
const someOption = fc.constantFrom(null, "x", "y");
const someEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    node: someName.map((id) => llm(id)),
    at: fc.constant({ x: 1, y: 2 }),
  }),
  fc.record({ kind: fc.constant("remove" as const), ids: fc.array(someName, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("rename" as const),
    id: someName,
    to: fc.constantFrom("a", "e", "f-1", "3x", "Bad name"),
  }),
  fc.record({
    kind: fc.constantFrom("connect" as const, "disconnect" as const),
    from: fc.record({ node: someName, option: someOption }),
    to: someName,
  }),
  fc
    .record({
      kind: fc.constant("change" as const),
      node: someName.map((id) => llm(id, { options: id === "choice" ? [{ id: "x" }] : undefined })),
    })
    .filter(({ node }) => node.id !== "input" && node.id !== "output"),
  fc
    .record({
      kind: fc.constant("paste" as const),
      nodes: fc.array(
        someName.map((id) => ({ node: llm(id, { depends: [{ node: "a" }, { node: "nobody" }] }), at: { x: 0, y: 0 } })),
        { maxLength: 1 },
      ),
    })
    .filter(({ nodes }) => nodes.every(({ node }) => node.id !== "a")),
  fc.record({
    kind: fc.constant("move" as const),
    to: fc.array(fc.tuple(someName, fc.record({ x: fc.integer(), y: fc.integer() }))).map((list) => new Map(list)),
  }),
);

const start = (): WorkflowDocument =>
  aDocument(
    llm("a", { depends: [{ node: "input" }] }),
    llm("choice", { options: [{ id: "x" }, { id: "y" }], depends: [{ node: "a" }] }),
    llm("b", {
      depends: [{ node: "choice", option: "x" }],
      input_transformer: { selector: { t: "$.a.output.content" } },
    }),
  );

test("after any edits the graph is whole, and undoing them all gives back the very first document", () => {
  fc.assert(
    fc.property(fc.array(someEdit, { maxLength: 25 }), (edits) => {
      const first = start();
      let history = startHistory(first);
      const seen = [first];
      for (const edit of edits) {
        history = record(history, applyEdit(history.present, edit), null, 0);
        if (seen.at(-1) !== history.present) seen.push(history.present);
        expectWhole(history.present);
      }
      for (const document of seen.toReversed()) {
        expect(history.present).toBe(document);
        history = undo(history);
      }
      expect(history.present).toBe(first);
      for (const document of seen) {
        expect(history.present).toBe(document);
        history = redo(history);
      }
    }),
    { numRuns: 200 },
  );
});

test("renaming there and back again changes nothing", () => {
  fc.assert(
    fc.property(someName, fc.constantFrom("e", "f-1", "3x"), (id, to) => {
      const first = start();
      const there = applyEdit(first, { kind: "rename", id, to });
      expect(applyEdit(there, { kind: "rename", id: to, to: id })).toEqual(first);
    }),
  );
});

test("typing in one field is one step back, until the field is left", () => {
  let history = startHistory("");
  history = record(history, "a", "name", 0);
  history = record(history, "ab", "name", 100);
  history = seal(history);
  history = record(history, "abc", "name", 200);
  history = record(history, "abcd", "name", 5000);
  expect(history.past).toEqual(["", "ab", "abc"]);
  expect(undo(history).present).toBe("abc");
});
