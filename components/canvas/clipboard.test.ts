import fc from "fast-check";
import { expect, test } from "vitest";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { centredAt, fromClipboard, toClipboard } from "./clipboard";
import { INPUT_TYPE, withLayout } from "./document";
import { applyEdit } from "./edits";
import { forgetLocalDraft, readLocalDraft, writeLocalDraft } from "./local-draft";

const document: WorkflowDocument = withLayout({
  flow: {
    id: "f",
    nodes: [
      { id: "input", type: INPUT_TYPE },
      { id: "a", type: "dynamiq.nodes.operators.Pass", depends: [{ node: "input" }] },
      { id: "b", type: "dynamiq.nodes.operators.Pass", depends: [{ node: "a" }] },
    ],
  },
  flow_ui: { nodes: [], edges: [], custom_node_data: {} },
});

test("what is copied is what is pasted, but Input", () => {
  const text = toClipboard(document, new Set(["input", "a", "b"])) ?? "";
  const pasted = fromClipboard(text);
  expect(pasted?.map(({ node }) => node)).toEqual(document.flow.nodes.slice(1));
  expect(toClipboard(document, new Set(["input"]))).toBeNull();
});

test("a whole exported workflow can be pasted", () => {
  expect(fromClipboard(JSON.stringify({ name: "x", ...document }))?.map(({ node }) => node.id)).toEqual(["a", "b"]);
});

test("text that is not ours, or reaches for a prototype, is not pasted", () => {
  const node = '"id":"a","type":"x.Y"';
  for (const text of [
    "hello",
    "{",
    "{}",
    "[]",
    '{"flow":null}',
    '{"flow":{"nodes":"x"}}',
    '{"format":"dynamiq.canvas","nodes":[]}',
    '{"format":"dynamiq.canvas","nodes":[{"id":1}]}',
    `{"format":"dynamiq.canvas","nodes":[{${node}},{${node}}]}`,
    `{"format":"dynamiq.canvas","nodes":[{"id":"__proto__","type":"x.Y"}]}`,
    `{"format":"dynamiq.canvas","nodes":[{${node},"__proto__":{"x":1}}]}`,
    `{"format":"dynamiq.canvas","nodes":[{${node},"deep":{"constructor":{}}}]}`,
    `{"format":"dynamiq.canvas","nodes":[{${node}}],"positions":{"a":{"x":1e999,"y":0}}}`,
    `{"format":"dynamiq.canvas","nodes":[{${node},"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`,
  ]) {
    expect(fromClipboard(text), text.slice(0, 80)).toBeNull();
  }
});

test("whatever is on the clipboard, pasting it breaks nothing", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"format":"dynamiq.canvas","nodes":${json}}`),
      ),
      (text) => {
        const pasted = fromClipboard(text);
        if (!pasted) return;
        const after = applyEdit(document, { kind: "paste", nodes: centredAt(pasted, { x: 0, y: 0 }) });
        expect(after.flow.nodes.length).toBe(document.flow.nodes.length + pasted.length);
      },
    ),
  );
});

test("unsaved work comes back as it was, and rubbish in its place does not", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const draft = { base_version: 3, base_updated_at: "2026-01-01T00:00:00Z", saved_at: 1, ...document };
  expect(writeLocalDraft(store, "w", draft)).toBe(true);
  expect(readLocalDraft(store, "w")).toEqual(draft);
  expect(readLocalDraft(store, "other")).toBeNull();
  for (const key of kept.keys()) kept.set(key, '{"flow":1}');
  expect(readLocalDraft(store, "w")).toBeNull();
  forgetLocalDraft(store, "w");
  expect(kept.size).toBe(0);
  const full = {
    ...store,
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  };
  expect(writeLocalDraft(full, "w", draft)).toBe(false);
});
