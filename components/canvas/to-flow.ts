import { type Edge, type Node, Position as Side } from "@xyflow/react";
import type { NodeDefinition, SourceHandle } from "@/lib/nodes/define";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import {
  type DocumentNode,
  INPUT_TYPE,
  isFixed,
  listOf,
  nameOf,
  OUTPUT_TYPE,
  objectOf,
  textOf,
  type UiNode,
} from "./document";
import type { NodeRun } from "./run-state";
import { heightOf, NODE_HEIGHT, NODE_WIDTH, optionTop } from "./size";

export type CardData = {
  readonly node: DocumentNode;
  readonly options: readonly SourceHandle[];
  readonly faults: number;
  readonly run: NodeRun | null;
  /** What the card says beside the settings: the connection's name. */
  readonly connection: string | null;
  readonly [key: string]: unknown;
};
export type CardNode = Node<CardData, "card">;

export type LabelledEdge = Edge<
  { readonly label: string | null; readonly state: "idle" | "live" | "passed" },
  "labelled"
>;

export type ViewState = {
  readonly selected: ReadonlySet<string>;
  /** How many faults each node has. */
  readonly faults: ReadonlyMap<string, number>;
  readonly runs: ReadonlyMap<string, NodeRun> | null;
  readonly connections: ReadonlyMap<string, string>;
};

type Made = { readonly from: UiNode; readonly made: CardNode };

/** Named ways out of a node, whatever stands in it. */
export function sourcesOf(node: DocumentNode, definition: NodeDefinition | undefined): readonly SourceHandle[] {
  if (!definition?.sources) return [];
  return listOf(node.options).flatMap((each, index) => {
    const { id, name } = objectOf(each);
    return typeof id === "string" ? [{ option: id, label: textOf(name) || `Option ${index + 1}` }] : [];
  });
}

const NO_OPTIONS: readonly SourceHandle[] = [];

/**
 * Derives React Flow's nodes and edges from a document. What has not changed since the last call comes out
 * as the same object, so that React Flow draws again only what did.
 */
export function createView(definitionOf: (type: string) => NodeDefinition | undefined): {
  readonly nodes: (document: WorkflowDocument, state: ViewState) => CardNode[];
  readonly edges: (document: WorkflowDocument, state: ViewState, selectedEdge: string | null) => LabelledEdge[];
} {
  let cards = new Map<string, Made>();
  let lines = new Map<string, LabelledEdge>();
  const optionsByNode = new WeakMap<DocumentNode, readonly SourceHandle[]>();

  function optionsOf(node: DocumentNode): readonly SourceHandle[] {
    const known = optionsByNode.get(node);
    if (known) return known;
    const sources = sourcesOf(node, definitionOf(node.type));
    const options = sources.length === 0 ? NO_OPTIONS : sources;
    optionsByNode.set(node, options);
    return options;
  }

  function nodes({ flow, flow_ui }: WorkflowDocument, state: ViewState): CardNode[] {
    const places = new Map(flow_ui.nodes.map((node) => [node.id, node]));
    const next = new Map<string, Made>();
    const list = flow.nodes.flatMap((node) => {
      const place = places.get(node.id);
      if (!place) return [];
      const last = cards.get(node.id);
      const isSelected = state.selected.has(node.id);
      const faults = state.faults.get(node.id) ?? 0;
      const run = state.runs?.get(node.id) ?? null;
      const connection = typeof node.connection === "string" ? (state.connections.get(node.connection) ?? null) : null;
      const data = last?.made.data;
      const isSameData =
        data?.node === node && data.faults === faults && data.run === run && data.connection === connection;
      if (last && isSameData && last.from === place && last.made.selected === isSelected) {
        next.set(node.id, last);
        return [last.made];
      }
      const options = optionsOf(node);
      const made = toCard(node, place, isSelected, isSameData ? data : { node, options, faults, run, connection });
      next.set(node.id, { from: place, made });
      return [made];
    });
    cards = next;
    return list;
  }

  function edges({ flow, flow_ui }: WorkflowDocument, state: ViewState, selectedEdge: string | null): LabelledEdge[] {
    const byId = new Map(flow.nodes.map((node) => [node.id, node]));
    const next = new Map<string, LabelledEdge>();
    const list = flow_ui.edges.flatMap((edge) => {
      const source = byId.get(edge.source);
      const target = byId.get(edge.target);
      if (!source || !target) return [];
      const option = typeof edge.sourceHandle === "string" ? edge.sourceHandle : null;
      const label = option === null ? null : (optionsOf(source).find((each) => each.option === option)?.label ?? null);
      const selected = edge.id === selectedEdge;
      const flowing = flowingOf(state.runs?.get(source.id) ?? null, state.runs?.get(target.id) ?? null);
      const last = lines.get(edge.id);
      const made =
        last &&
        last.source === source.id &&
        last.target === target.id &&
        (last.sourceHandle ?? null) === option &&
        last.data?.label === label &&
        last.data.state === flowing &&
        last.selected === selected
          ? last
          : toEdge(edge.id, source.id, target.id, option, label, flowing, selected);
      next.set(edge.id, made);
      return [made];
    });
    lines = next;
    return list;
  }

  return { nodes, edges };
}

function flowingOf(source: NodeRun | null, target: NodeRun | null): "idle" | "live" | "passed" {
  if (source?.status !== "succeeded" || !target || target.status === "waiting" || target.status === "skipped")
    return "idle";
  return target.status === "running" ? "live" : "passed";
}

function toCard(node: DocumentNode, place: UiNode, selected: boolean, data: CardData): CardNode {
  const { options } = data;
  const height = heightOf(options.length);
  const box = { width: 1, height: 1 };
  // Sizes and handles are told, not measured: nodes out of sight have their edges without being drawn.
  return {
    id: node.id,
    type: "card",
    position: place.position,
    data,
    selected,
    deletable: !isFixed(node),
    width: NODE_WIDTH,
    height,
    measured: { width: NODE_WIDTH, height },
    ariaRole: "group",
    ariaLabel: `${nameOf(node)}${data.faults > 0 ? `, ${data.faults} ${data.faults === 1 ? "fault" : "faults"}` : ""}`,
    handles: [
      ...(node.type === INPUT_TYPE
        ? []
        : [{ ...box, id: null, type: "target" as const, position: Side.Left, x: 0, y: NODE_HEIGHT / 2 }]),
      ...(node.type === OUTPUT_TYPE
        ? []
        : options.length === 0
          ? [{ ...box, id: null, type: "source" as const, position: Side.Right, x: NODE_WIDTH, y: NODE_HEIGHT / 2 }]
          : options.map(({ option }, index) => ({
              ...box,
              id: option,
              type: "source" as const,
              position: Side.Right,
              x: NODE_WIDTH,
              y: optionTop(index),
            }))),
    ],
  };
}

const toEdge = (
  id: string,
  source: string,
  target: string,
  option: string | null,
  label: string | null,
  state: "idle" | "live" | "passed",
  selected: boolean,
): LabelledEdge => ({
  id,
  source,
  target,
  ...(option !== null && { sourceHandle: option }),
  type: "labelled",
  selected,
  data: { label, state },
  ariaLabel: `${source} to ${target}${label === null ? "" : `, ${label}`}`,
});
