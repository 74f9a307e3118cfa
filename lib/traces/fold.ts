import type { Json, JsonObject } from "@/lib/core/json";
import type { Attempt, RunEvent, Usage } from "@/lib/engine/events";
import type { Flow, FlowNode, NodeError, NodeStatus } from "@/lib/engine/flow";

export type SpanStatus = "running" | "succeeded" | "failed" | "skipped" | "canceled";

/** One line of a trace: a node's execution. Times in epoch milliseconds. */
export type Span = {
  readonly nodeId: string;
  /** Where the node is, see RunEvent. */
  readonly path: readonly string[];
  readonly status: SpanStatus;
  /** Put together when it is asked for: a node's input may hold all that came before it. */
  readonly input: () => Json;
  readonly output: Json;
  readonly error: NodeError | null;
  readonly prompt: Json;
  readonly usage: Usage | null;
  readonly info: JsonObject | null;
  readonly attempts: readonly Attempt[];
  readonly startedAt: number;
  readonly endedAt: number | null;
};

/** Which line of the trace an event is about. */
export const spanKey = ({ path, nodeId }: Pick<RunEvent, "path" | "nodeId">): string =>
  path.length === 0 ? nodeId : JSON.stringify([...path, nodeId]);

/** The line above: the node that runs this one as a part of itself, or null for the flow's own nodes. */
export const parentKey = ({ path }: Pick<RunEvent, "path">): string | null => {
  const nodeId = path.at(-2);
  return nodeId === undefined ? null : spanKey({ nodeId, path: path.slice(0, -2) });
};

const STATUS: Record<NodeStatus, SpanStatus> = {
  success: "succeeded",
  failure: "failed",
  skip: "skipped",
  canceled: "canceled",
};

/**
 * Folds one event into its line of the trace. `span` is undefined where the event is the line's first: a node
 * that is skipped settles without having started. The recorder, the streams and the tests share it.
 */
export function withEvent(span: Span | undefined, event: RunEvent): Span {
  const known = span ?? fresh(event);
  switch (event.kind) {
    case "node.started":
      return { ...known, input: () => event.input, startedAt: event.at };
    case "node.chunk":
      return known;
    case "node.detail": {
      const { prompt, usage, info } = event.detail;
      return {
        ...known,
        ...(prompt !== undefined && { prompt }),
        ...(usage !== undefined && { usage }),
        ...(info !== undefined && { info: { ...known.info, ...info } }),
      };
    }
    case "node.settled": {
      const { result } = event;
      const { status, output, error } = result;
      return {
        ...known,
        status: STATUS[status],
        input: () => result.input,
        output,
        error: error ?? null,
        attempts: event.attempts,
        endedAt: event.at,
      };
    }
  }
}

const fresh = ({ nodeId, path, at }: RunEvent): Span => ({
  nodeId,
  path,
  status: "running",
  input: () => null,
  output: null,
  error: null,
  prompt: null,
  usage: null,
  info: null,
  attempts: [],
  startedAt: at,
  endedAt: null,
});

/** Tokens and costs of a whole trace, costs in US dollars; null where no call had a known price. */
export type Totals = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly promptCost: number | null;
  readonly completionCost: number | null;
};

/** Each line counts once: a node tells its own usage, never that of the nodes inside it. */
export function totalsOf(spans: Iterable<Span>): Totals {
  let totals: Totals = { promptTokens: 0, completionTokens: 0, promptCost: null, completionCost: null };
  for (const { usage } of spans) {
    if (!usage) continue;
    totals = {
      promptTokens: totals.promptTokens + usage.prompt_tokens,
      completionTokens: totals.completionTokens + usage.completion_tokens,
      promptCost: sum(totals.promptCost, usage.prompt_cost),
      completionCost: sum(totals.completionCost, usage.completion_cost),
    };
  }
  return totals;
}

const sum = (left: number | null, right: number | null): number | null => (right === null ? left : (left ?? 0) + right);

/** What a trace and a stream tell of a node beside its execution. */
export type NodeName = { readonly id: string; readonly name: string; readonly type: string; readonly group: string };

/** Names a flow's nodes, those inside other nodes too (`path` leads there). */
export function namesOf(flow: Flow): (at: Pick<RunEvent, "path" | "nodeId">) => NodeName {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return ({ path, nodeId }) => {
    const own = path.length === 0 ? nodes.get(nodeId) : undefined;
    const node = own ?? innerNode(nodes.get(path[0] ?? ""), path.length / 2);
    return { id: nodeId, name: node?.name || nodeId, type: node?.type ?? "", group: groupOf(node) };
  };
}

/** Map has the node it runs in its field `node`, and that may be a Map again. */
export function innerNode(node: FlowNode | undefined, depth: number): FlowNode | undefined {
  let inner = node;
  for (let level = 0; level < depth; level++) inner = inner?.node as FlowNode | undefined;
  return inner;
}

const groupOf = (node: FlowNode | undefined): string => node?.group || (node?.type?.split(".").at(2) ?? "");
