import type { Json, JsonObject } from "@/lib/core/json";
import type { NodeDetail, RunEvent } from "@/lib/engine/events";
import type { NodeResult } from "@/lib/engine/flow";
import type { OpenConnection } from "@/lib/nodes/context";
import { type StepPorts, stepOf } from "@/lib/nodes/step";
import { aFlow, play, VirtualClock } from "./engine";

/** What a node does alone in a run. */
export type Ran = {
  readonly result: NodeResult;
  readonly events: readonly RunEvent[];
  /** Everything it told of itself, later keys over earlier ones. */
  readonly detail: NodeDetail;
  /** What was reported as a bug. */
  readonly unexpected: readonly unknown[];
};

type RunNodeOptions = Partial<StepPorts> & {
  /** Connections of the project, by id. */
  readonly connections?: Readonly<Record<string, OpenConnection>>;
  readonly signal?: AbortSignal;
};

const refuse = async (): Promise<never> => {
  throw new Error("This test reaches no network.");
};

/**
 * Runs one node of a real type as a run would, with this input. It reaches no network and no connection
 * but those that are given.
 */
export async function runNode(
  node: { readonly type: string } & Record<string, unknown>,
  input: Json,
  { connections = {}, signal, ...ports }: RunNodeOptions = {},
): Promise<Ran> {
  const unexpected: unknown[] = [];
  const step = stepOf({
    runId: "run",
    fetch: refuse,
    openConnection: async (named) => {
      const connection = typeof named === "string" ? connections[named] : named;
      if (!connection) throw new Error(`No connection ${String(named)}.`);
      return connection;
    },
    clients: { client: async (connection, make) => make(connection) },
    isStreaming: () => false,
    onUnexpected: (error) => unexpected.push(error),
    ...ports,
  });
  const flow = aFlow([{ id: "node", ...node, input_transformer: { path: "$.given" } }]);
  const clock = new RealClock();
  const played = await play(flow, step, { input: { given: input } as JsonObject, clock, ...(signal && { signal }) });
  const result = played.result.results.get("node");
  if (!result) throw new Error("The node did not settle.");
  const details = played.events.flatMap((event) =>
    event.kind === "node.detail" && event.path.length === 0 ? [event.detail] : [],
  );
  return { result, events: played.events, detail: Object.assign({}, ...details) as NodeDetail, unexpected };
}

/** Nodes that call a real server wait in real time. */
class RealClock extends VirtualClock {
  override readonly after = (ms: number, work: () => void): (() => void) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  };

  override run<T>(until: Promise<T>): Promise<T> {
    return until;
  }
}
