import type { FlowDocument, WorkflowDocument } from "@/lib/workflows/contract";
import {
  type DocumentNode,
  edgeId,
  edgeOf,
  freshId,
  INPUT_TYPE,
  isFixed,
  listOf,
  OUTPUT_TYPE,
  objectOf,
  type Position,
  type Source,
  uiNodeOf,
  waitsOf,
} from "./document";
import { allWithNames, type Names, withNames } from "./references";

/** Everything an author can do to a workflow. The canvas, the panel and undo all speak these. */
export type Edit =
  /** `after`: what the new node waits for. An id that is taken is numbered. */
  | { readonly kind: "add"; readonly node: DocumentNode; readonly at: Position; readonly after?: Source | undefined }
  | { readonly kind: "move"; readonly to: ReadonlyMap<string, Position> }
  /** Replaces a node's settings. Its id stays: that is `rename`. */
  | { readonly kind: "change"; readonly node: DocumentNode }
  | { readonly kind: "rename"; readonly id: string; readonly to: string }
  | { readonly kind: "connect"; readonly from: Source; readonly to: string }
  | { readonly kind: "disconnect"; readonly from: Source; readonly to: string }
  | { readonly kind: "remove"; readonly ids: readonly string[] }
  | { readonly kind: "paste"; readonly nodes: readonly PastedNode[]; readonly keepsWaits?: boolean }
  | { readonly kind: "replace"; readonly document: WorkflowDocument };

export type PastedNode = { readonly node: DocumentNode; readonly at: Position };

/** The document after an edit. The very same document where the edit cannot be made: see `refusalOf`. */
export function applyEdit(document: WorkflowDocument, edit: Edit): WorkflowDocument {
  if (refusalOf(document, edit) !== null) return document;
  switch (edit.kind) {
    case "add":
      return add(document, edit.node, edit.at, edit.after);
    case "move":
      return move(document, edit.to);
    case "change":
      return change(document, edit.node);
    case "rename":
      return rename(document, new Map([[edit.id, edit.to]]));
    case "connect":
      return connect(document, edit.from, edit.to);
    case "disconnect":
      return disconnect(document, edit.from, edit.to);
    case "remove":
      return remove(document, new Set(edit.ids));
    case "paste":
      return paste(document, edit.nodes, edit.keepsWaits ?? false);
    case "replace":
      return edit.document;
  }
}

const SLUG = /^[a-z0-9]([a-z0-9]|-[a-z0-9])*$/;

/** Why an edit cannot be made, in a sentence for the author; null where it can. */
export function refusalOf({ flow }: WorkflowDocument, edit: Edit): string | null {
  const has = (id: string): boolean => flow.nodes.some((node) => node.id === id);
  switch (edit.kind) {
    case "add":
      return isFixed(edit.node) && flow.nodes.some(({ type }) => type === edit.node.type)
        ? "A workflow has one Input and one Output."
        : null;
    case "change":
      return changeRefusal(flow, edit.node);
    case "rename":
      if (!has(edit.id)) return "That node is gone.";
      if (edit.to === edit.id) return "That is its name already.";
      if (!SLUG.test(edit.to)) return "Use lower-case letters, digits and single hyphens.";
      if (edit.to === "constructor" || edit.to === "prototype") return "This name is not allowed.";
      return has(edit.to) ? `There is a node named ${edit.to} already.` : null;
    case "connect":
      return connectionRefusal(flow, edit.from, edit.to);
    case "remove": {
      const ids = new Set(edit.ids);
      return flow.nodes.some((node) => ids.has(node.id) && !isFixed(node))
        ? null
        : "Input and Output cannot be deleted.";
    }
    default:
      return null;
  }
}

function changeRefusal(flow: FlowDocument, node: DocumentNode): string | null {
  const before = flow.nodes.find(({ id }) => id === node.id);
  if (!before) return "That node is gone.";
  return before.type === node.type ? null : "A node keeps its type.";
}

/** Why `to` cannot wait for `from`; null where it can. */
export function connectionRefusal(flow: FlowDocument, from: Source, to: string): string | null {
  const source = flow.nodes.find(({ id }) => id === from.node);
  const target = flow.nodes.find(({ id }) => id === to);
  if (!source || !target) return "That node is gone.";
  if (source.id === target.id) return "A node cannot wait for itself.";
  if (source.type === OUTPUT_TYPE) return "Nothing comes after Output.";
  if (target.type === INPUT_TYPE) return "Nothing comes before Input.";
  const waits = waitsOf(target);
  if (waits.some(({ node, option }) => node === from.node && option === from.option))
    return "They are connected already.";
  return reaches(flow, to, from.node) ? "That would make a circle: a workflow runs in one direction." : null;
}

/** Whether `end` comes after `start`. */
function reaches(flow: FlowDocument, start: string, end: string): boolean {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const open = [end];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const node = nodes.get(id);
    if (node) for (const wait of waitsOf(node)) open.push(wait.node);
  }
  return false;
}

function add(document: WorkflowDocument, node: DocumentNode, at: Position, after?: Source): WorkflowDocument {
  const id = freshId(new Set(document.flow.nodes.map((each) => each.id)), node.id);
  const fresh = { ...node, id, name: id };
  const { flow, flow_ui } = document;
  const added: WorkflowDocument = {
    flow: { ...flow, nodes: [...flow.nodes, fresh] },
    flow_ui: { ...flow_ui, nodes: [...flow_ui.nodes, uiNodeOf(fresh, at)] },
  };
  return after && connectionRefusal(added.flow, after, id) === null ? connect(added, after, id) : added;
}

function move(document: WorkflowDocument, to: ReadonlyMap<string, Position>): WorkflowDocument {
  let isSame = true;
  const nodes = document.flow_ui.nodes.map((node) => {
    const at = to.get(node.id);
    if (!at || (at.x === node.position.x && at.y === node.position.y)) return node;
    isSame = false;
    return { ...node, position: { x: at.x, y: at.y } };
  });
  return isSame ? document : { flow: document.flow, flow_ui: { ...document.flow_ui, nodes } };
}

const optionsOf = (node: DocumentNode): ReadonlySet<unknown> =>
  new Set(listOf(node.options).map((option) => objectOf(option).id));

function change(document: WorkflowDocument, node: DocumentNode): WorkflowDocument {
  const before = document.flow.nodes.find(({ id }) => id === node.id);
  const kept = optionsOf(node);
  const gone = new Set([...(before ? optionsOf(before) : [])].filter((option) => !kept.has(option)));
  // What a node waits for changes with its edges only.
  const settled = before?.depends === node.depends ? node : withDepends(node, before?.depends);
  const nodes = document.flow.nodes.map((each) => (each.id === node.id ? settled : each));
  const changed = { flow: { ...document.flow, nodes }, flow_ui: document.flow_ui };
  // An edge cannot start from an option that is no longer there.
  return gone.size === 0 ? changed : withoutWaits(changed, (wait) => wait.node === node.id && gone.has(wait.option));
}

function withDepends({ depends: _, ...node }: DocumentNode, depends: unknown): DocumentNode {
  return (depends === undefined ? node : { ...node, depends }) as DocumentNode;
}

function rename({ flow, flow_ui }: WorkflowDocument, names: Names): WorkflowDocument {
  const nodes = allWithNames(flow.nodes, names).map((node) => {
    const to = names.get(node.id);
    return to === undefined ? node : { ...node, id: to, name: to };
  });
  const nameOf = (id: string): string => names.get(id) ?? id;
  const edges = flow_ui.edges.map((edge) => {
    if (!names.has(edge.source) && !names.has(edge.target)) return edge;
    const from = {
      node: nameOf(edge.source),
      option: typeof edge.sourceHandle === "string" ? edge.sourceHandle : null,
    };
    const target = nameOf(edge.target);
    return { ...edge, id: edgeId(from, target), source: from.node, target };
  });
  const uiNodes = flow_ui.nodes.map((node) => (names.has(node.id) ? { ...node, id: nameOf(node.id) } : node));
  const custom = Object.entries(flow_ui.custom_node_data ?? {}).map(([id, data]) => [nameOf(id), data] as const);
  return {
    flow: { ...flow, nodes },
    flow_ui: { ...flow_ui, nodes: uiNodes, edges, custom_node_data: Object.fromEntries(custom) },
  };
}

function connect({ flow, flow_ui }: WorkflowDocument, from: Source, to: string): WorkflowDocument {
  const wait = from.option === null ? { node: from.node } : { node: from.node, option: from.option };
  const nodes = flow.nodes.map((node) => {
    if (node.id !== to) return node;
    // A node waits for another once: a second edge from the same Choice takes the place of the first.
    const others = listOf(node.depends).filter((dependency) => objectOf(dependency).node !== from.node);
    return { ...node, depends: [...others, wait] };
  });
  const edges = flow_ui.edges.filter((edge) => edge.source !== from.node || edge.target !== to);
  return { flow: { ...flow, nodes }, flow_ui: { ...flow_ui, edges: [...edges, edgeOf(from, to)] } };
}

const disconnect = (document: WorkflowDocument, from: Source, to: string): WorkflowDocument =>
  withoutWaits(document, (wait, id) => id === to && wait.node === from.node && wait.option === from.option);

function withoutWaits(
  { flow, flow_ui }: WorkflowDocument,
  isGone: (wait: Source, id: string) => boolean,
): WorkflowDocument {
  const nodes = flow.nodes.map((node) => {
    const depends = listOf(node.depends);
    const left = depends.filter((dependency) => {
      const { node: from, option } = objectOf(dependency);
      return !(
        typeof from === "string" && isGone({ node: from, option: typeof option === "string" ? option : null }, node.id)
      );
    });
    return left.length === depends.length ? node : { ...node, depends: left };
  });
  const edges = flow_ui.edges.filter(
    (edge) =>
      !isGone(
        { node: edge.source, option: typeof edge.sourceHandle === "string" ? edge.sourceHandle : null },
        edge.target,
      ),
  );
  return { flow: { ...flow, nodes }, flow_ui: { ...flow_ui, edges } };
}

function remove({ flow, flow_ui }: WorkflowDocument, ids: ReadonlySet<string>): WorkflowDocument {
  const gone = new Set(flow.nodes.filter((node) => ids.has(node.id) && !isFixed(node)).map(({ id }) => id));
  const left: WorkflowDocument = {
    flow: { ...flow, nodes: flow.nodes.filter(({ id }) => !gone.has(id)) },
    flow_ui: {
      ...flow_ui,
      nodes: flow_ui.nodes.filter(({ id }) => !gone.has(id)),
      custom_node_data: Object.fromEntries(
        Object.entries(flow_ui.custom_node_data ?? {}).filter(([id]) => !gone.has(id)),
      ),
    },
  };
  return withoutWaits(left, (wait, id) => gone.has(wait.node) || gone.has(id));
}

/**
 * Adds copies under ids of their own; what they say of each other follows. Waits for nodes outside the
 * copies stay where `keepsWaits` and the node is there, and go otherwise.
 */
function paste(document: WorkflowDocument, pasted: readonly PastedNode[], keepsWaits: boolean): WorkflowDocument {
  const { flow, flow_ui } = document;
  const there = new Set(flow.nodes.map(({ id }) => id));
  const taken = new Set(there);
  const names = new Map<string, string>();
  const copies = pasted.filter(({ node }) => !isFixed(node));
  for (const { node } of copies) {
    const id = freshId(taken, node.id);
    taken.add(id);
    names.set(node.id, id);
  }
  const nodes = copies.map(({ node }) => {
    const id = names.get(node.id) ?? node.id;
    const depends = listOf(node.depends).filter((dependency) => {
      const from = objectOf(dependency).node;
      return typeof from === "string" && (names.has(from) || (keepsWaits && there.has(from)));
    });
    return { ...withNames({ ...node, depends }, names), id, name: id } as DocumentNode;
  });
  const places = copies.map(({ at }, index) => uiNodeOf(nodes[index] as DocumentNode, at));
  const edges = nodes.flatMap((node) => waitsOf(node).map((from) => edgeOf(from, node.id)));
  return {
    flow: { ...flow, nodes: [...flow.nodes, ...nodes] },
    flow_ui: { ...flow_ui, nodes: [...flow_ui.nodes, ...places], edges: [...flow_ui.edges, ...edges] },
  };
}

export const ALIGNMENTS = ["left", "center", "right", "top", "middle", "bottom"] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** A card, in the canvas's pixels. */
export type Box = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Where the boxes stand once they share an edge or a middle. */
export function aligned(boxes: readonly Box[], how: Alignment): ReadonlyMap<string, Position> {
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Box): Position => {
    switch (how) {
      case "left":
        return { x: left, y };
      case "center":
        return { x: Math.round((left + right - width) / 2), y };
      case "right":
        return { x: right - width, y };
      case "top":
        return { x, y: top };
      case "middle":
        return { x, y: Math.round((top + bottom - height) / 2) };
      case "bottom":
        return { x, y: bottom - height };
    }
  };
  return new Map(boxes.map((box) => [box.id, place(box)]));
}
