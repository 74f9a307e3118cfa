import "server-only";
import { AppError, ERROR_STATUS, type ErrorCode } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import type { RunEvent } from "@/lib/engine/events";
import type { Flow } from "@/lib/engine/flow";
import { eventStream } from "@/lib/http/event-stream";
import { WholeResponse } from "@/lib/http/whole-response";
import { innerNode, namesOf } from "@/lib/traces/fold";
import type { RunError } from "./contract";
import { type FrameMaker, frameMaker, frameText, messageText, type StreamMessage } from "./frames";
import type { ActiveRun, RunOutcome } from "./running";
import type { Listen } from "./start";

/** How a caller wants to be told how a run ended. */
export type AnswerStyle = {
  /** The last node's output alone, without an envelope. */
  readonly last_node_output: boolean;
  /** A failed run is an HTTP error. */
  readonly error_on_node_failure: boolean;
};

type Start = (listen: Listen) => Promise<ActiveRun>;
type RunRef = Pick<ActiveRun, "id" | "traceId">;

const idHeaders = ({ id, traceId }: RunRef) => ({ "x-run-id": id, "x-trace-id": traceId });

/**
 * Answers when the run has ended: `{output, status, run_id, trace_id}`, and `error` where it failed.
 * @throws AppError in the failed node's words, where `error_on_node_failure` is set.
 */
export async function plainAnswer(run: ActiveRun, style: AnswerStyle): Promise<Response> {
  const outcome = await run.done;
  if (outcome.status !== "completed" && style.error_on_node_failure) throw toAppError(outcome.error);
  const isLastAlone = style.last_node_output && outcome.status === "completed";
  const answer = JSON.stringify(isLastAlone ? outcome.lastOutput : summaryOf(run, outcome, style));
  return new WholeResponse(answer, {
    headers: { ...idHeaders(run), "cache-control": "no-store", "content-type": "application/json" },
  });
}

const STATUS = { completed: "success", failed: "failure", canceled: "canceled" } as const;

function summaryOf(run: RunRef, outcome: RunOutcome, style: AnswerStyle): JsonObject {
  const { status, output, lastOutput, error } = outcome;
  return {
    output: style.last_node_output ? lastOutput : output,
    status: STATUS[status],
    run_id: run.id,
    trace_id: run.traceId,
    ...(error && { error: error as JsonObject }),
  };
}

function toAppError(error: RunError | null): AppError {
  const code = (error && Object.hasOwn(ERROR_STATUS, error.code) ? error.code : "internal") as ErrorCode;
  return new AppError(code, error?.message ?? "The run failed.", { details: error?.details });
}

/**
 * Answers with an app's stream: the fragments of nodes that stream, in the SDK's words, then one last message,
 * `workflow.completed` or `workflow.failed`. The run goes on where the reader goes away.
 */
export async function messageStream(flow: Flow, start: Start, style: AnswerStyle): Promise<Response> {
  const nameOf = namesOf(flow);
  const streamingOf = settingsOf(flow);
  const { response, writer } = eventStream();

  const run = await start(({ id: wf_run_id }) => (event, _span, spanId) => {
    if (event.kind !== "node.chunk" || !writer.isOpen) return;
    const { id, name, group, type } = nameOf(event);
    const source = { id, name, group, type };
    const eventName = streamingOf(event) ?? "data";
    writer.write(messageText({ event: eventName, run_id: spanId, wf_run_id, entity_id: id, source, data: event.data }));
  });

  for (const [name, value] of Object.entries(idHeaders(run))) response.headers.set(name, value);
  void run.done.then((outcome) => {
    const last: StreamMessage = {
      event: outcome.status === "completed" ? "workflow.completed" : "workflow.failed",
      run_id: run.id,
      wf_run_id: run.id,
      entity_id: flow.id,
      source: { id: flow.id, name: flow.name || "Workflow", group: null, type: "dynamiq.workflows.Workflow" },
      data: summaryOf(run, outcome, style),
    };
    writer.write(messageText(last));
    writer.close();
  });
  return response;
}

/** The name of a node's streamed events, for the flow's nodes and those inside them. */
function settingsOf(flow: Flow): (at: Pick<RunEvent, "path" | "nodeId">) => string | undefined {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return ({ path, nodeId }) => innerNode(nodes.get(path[0] ?? nodeId), path.length / 2)?.streaming?.event;
}

/**
 * Answers with a run's typed events (see RunFrame), each numbered. `onLeave` is called where the reader goes away
 * before the end.
 */
export async function frameStream(flow: Flow, start: Start, onLeave: (run: ActiveRun) => void): Promise<Response> {
  const nameOf = namesOf(flow);
  let leave = (): void => {};
  const { response, writer } = eventStream({ onCancel: () => leave() });
  let frames: FrameMaker | undefined;

  const run = await start(({ id, traceId }) => {
    const maker = frameMaker(id, nameOf);
    frames = maker;
    writer.write(frameText(maker.started(traceId)));
    return (event, span) => {
      if (!writer.isOpen) return;
      const frame = maker.frameOf(event, span);
      if (frame) writer.write(frameText(frame));
    };
  });

  leave = () => onLeave(run);
  for (const [name, value] of Object.entries(idHeaders(run))) response.headers.set(name, value);
  void run.done.then((outcome) => {
    if (frames) writer.write(frameText(frames.ended(outcome)));
    writer.close();
  });
  return response;
}
