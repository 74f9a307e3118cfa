import type { Json, JsonObject } from "@/lib/core/json";
import type { RunEvent } from "@/lib/engine/events";
import type { NodeName, Span } from "@/lib/traces/fold";
import type { RunError, RunFrame } from "./contract";

/** What ended, as a stream's last frame tells it. */
export type RunEnd = {
  readonly status: "completed" | "failed" | "canceled";
  readonly output: Json;
  readonly error: RunError | null;
};

type Naming = (at: Pick<RunEvent, "path" | "nodeId">) => NodeName;

export type FrameMaker = {
  readonly started: (traceId: string) => RunFrame;
  /** Null where the event has no frame of its own: details come with the node's last one. */
  readonly frameOf: (event: RunEvent, span: Span) => RunFrame | null;
  readonly ended: (end: RunEnd) => RunFrame;
};

const SETTLED = {
  running: "node.completed",
  succeeded: "node.completed",
  failed: "node.failed",
  skipped: "node.skipped",
  canceled: "node.canceled",
} as const;

/** Makes the typed frames of one run's stream; `sequence` rises by one from 1. */
export function frameMaker(runId: string, nameOf: Naming, now: () => number = Date.now): FrameMaker {
  let sequence = 0;

  function frame(type: string, at: number, data: JsonObject): RunFrame {
    sequence++;
    return {
      id: `${runId}:${sequence}`,
      type,
      sequence,
      timestamp: new Date(at).toISOString(),
      data: data as RunFrame["data"],
    };
  }

  return {
    started: (traceId) => frame("run.started", now(), { run_id: runId, trace_id: traceId }),
    frameOf(event, span) {
      const { id, name } = nameOf(event);
      const node = { node_id: id, node_name: name, path: event.path };
      switch (event.kind) {
        case "node.started":
          return frame("node.started", event.at, { ...node, input: event.input });
        case "node.chunk":
          return frame("node.chunk", event.at, { ...node, data: event.data });
        case "node.detail":
          return null;
        case "node.settled":
          return frame(SETTLED[span.status], event.at, {
            ...node,
            output: span.output,
            error: span.error,
            duration_ms: event.at - span.startedAt,
            detail: { prompt: span.prompt, usage: span.usage, info: span.info },
          });
      }
    },
    ended({ status, output, error }) {
      if (status === "completed") return frame("run.completed", now(), { output });
      if (status === "failed") return frame("run.failed", now(), { error: error as JsonObject | null });
      return frame("run.canceled", now(), {});
    },
  };
}

/** A typed frame as it stands in an event stream. */
export const frameText = (frame: RunFrame): string => `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`;

/** Where a message of an app's stream comes from, in the SDK's words. */
type Source = { readonly id: string; readonly name: string; readonly group: string | null; readonly type: string };

/** A message of an app's stream, as the SDK's streaming callbacks write theirs. */
export type StreamMessage = {
  readonly event: string;
  /** The node's own execution: a line of the trace. */
  readonly run_id: string;
  readonly wf_run_id: string;
  readonly entity_id: string;
  readonly source: Source;
  readonly data: Json;
};

export const messageText = (message: StreamMessage): string => `data: ${JSON.stringify(message)}\n\n`;
