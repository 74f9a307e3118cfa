import { graphlib, layout } from "@dagrejs/dagre";
import type { FlowDocument } from "@/lib/workflows/contract";
import { heightOf, NODE_WIDTH } from "./size";

type Place = { readonly x: number; readonly y: number };

/** Beyond this many nodes the crossings are no longer untangled: it would hold up the page. */
const UNTANGLED_MAX = 700;
const COLUMN = NODE_WIDTH + 96;
const GAP = 40;

/** Where each node stands when the graph is laid out from left to right. */
export function arrange(flow: FlowDocument): ReadonlyMap<string, Place> {
  return flow.nodes.length <= UNTANGLED_MAX ? untangled(flow) : byDepth(flow);
}

const optionsOf = (node: FlowDocument["nodes"][number]): readonly unknown[] =>
  Array.isArray(node.options) ? node.options : [];

function pairsOf(flow: FlowDocument): { readonly from: string; readonly to: string; readonly row: number }[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return flow.nodes.flatMap((node) =>
    (Array.isArray(node.depends) ? node.depends : []).flatMap((dependency: unknown) => {
      const { node: from, option } = (dependency ?? {}) as { node?: unknown; option?: unknown };
      const source = typeof from === "string" ? nodes.get(from) : undefined;
      if (!source || source.id === node.id) return [];
      const row = optionsOf(source).findIndex((each) => (each as { id?: unknown } | null)?.id === option);
      return [{ from: source.id, to: node.id, row }];
    }),
  );
}

function untangled(flow: FlowDocument): ReadonlyMap<string, Place> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: GAP, ranksep: COLUMN - NODE_WIDTH });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of flow.nodes) {
    graph.setNode(node.id, { width: NODE_WIDTH, height: heightOf(optionsOf(node).length) });
  }
  // Edges are told in the order of the options, so that branches tend to keep it from top to bottom.
  for (const { from, to } of pairsOf(flow).sort((a, b) => a.row - b.row)) graph.setEdge(from, to);
  layout(graph);
  return new Map(
    flow.nodes.map((node) => {
      const { x, y, width, height } = graph.node(node.id) as { x: number; y: number; width: number; height: number };
      return [node.id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

function byDepth(flow: FlowDocument): ReadonlyMap<string, Place> {
  const followers = new Map<string, string[]>();
  const open = new Map(flow.nodes.map((node) => [node.id, 0]));
  for (const { from, to } of pairsOf(flow)) {
    const list = followers.get(from);
    if (list) list.push(to);
    else followers.set(from, [to]);
    open.set(to, (open.get(to) ?? 0) + 1);
  }
  const depth = new Map<string, number>();
  const ready = flow.nodes.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  for (let at = 0; at < ready.length; at += 1) {
    const id = ready[at] ?? "";
    for (const next of followers.get(id) ?? []) {
      depth.set(next, Math.max(depth.get(next) ?? 0, (depth.get(id) ?? 0) + 1));
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  const bottoms = new Map<number, number>();
  return new Map(
    flow.nodes.map((node) => {
      const column = depth.get(node.id) ?? 0;
      const y = bottoms.get(column) ?? 0;
      bottoms.set(column, y + heightOf(optionsOf(node).length) + GAP);
      return [node.id, { x: column * COLUMN, y }];
    }),
  );
}
