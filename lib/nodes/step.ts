import "server-only";
import { AppError } from "@/lib/core/errors";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import { NodeException } from "@/lib/engine/errors";
import type { FlowNode } from "@/lib/engine/flow";
import type { Step, StepCall } from "@/lib/engine/node-run";
import type { NodeContext, OpenConnection } from "./context";
import { definitionOf } from "./definitions";
import { executorOf } from "./executors";
import { invalid, paramsOf } from "./params";
import { refuseHuge } from "./size";

/** Nodes that one run executes, every item of a Map counted: a small input must not keep the process busy for minutes. */
const NODES_MAX = 50_000;

/** What a run lends the nodes of its flow. */
export type StepPorts = {
  readonly runId: string;
  /** The one way out. */
  readonly fetch: typeof fetch;
  /** Opens a stored connection by its id, or one that is written into the node: defaults filled in, addresses judged. */
  readonly openConnection: (named: string | OpenConnection) => Promise<OpenConnection>;
  /** A shared client; a ClientHolder of lib/connections/clients.ts is one. */
  readonly clients: {
    client<T>(
      connection: OpenConnection,
      make: (connection: OpenConnection) => Promise<T> | T,
      close?: (client: T) => unknown,
      kind?: string,
    ): Promise<T>;
  };
  /** Whether anybody listens to this node's fragments. */
  readonly isStreaming: (node: FlowNode, path: readonly string[]) => boolean;
  /** Told of errors that are bugs of ours: what the run shows of them is only that they happened. */
  readonly onUnexpected: (error: unknown, node: FlowNode) => void;
};

/**
 * The step that runs nodes of the known types: it parses settings and input by the definition, runs the
 * executor with a context, and checks what comes out.
 */
export function stepOf(ports: StepPorts): Step {
  let executed = 0;
  const run = async (call: StepCall): Promise<Json> => {
    const { node } = call;
    executed += 1;
    if (executed > NODES_MAX) {
      throw new AppError("limit_exceeded", `A run executes ${NODES_MAX} nodes at most. Send it less at a time.`);
    }
    const executor = executorOf(node.type);
    if (!executor) throw new AppError("not_implemented", `Nodes of the type “${node.type}” cannot run here.`);
    const { definition } = executor;
    const params = paramsOf(definition, node);
    const input = definition.input.safeParse(call.input ?? {});
    if (!input.success) throw invalid("input", input.error.issues);
    const context = contextOf(ports, call);
    const given = await executor.execute(context, { params, input: input.data as JsonObject });
    // Before it is parsed: the parser goes into each level.
    refuseHuge(given);
    const output = definition.output.safeParse(given);
    if (!output.success) throw new Error(`${definition.type} gave an output that is none.`, { cause: output.error });
    return output.data as Json;
  };
  const step = (call: StepCall): Promise<Json> => run(call).catch((thrown) => rethrow(thrown, ports, call.node));
  return Object.assign(step, { timeoutOf: (node: FlowNode) => definitionOf(node.type)?.timeoutSeconds ?? null });
}

/** Expected failures go on as they are; of anything else the run says only that it happened. */
function rethrow(thrown: unknown, ports: StepPorts, node: FlowNode): never {
  if (thrown instanceof NodeException) throw thrown;
  const error = AppError.from(thrown);
  if (error.code === "internal") ports.onUnexpected(thrown, node);
  throw error;
}

function contextOf(ports: StepPorts, call: StepCall): NodeContext {
  let opened: Promise<OpenConnection> | null = null;
  const connection = (): Promise<OpenConnection> => {
    opened ??= open(ports, call.node);
    return opened;
  };
  return {
    node: call.node,
    runId: ports.runId,
    attempt: call.attempt,
    signal: call.signal,
    fetch: ports.fetch,
    connection,
    client: async (make, close) => ports.clients.client(await connection(), make, close, call.node.type),
    isStreaming: ports.isStreaming(call.node, call.path),
    emitChunk: (data) => call.emitChunk(data),
    emitDetail: (detail) => call.emitDetail(detail),
    runNode: (node, input, key) => call.runNode(node, input, key),
  };
}

async function open(ports: StepPorts, node: FlowNode): Promise<OpenConnection> {
  const { connection } = node;
  if (typeof connection === "string" && connection !== "") return ports.openConnection(connection);
  if (isObject(connection)) return ports.openConnection(writtenOut(connection as JsonObject));
  throw new NodeException("ValidationError", "'connection' or 'client' should be specified", { retryable: false });
}

/** A connection whose fields stand in the node itself. */
function writtenOut({ id, type, name, ...fields }: JsonObject): OpenConnection {
  if (typeof type !== "string") {
    throw new NodeException("ValidationError", "The connection written into the node has no type.", {
      retryable: false,
    });
  }
  return { id: typeof id === "string" ? id : "", type, name: typeof name === "string" ? name : type, fields };
}
