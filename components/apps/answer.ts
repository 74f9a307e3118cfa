import { isObject, type Json } from "@/lib/core/json";

/** What is known of a call's answer so far. */
export type Answer = {
  /** What was streamed. */
  readonly text: string;
  readonly output: Json;
  readonly runId: string | null;
  readonly traceId: string | null;
  readonly error: string | null;
};

/** Folds a frame of a stream, or the whole of a plain answer, into what is known. */
export function withFrame(answer: Answer, data: unknown): Answer {
  if (!isObject(data)) return answer;
  const inner = isObject(data.data) ? data.data : {};
  const isEnd = typeof data.event === "string" && data.event.startsWith("workflow.");
  const body = isEnd ? inner : "event" in data ? {} : data;
  return {
    text: answer.text + (isEnd ? "" : deltaOf(inner)),
    output: "output" in body ? (body.output as Json) : answer.output,
    runId: stringOf(body.run_id) ?? stringOf(data.wf_run_id) ?? answer.runId,
    traceId: stringOf(body.trace_id) ?? answer.traceId,
    error: errorOf(body.error) ?? answer.error,
  };
}

/** What to read out: the output where it is text, or else what was streamed. */
export const textOf = ({ output, text }: Answer): string =>
  typeof output === "string" ? output : isObject(output) ? "" : text;

const stringOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

function errorOf(error: unknown): string | null {
  if (typeof error === "string") return error;
  return isObject(error) && typeof error.message === "string" ? error.message : null;
}

function deltaOf(data: Record<string, unknown>): string {
  const choice: unknown = Array.isArray(data.choices) ? data.choices[0] : null;
  const delta = isObject(choice) && isObject(choice.delta) ? choice.delta : {};
  return stringOf(delta.content) ?? "";
}
