import "server-only";
import type { Json, JsonObject } from "@/lib/core/json";
import { newId } from "@/lib/core/new-id";
import { isRefusedData } from "@/lib/db/failures";
import type { Attempt, RunEvent } from "@/lib/engine/events";
import { log } from "@/lib/process/log";
import { type NodeName, parentKey, type Span, type SpanStatus, spanKey, totalsOf, withEvent } from "@/lib/traces/fold";
import { endRun, saveProgress, type Written } from "./records";
import type { RunOutcome } from "./running";
import { RUN_VALUE_MAX, storedJson, TRACE_VALUE_MAX, storedText as text } from "./stored-json";

/** What a run writes in the database says these of itself. */
export type RunRecord = {
  readonly id: string;
  readonly traceId: string;
  readonly owner: string;
  readonly projectId: string;
  readonly appId: string | null;
  readonly sourceId: string;
  /** The trace's name: the app's, or the workflow's. */
  readonly name: string;
  readonly input: JsonObject;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly startedAt: number;
};

/** Milliseconds a trace's news may wait while its run goes on. */
const PROGRESS_MS = 100;
/** Waits between tries to record an end, in milliseconds; the last is repeated. */
const RETRY_MS = [100, 500, 1000, 2000, 5000] as const;

type Line = { readonly id: string; readonly parentId: string; readonly sequence: number; span: Span; isNew: boolean };

export type Recorder = {
  /** Folds an event into the trace. Writes nothing itself: news are written together, soon. */
  take(event: RunEvent): { readonly span: Span; readonly spanId: string };
  /**
   * Records the end, with all that was not yet written. Tries again while the database cannot be reached; what it
   * refuses to keep is left out, and the run has failed by that.
   * False where the run had already ended: someone else gave it its final status.
   */
  end(outcome: RunOutcome): Promise<boolean>;
};

/**
 * Keeps a run's trace: a fold over its events, written a few times a second while it runs and whole when it ends.
 *
 * The lines of the workflow and of its flow are not kept: they say what the trace itself says, and are made from it
 * when it is read. `isKept` false writes nothing anywhere.
 */
export function makeRecorder(
  record: RunRecord,
  nameOf: (at: Pick<RunEvent, "path" | "nodeId">) => NodeName,
  { isKept }: { isKept: boolean },
): Recorder {
  const lines = new Map<string, Line>();
  const [traceId, projectId] = [text(record.traceId), text(record.projectId)];
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<unknown> = Promise.resolve();
  let hasEnded = false;

  function take(event: RunEvent) {
    const key = spanKey(event);
    let line = lines.get(key);
    const span = withEvent(line?.span, event);
    if (line) {
      line.span = span;
      line.isNew = true;
    } else {
      const parent = parentKey(event);
      const parentId = (parent === null ? undefined : lines.get(parent)?.id) ?? record.traceId;
      line = { id: newId(), parentId, sequence: lines.size + 2, span, isNew: true };
      lines.set(key, line);
    }
    if (isKept && !hasEnded) timer ??= setTimeout(save, PROGRESS_MS).unref();
    return { span, spanId: line.id };
  }

  function save(): void {
    timer = undefined;
    const news = freshLines();
    saving = saving
      .then(() => saveProgress(written(null, news)))
      .catch((err: unknown) => {
        for (const line of news) line.isNew = true;
        log().warn({ err, runId: record.id }, "A running trace could not be written; it is written again later.");
      });
  }

  function freshLines(): readonly Line[] {
    const news = [...lines.values()].filter(({ isNew }) => isNew);
    for (const line of news) line.isNew = false;
    return news;
  }

  function written(outcome: RunOutcome | null, news: readonly Line[]): Written {
    return {
      id: record.id,
      owner: record.owner,
      run: { ...(outcome && endFields(outcome)), ...traceFields(outcome) },
      spans: news.map(lineFields),
    };
  }

  function traceFields(outcome: RunOutcome | null): Record<string, string> {
    const totals = totalsOf([...lines.values()].map(({ span }) => span));
    const endedAt = outcome ? Date.now() : null;
    return {
      id: text(record.id),
      trace_id: traceId,
      project_id: projectId,
      source_id: text(record.sourceId),
      app_id: text(record.appId),
      name: text(record.name),
      trace_status: text(outcome ? STATUS[outcome.status] : "running"),
      trace_input: storedJson(record.input, TRACE_VALUE_MAX),
      trace_output: storedJson(outcome?.output, TRACE_VALUE_MAX),
      trace_error: storedJson(outcome?.error as JsonObject | null | undefined, TRACE_VALUE_MAX),
      user_id: text(record.userId),
      session_id: text(record.sessionId),
      prompt_tokens: whole(totals.promptTokens),
      completion_tokens: whole(totals.completionTokens),
      prompt_cost: micros(totals.promptCost),
      completion_cost: micros(totals.completionCost),
      started_at: time(record.startedAt),
      ended_at: time(endedAt),
      duration_ms: endedAt === null ? "null" : String(Math.max(0, endedAt - record.startedAt)),
    };
  }

  function lineFields({ id, parentId, sequence, span }: Line): Record<string, string> {
    const { path, prompt, usage, info } = span;
    const node = nameOf(span);
    const metadata: JsonObject = {
      node,
      path,
      ...(prompt !== null && { prompt }),
      ...(usage !== null && { usage }),
      ...(info !== null && { info }),
    };
    return {
      trace_id: traceId,
      id: `"${id}"`,
      parent_id: `"${parentId}"`,
      project_id: projectId,
      sequence: String(sequence),
      name: text(node.name),
      status: text(span.status),
      input: storedJson(span.input(), TRACE_VALUE_MAX),
      output: storedJson(span.output, TRACE_VALUE_MAX),
      error: storedJson(span.error, TRACE_VALUE_MAX),
      metadata: storedJson(metadata, TRACE_VALUE_MAX),
      executions: storedJson(span.attempts.map(toExecution), TRACE_VALUE_MAX),
      started_at: time(span.startedAt),
      ended_at: time(span.endedAt),
    };
  }

  return {
    take,
    async end(outcome) {
      hasEnded = true;
      clearTimeout(timer);
      for (const line of lines.values()) if (line.span.status === "running") close(line, outcome);
      if (!isKept) return true;
      await saving;
      const fresh = freshLines();
      let last = outcome;
      for (let attempt = 0; ; attempt++) {
        try {
          return await endRun(written(last, last === UNSTORABLE ? fresh.map(withoutValues) : fresh));
        } catch (err) {
          log().error({ err, runId: record.id }, "The end of a run could not be recorded; trying again.");
          if (last !== UNSTORABLE && isRefusedData(err)) {
            last = UNSTORABLE;
            continue;
          }
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS[attempt] ?? RETRY_MS.at(-1)));
        }
      }
    },
  };
}

/** The end of a run whose values cannot be kept: trying them again would never end. */
const UNSTORABLE: RunOutcome = {
  status: "failed",
  output: null,
  lastOutput: null,
  error: { code: "internal", message: "What this run made could not be recorded. Give us the run's id." },
};

const withoutValues = (line: Line): Line => ({
  ...line,
  span: { ...line.span, input: () => null, output: null, error: null, prompt: null, info: null, attempts: [] },
});

/** A node that never told of its end, for instance one that does not heed the signal to stop. */
function close(line: Line, { status }: RunOutcome): void {
  const ended: SpanStatus = status === "failed" ? "failed" : "canceled";
  line.span = { ...line.span, status: ended, endedAt: Date.now() };
  line.isNew = true;
}

const STATUS = { completed: "succeeded", failed: "failed", canceled: "canceled" } as const;

const endFields = ({ status, output, error }: RunOutcome): Record<string, string> => ({
  status: text(status),
  output: storedJson(output, RUN_VALUE_MAX),
  error: storedJson(error as JsonObject | null, RUN_VALUE_MAX),
});

/** An attempt, as the SDK writes its executions. */
const toExecution = ({ startedAt, endedAt, status, error }: Attempt): Json => ({
  id: crypto.randomUUID(),
  start_time: isoOf(startedAt),
  end_time: isoOf(endedAt),
  status: { success: "succeeded", failure: "failed", canceled: null }[status],
  input: null,
  output: null,
  error: error ?? null,
  metadata: {},
});

const time = (at: number | null): string => (at === null ? "null" : `"${isoOf(at)}"`);

let latest = { at: 0, iso: new Date(0).toISOString() };

/** Most of what a run tells happens in the same few milliseconds. */
function isoOf(at: number): string {
  if (at !== latest.at) latest = { at, iso: new Date(at).toISOString() };
  return latest.iso;
}

/** A count as its column takes it: a model's own account of its usage may be any number. */
const whole = (count: number, max = 2 ** 31 - 1): string =>
  String(Number.isNaN(count) ? 0 : Math.min(max, Math.max(0, Math.round(count))));
/** US dollars in millionths. */
const micros = (dollars: number | null): string =>
  dollars === null ? "null" : whole(dollars * 1e6, Number.MAX_SAFE_INTEGER);
