import { z } from "zod";
import { jsonEvents } from "@/lib/core/event-data";
import type { Json } from "@/lib/core/json";
import { isObject } from "@/lib/core/json";
import type { RunFrame } from "@/lib/runs/contract";
import { listOf, objectOf, textOf } from "./document";

/** What a test run has shown so far: a fold over the frames of its stream. */
export type NodeRunStatus = "waiting" | "running" | "succeeded" | "failed" | "skipped" | "canceled";

export type NodeRun = {
  readonly nodeId: string;
  readonly status: NodeRunStatus;
  /** Epoch milliseconds. */
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly input: Json;
  readonly output: Json;
  readonly error: string | null;
  readonly prompt: Json;
  readonly usage: UsageLine | null;
  readonly info: Json;
  /** The streamed answer so far. */
  readonly text: string;
};

export type UsageLine = { readonly model: string; readonly tokens: number; readonly cost: number | null };

/** A row of the trace. `path` is where the node runs inside another: an item of a Map. */
export type TraceRow = {
  readonly key: string;
  readonly depth: number;
  readonly nodeName: string;
  readonly run: NodeRun;
};

export type RunState = {
  readonly status: "idle" | "running" | "completed" | "failed" | "canceled";
  readonly runId: string | null;
  readonly traceId: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly nodes: ReadonlyMap<string, NodeRun>;
  readonly rows: readonly TraceRow[];
  readonly output: Json;
  readonly error: { readonly message: string; readonly details: Readonly<Record<string, string>> } | null;
};

export const IDLE: RunState = {
  status: "idle",
  runId: null,
  traceId: null,
  startedAt: null,
  endedAt: null,
  nodes: new Map(),
  rows: [],
  output: null,
  error: null,
};

/** Every node waits. */
export const startRun = (nodeIds: readonly string[], at: number): RunState => ({
  ...IDLE,
  status: "running",
  startedAt: at,
  nodes: new Map(nodeIds.map((id) => [id, waiting(id)])),
});

const waiting = (nodeId: string): NodeRun => ({
  nodeId,
  status: "waiting",
  startedAt: null,
  durationMs: null,
  input: null,
  output: null,
  error: null,
  prompt: null,
  usage: null,
  info: null,
  text: "",
});

const SETTLED: Readonly<Record<string, NodeRunStatus>> = {
  "node.completed": "succeeded",
  "node.failed": "failed",
  "node.skipped": "skipped",
  "node.canceled": "canceled",
};

export function withFrame(state: RunState, frame: RunFrame): RunState {
  const { type, data } = frame;
  const at = Date.parse(frame.timestamp);
  if (type === "run.started") {
    return { ...state, runId: textOf(data.run_id) || null, traceId: textOf(data.trace_id) || null };
  }
  if (type === "run.completed") return ended(state, "completed", at, { output: (data.output ?? null) as Json });
  if (type === "run.failed") return ended(state, "failed", at, { error: errorOf(data.error) });
  if (type === "run.canceled") return ended(state, "canceled", at, {});
  if (type === "node.started") {
    return withRun(state, data, (run) => ({
      ...run,
      status: "running",
      startedAt: at,
      input: (data.input ?? null) as Json,
    }));
  }
  if (type === "node.chunk") {
    const text = chunkText(data.data);
    return text === "" ? state : withRun(state, data, (run) => ({ ...run, text: run.text + text }));
  }
  const status = SETTLED[type];
  return status === undefined ? state : withRun(state, data, (run) => settled(run, status, data));
}

/** The run as it stands when its stream breaks off or is stopped. */
export const ended = (
  state: RunState,
  status: "completed" | "failed" | "canceled",
  at: number,
  more: Partial<Pick<RunState, "output" | "error">>,
): RunState => {
  const settle = (run: NodeRun): NodeRun => (run.status === "running" ? { ...run, status: "canceled" } : run);
  const nodes = new Map([...state.nodes].map(([id, run]) => [id, settle(run)]));
  return {
    ...state,
    ...more,
    status,
    endedAt: at,
    nodes,
    rows: state.rows.map((row) => ({ ...row, run: settle(row.run) })),
  };
};

function withRun(state: RunState, data: RunFrame["data"], change: (run: NodeRun) => NodeRun): RunState {
  const nodeId = textOf(data.node_id);
  const path = listOf(data.path).map(String);
  const key = JSON.stringify([...path, nodeId]);
  const index = state.rows.findIndex((row) => row.key === key);
  const known = state.rows[index];
  const run = change(known?.run ?? waiting(nodeId));
  const row: TraceRow = { key, depth: path.length / 2, nodeName: textOf(data.node_name) || nodeId, run };
  const rows = known ? state.rows.with(index, row) : [...state.rows, row];
  // Nodes inside another do not stand on the canvas.
  if (path.length > 0) return { ...state, rows };
  return { ...state, rows, nodes: new Map(state.nodes).set(nodeId, run) };
}

function settled(run: NodeRun, status: NodeRunStatus, data: RunFrame["data"]): NodeRun {
  const detail = objectOf(data.detail);
  const error = objectOf(data.error);
  return {
    ...run,
    status,
    durationMs: typeof data.duration_ms === "number" ? data.duration_ms : null,
    output: (data.output ?? null) as Json,
    error: textOf(error.message) || textOf(data.error) || null,
    prompt: (detail.prompt ?? null) as Json,
    usage: usageOf(detail.usage),
    info: (detail.info ?? null) as Json,
  };
}

const Usage = z.object({
  model: z.string(),
  total_tokens: z.number(),
  prompt_cost: z.number().nullish(),
  completion_cost: z.number().nullish(),
});

function usageOf(value: unknown): UsageLine | null {
  const usage = Usage.safeParse(value);
  if (!usage.success) return null;
  const { model, total_tokens, prompt_cost, completion_cost } = usage.data;
  const cost = prompt_cost == null && completion_cost == null ? null : (prompt_cost ?? 0) + (completion_cost ?? 0);
  return { model, tokens: total_tokens, cost };
}

function errorOf(value: unknown): RunState["error"] {
  const { message, details } = objectOf(value);
  const texts = Object.entries(objectOf(details)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { message: textOf(message) || "The run failed.", details: Object.fromEntries(texts) };
}

/** The text in a fragment: of a model in OpenAI's format, or of any other node. */
function chunkText(data: unknown): string {
  if (typeof data === "string") return data;
  if (!isObject(data)) return "";
  if (Array.isArray(data.choices)) {
    return data.choices.map((choice) => textOf(objectOf(objectOf(choice).delta).content)).join("");
  }
  return textOf(data.content);
}

/** The frames of a run's stream. Events that are none are left out. */
export async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<RunFrame> {
  for await (const value of jsonEvents(body)) {
    if (isObject(value) && typeof value.type === "string" && isObject(value.data)) yield value as RunFrame;
  }
}
