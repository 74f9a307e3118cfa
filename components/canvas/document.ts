import { isObject } from "@/lib/core/json";
import type { FlowDocument, FlowUi, WorkflowDocument } from "@/lib/workflows/contract";
import { arrange } from "./layout";
import { NODE_WIDTH } from "./size";

/** Reading a workflow as it stands: a draft may hold anything, so nothing here trusts more than ids and types. */
export type DocumentNode = FlowDocument["nodes"][number];
export type UiNode = FlowUi["nodes"][number];
export type UiEdge = FlowUi["edges"][number];
export type Position = { readonly x: number; readonly y: number };

/** A way out of a node: `option` is one of a Choice's, null the only one there is. */
export type Source = { readonly node: string; readonly option: string | null };

export const INPUT_TYPE = "dynamiq.nodes.utils.Input";
export const OUTPUT_TYPE = "dynamiq.nodes.utils.Output";
export const MAP_TYPE = "dynamiq.nodes.operators.Map";

/** Input and Output stand from the start and stay. */
export const isFixed = ({ type }: { readonly type: string }): boolean => type === INPUT_TYPE || type === OUTPUT_TYPE;

export const nameOf = (node: DocumentNode): string =>
  typeof node.name === "string" && node.name !== "" ? node.name : node.id;

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function waitsOf(node: DocumentNode): readonly Source[] {
  return listOf(node.depends).flatMap((dependency) =>
    isObject(dependency) && typeof dependency.node === "string"
      ? [{ node: dependency.node, option: typeof dependency.option === "string" ? dependency.option : null }]
      : [],
  );
}

/** The mappings of a node's fields; empty where it has none. */
export function selectorOf(node: DocumentNode): Readonly<Record<string, string>> {
  const selector = objectOf(objectOf(node.input_transformer).selector);
  return Object.fromEntries(
    Object.entries(selector).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export const edgeId = (from: Source, to: string): string =>
  from.option === null ? `${from.node}->${to}` : `${from.node}:${from.option}->${to}`;

export const edgeOf = (from: Source, to: string): UiEdge => ({
  id: edgeId(from, to),
  source: from.node,
  target: to,
  ...(from.option !== null && { sourceHandle: from.option }),
  type: "smoothstep",
});

export const uiNodeOf = (node: DocumentNode, position: Position): UiNode => ({
  id: node.id,
  type: "node",
  position: { x: Math.round(position.x), y: Math.round(position.y) },
  data: {},
  ...(isFixed(node) && { deletable: false }),
});

export const nodeById = (document: WorkflowDocument, id: string): DocumentNode | undefined =>
  document.flow.nodes.find((node) => node.id === id);

/** Every node that has settled before `id` may start, nearest first. */
export function ancestorsOf(flow: FlowDocument, id: string): readonly string[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  let ring = [id];
  while (ring.length > 0) {
    const before: string[] = [];
    for (const each of ring) {
      const node = nodes.get(each);
      if (!node) continue;
      for (const wait of waitsOf(node)) {
        if (wait.node === id || found.has(wait.node) || !nodes.has(wait.node)) continue;
        found.add(wait.node);
        before.push(wait.node);
      }
    }
    ring = before;
  }
  return [...found];
}

/** `slug`, or `slug-2`, `slug-3`… where that is taken. */
export function freshId(taken: { has(id: string): boolean }, slug: string): string {
  if (!taken.has(slug)) return slug;
  const stem = slug.replace(/-\d+$/, "");
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

/** The nearest slug to what somebody typed; "node" where nothing is left. */
export const slugOf = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "") || "node";

/**
 * The document with a place for every node and an edge for every dependency.
 * What the layout says stays, unknown keys too; nodes it does not know are arranged below it.
 */
export function withLayout({ flow, flow_ui }: WorkflowDocument): WorkflowDocument {
  const known = new Map(flow_ui.nodes.map((node) => [node.id, node]));
  const missing = flow.nodes.filter((node) => !known.has(node.id));
  const places = missing.length > 0 ? arrange(flow) : new Map<string, Position>();
  const bottom =
    missing.length === flow.nodes.length
      ? 0
      : Math.max(0, ...flow_ui.nodes.map(({ position }) => position.y + NODE_WIDTH));
  const nodes = flow.nodes.map((node) => {
    const at = known.get(node.id);
    if (at) return isFixed(node) && at.deletable !== false ? { ...at, deletable: false } : at;
    const place = places.get(node.id) ?? { x: 0, y: 0 };
    return uiNodeOf(node, { x: place.x, y: place.y + bottom });
  });
  const keyOf = (edge: UiEdge): string => JSON.stringify([edge.source, edge.sourceHandle ?? null, edge.target]);
  const drawn = new Map(flow_ui.edges.map((edge) => [keyOf(edge), edge]));
  const edges = flow.nodes.flatMap((node) =>
    waitsOf(node).map((from) => {
      const edge = edgeOf(from, node.id);
      return drawn.get(keyOf(edge)) ?? edge;
    }),
  );
  return { flow, flow_ui: { ...flow_ui, nodes, edges } };
}
