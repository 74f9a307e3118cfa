import { isObject, type Json } from "@/lib/core/json";
import type { FlowDocument, FlowUi } from "./contract";

const COLUMN = 320;
const ROW = 140;

type Wait = { readonly node: string; readonly option: string | null };

/** What a node waits for, as far as its `depends` can be read: a draft may hold anything. */
function waitsOf(node: FlowDocument["nodes"][number]): readonly Wait[] {
  const depends: unknown = node.depends;
  if (!Array.isArray(depends)) return [];
  return depends.flatMap((dependency: unknown) =>
    isObject(dependency) && typeof dependency.node === "string"
      ? [{ node: dependency.node, option: typeof dependency.option === "string" ? dependency.option : null }]
      : [],
  );
}

/**
 * A layout that has a place for every node and an edge for every dependency.
 *
 * What `given` says stays, unknown keys too; nodes it does not know are placed by their depth, from left
 * to right, below what stands there already. Nodes and edges that the flow no longer has are left out.
 */
export function layOut(flow: FlowDocument, given: FlowUi | null): FlowUi {
  const known = new Map((given?.nodes ?? []).map((node) => [node.id, node]));
  const depth = depthsOf(flow);
  const bottom = Math.max(0, ...[...known.values()].map(({ position }) => position.y + ROW));
  const rows = new Map<number, number>();
  const deepest = Math.max(0, ...depth.values());
  const nodes = flow.nodes.map((node) => {
    const placed = known.get(node.id);
    if (placed) return placed;
    // An Output that waits for nothing yet stands at the end all the same, with room before it.
    const isLooseEnd = node.type === "dynamiq.nodes.utils.Output" && waitsOf(node).length === 0;
    const column = isLooseEnd ? deepest + 2 : (depth.get(node.id) ?? 0);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { id: node.id, type: "node", position: { x: column * COLUMN, y: bottom + row * ROW }, data: {} };
  });
  return { ...given, nodes, edges: edgesOf(flow, given), custom_node_data: given?.custom_node_data ?? {} };
}

const edgeId = (target: string, { node, option }: Wait): string =>
  option === null ? `${node}->${target}` : `${node}:${option}->${target}`;

function edgesOf(flow: FlowDocument, given: FlowUi | null): FlowUi["edges"] {
  const keyOf = (source: unknown, handle: unknown, target: unknown): string =>
    JSON.stringify([source, handle ?? null, target]);
  const known = new Map(
    (given?.edges ?? []).map((edge) => [
      keyOf(edge.source, (edge as { sourceHandle?: Json }).sourceHandle, edge.target),
      edge,
    ]),
  );
  return flow.nodes.flatMap((node) =>
    waitsOf(node).map((wait) => {
      const plain = { id: edgeId(node.id, wait), source: wait.node, target: node.id, type: "smoothstep" };
      const found =
        known.get(keyOf(wait.node, wait.option, node.id)) ??
        (wait.option === null ? undefined : known.get(keyOf(wait.node, null, node.id)));
      return found ?? (wait.option === null ? plain : { ...plain, sourceHandle: wait.option });
    }),
  );
}

/** How many steps each node is from a start. A cycle's nodes count as starts: a draft may have one. */
function depthsOf(flow: FlowDocument): ReadonlyMap<string, number> {
  const waits = new Map(flow.nodes.map((node) => [node.id, waitsOf(node)]));
  const followers = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [id, before] of waits) {
    const real = before.filter(({ node }) => waits.has(node));
    open.set(id, real.length);
    for (const { node } of real) followers.set(node, [...(followers.get(node) ?? []), id]);
  }
  const depth = new Map<string, number>();
  const ready = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of ready) depth.set(id, 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const next of followers.get(id) ?? []) {
      depth.set(next, Math.max(depth.get(next) ?? 0, (depth.get(id) ?? 0) + 1));
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return depth;
}
