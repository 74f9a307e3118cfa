import { z } from "zod";
import { UNSAFE_KEYS } from "@/lib/core/json";
import { BASE_NODE_SHAPE } from "@/lib/engine/flow";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import { type DocumentNode, isFixed, type Position } from "./document";
import type { PastedNode } from "./edits";

/** Nodes as text, so that they travel between workflows, tabs and files. */
const FORMAT = "dynamiq.canvas";
const TEXT_MAX = 4 * 1024 * 1024;
const NODES_MAX = 1000;

const Place = z.object({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) });

const Copied = z.object({
  format: z.literal(FORMAT),
  nodes: z
    .array(
      z.looseObject({
        id: BASE_NODE_SHAPE.id,
        type: z.string().min(1).max(200),
        depends: z.array(z.looseObject({ node: z.string() })).optional(),
      }),
    )
    .min(1)
    .max(NODES_MAX),
  positions: z.record(z.string(), Place).default({}),
});

/** The chosen nodes as text, or null where none of them can be copied (Input and Output stay where they are). */
export function toClipboard({ flow, flow_ui }: WorkflowDocument, ids: ReadonlySet<string>): string | null {
  const nodes = flow.nodes.filter((node) => ids.has(node.id) && !isFixed(node));
  if (nodes.length === 0) return null;
  const places = new Map(flow_ui.nodes.map(({ id, position }) => [id, position]));
  const positions = Object.fromEntries(nodes.map(({ id }) => [id, places.get(id) ?? { x: 0, y: 0 }]));
  return JSON.stringify({ format: FORMAT, nodes, positions }, null, 2);
}

/**
 * The nodes in a text, or null where it holds none of ours: other text is simply not for the canvas.
 * A whole exported workflow is taken apart into its nodes.
 */
export function fromClipboard(text: string): readonly PastedNode[] | null {
  if (text.length > TEXT_MAX || !/^\s*\{/.test(text)) return null;
  let value: unknown;
  try {
    // What is nested too deep for the reviver is not a workflow either.
    value = JSON.parse(text, (key, part: unknown) => {
      if (UNSAFE_KEYS.has(key)) throw new Error("A key that is not allowed.");
      return part;
    });
  } catch {
    return null;
  }
  const copied = Copied.safeParse(asCopied(value));
  if (!copied.success) return null;
  const { nodes, positions } = copied.data;
  const ids = new Set(nodes.map(({ id }) => id));
  if (ids.size !== nodes.length) return null;
  const own = nodes.filter((node) => !isFixed(node)) as DocumentNode[];
  if (own.length === 0) return null;
  return own.map((node, index) => ({
    node,
    at: Object.hasOwn(positions, node.id) ? (positions[node.id] as Position) : { x: 0, y: index * 120 },
  }));
}

function asCopied(value: unknown): unknown {
  const { flow, flow_ui, format } = value as {
    flow?: { nodes?: unknown };
    flow_ui?: { nodes?: unknown };
    format?: unknown;
  };
  if (format === FORMAT || typeof flow !== "object" || flow === null) return value;
  const places = Array.isArray(flow_ui?.nodes) ? flow_ui.nodes : [];
  const positions = Object.fromEntries(
    places.flatMap((node: { id?: unknown; position?: unknown } | null) =>
      typeof node?.id === "string" && Place.safeParse(node.position).success ? [[node.id, node.position]] : [],
    ),
  );
  return { format: FORMAT, nodes: flow.nodes, positions };
}

/** The nodes moved so that the middle of them all is at `at`. */
export function centredAt(pasted: readonly PastedNode[], at: Position): readonly PastedNode[] {
  const xs = pasted.map((each) => each.at.x);
  const ys = pasted.map((each) => each.at.y);
  const dx = at.x - (Math.min(...xs) + Math.max(...xs)) / 2;
  const dy = at.y - (Math.min(...ys) + Math.max(...ys)) / 2;
  return pasted.map((each) => ({ ...each, at: { x: Math.round(each.at.x + dx), y: Math.round(each.at.y + dy) } }));
}
