import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { withClients } from "@/lib/connections/clients";
import { openConnection, openWrittenOut } from "@/lib/connections/open";
import { isObject, type JsonObject } from "@/lib/core/json";
import { egressFetch } from "@/lib/egress/fetch";
import type { RunEvent } from "@/lib/engine/events";
import type { Flow, FlowNode } from "@/lib/engine/flow";
import { type FlowResult, runFlow } from "@/lib/engine/run";
import { stepOf } from "@/lib/nodes/step";
import { log } from "@/lib/process/log";
import { learnFields } from "./learn-fields";
import type { Redactor } from "./redact";

type Execution = {
  /** Connections are opened in its project. */
  readonly scope: Scope;
  readonly flow: Flow;
  readonly input: JsonObject;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly isStreaming: boolean;
  readonly redactor: Redactor;
  readonly emit: (event: RunEvent) => void;
};

/** Puts engine and node types together: the flow runs, its nodes reach the project's connections and the world. */
export function execute(given: Execution): Promise<FlowResult> {
  const { scope, flow, input, runId, signal, isStreaming, redactor, emit } = given;
  for (const node of flow.nodes) learnWrittenOut(node, redactor);
  return withClients((clients) => {
    const step = stepOf({
      runId,
      fetch: egressFetch,
      async openConnection(named) {
        const connection = typeof named === "string" ? await openConnection(scope, named) : openWrittenOut(named);
        learnFields(connection.type, connection.fields, redactor);
        return connection;
      },
      clients,
      isStreaming: (node) => isStreaming && (node.streaming?.enabled ?? false),
      onUnexpected: (err, node) => log().error({ err, runId, nodeId: node.id, type: node.type }, "A node broke."),
    });
    return runFlow(flow, input, step, { signal, emit });
  });
}

/** A connection may be written into a node instead of chosen, with its secrets. */
function learnWrittenOut({ connection, node }: FlowNode, redactor: Redactor): void {
  if (isObject(connection)) learnFields(String(connection.type ?? ""), connection as JsonObject, redactor);
  if (isObject(node)) learnWrittenOut(node as FlowNode, redactor);
}
