import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";
import type { Json, JsonObject } from "@/lib/core/json";
import { newId } from "@/lib/core/new-id";
import type { RunEvent } from "@/lib/engine/events";
import type { Flow } from "@/lib/engine/flow";
import { log } from "@/lib/process/log";
import { namesOf } from "@/lib/traces/fold";
import { execute } from "./execute";
import { heldChunks } from "./held-chunks";
import { CANCELED, outcomeOf } from "./outcome";
import { makeRecorder, type Recorder } from "./recorder";
import { insertRun } from "./records";
import { makeRedactor, type Redactor } from "./redact";
import { type ActiveRun, type RunListener, type RunOutcome, running, type StopReason } from "./running";
import { RUN_VALUE_MAX, storedJson, storedText as text } from "./stored-json";

/** What is to be run, and what the run's record says of it. */
export type RunPlan = {
  readonly flow: Flow;
  /** The whole input: the caller's fields, files as objects, and whoever is talking. */
  readonly input: JsonObject;
  /** How it was started. */
  readonly origin: "api" | "test";
  /** The trace's name. */
  readonly name: string;
  readonly appId: string | null;
  readonly workflowId: string | null;
  readonly workflowVersionId: string | null;
  readonly deploymentId: string | null;
  readonly userId: string | null;
  readonly sessionId: string | null;
  /** Whether anybody listens to fragments of answers; nodes that stream do so only then. */
  readonly isStreaming: boolean;
  /** False leaves neither record nor trace. */
  readonly isKept: boolean;
};

/** Is told which run it is that it will hear of. */
export type Listen = (run: Pick<ActiveRun, "id" | "traceId">) => RunListener;

/** Milliseconds a run may take to end once it was asked to; after that it is recorded without it. */
const STOP_MS = 5000;

/**
 * Starts a run, and returns once it is recorded as started: nothing of it happens before.
 *
 * It goes on whatever becomes of the caller, and ends in exactly one final status. `listen` is called once, before
 * the run's first event; what it returns is told of every one.
 *
 * @throws AppError `unavailable` while the process is going down.
 */
export async function startRun(scope: Scope, plan: RunPlan, listen?: Listen): Promise<ActiveRun> {
  const { owner, runs, isDraining } = running();
  if (isDraining) throw new AppError("unavailable", "The server is stopping. Call again.", { retryAfterSeconds: 5 });
  const [id, traceId, startedAt] = [newId(), newId(), Date.now()];
  if (plan.isKept) await insertRun(toRow(scope, plan, { id, traceId, owner }));

  const abort = new AbortController();
  const redactor = makeRedactor();
  const recorder = makeRecorder(
    {
      id,
      traceId,
      owner,
      projectId: scope.projectId,
      appId: plan.appId,
      sourceId: plan.appId ?? plan.workflowId ?? scope.projectId,
      name: plan.name,
      input: plan.input,
      userId: plan.userId,
      sessionId: plan.sessionId,
      startedAt,
    },
    namesOf(plan.flow),
    plan,
  );
  const listener = listen?.({ id, traceId });
  const given: Given = { scope, plan, runId: id, signal: abort.signal, redactor, recorder, listener };
  const done = run(given, abort).finally(() => runs.delete(id));
  const active: ActiveRun = {
    id,
    traceId,
    isKept: plan.isKept,
    done,
    stop: (reason) => abort.abort(new Stopped(reason)),
  };
  runs.set(id, active);
  return active;
}

type Given = {
  readonly scope: Scope;
  readonly plan: RunPlan;
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  readonly recorder: Recorder;
  readonly listener: RunListener | undefined;
};

/** Why the signal of a run was raised. */
class Stopped extends Error {
  constructor(readonly reason: StopReason) {
    super(`The run was stopped: ${reason}.`);
  }
}

async function run(given: Given, abort: AbortController): Promise<RunOutcome> {
  const { runId, redactor, recorder } = given;
  const limit = setTimeout(() => abort.abort(new Stopped("timeout")), env().DYNAMIQ_RUN_SECONDS_MAX * 1000).unref();
  const outcome = await Promise.race([play(given), stoppedFor(given.signal)]);
  clearTimeout(limit);
  const cleaned: RunOutcome = {
    ...outcome,
    output: redactor.clean(outcome.output),
    lastOutput: redactor.clean(outcome.lastOutput),
    error: outcome.error && (redactor.clean(outcome.error as JsonObject) as RunOutcome["error"]),
  };
  const isOurs = await recorder.end(cleaned);
  if (!isOurs) log().warn({ runId }, "A run had been ended by someone else before it ended here.");
  return isOurs ? cleaned : LOST;
}

const LOST: RunOutcome = {
  status: "failed",
  output: null,
  lastOutput: null,
  error: { code: "unavailable", message: "The run was ended elsewhere before it finished here. See its record." },
};

/** Runs the flow to its end and tells of each event. Never rejects. */
async function play({ plan, scope, runId, signal, redactor, recorder, listener }: Given): Promise<RunOutcome> {
  try {
    const released = heldChunks(redactor);
    const emit = (told: RunEvent): void => {
      for (const event of released(cleaned(told, redactor))) {
        const { span, spanId } = recorder.take(event);
        listener?.(event, span, spanId);
      }
    };
    const { flow, input, isStreaming } = plan;
    const result = await execute({ scope, flow, input, runId, signal, isStreaming, redactor, emit });
    return result.status === "canceled" ? stopOutcome(signal) : outcomeOf(plan.flow, result);
  } catch (thrown) {
    if (signal.aborted) return stopOutcome(signal);
    const error = AppError.from(thrown);
    log().error({ runId, err: error.cause ?? error }, "A run ended by an error of ours.");
    return { status: "failed", output: null, lastOutput: null, error: { code: error.code, message: error.message } };
  }
}

/** Resolves a while after the signal was raised, for runs whose nodes do not heed it. */
function stoppedFor(signal: AbortSignal): Promise<RunOutcome> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => setTimeout(() => resolve(stopOutcome(signal)), STOP_MS).unref(), {
      once: true,
    });
  });
}

function stopOutcome({ reason }: AbortSignal): RunOutcome {
  const failed = (code: string, message: string): RunOutcome => ({
    status: "failed",
    output: null,
    lastOutput: null,
    error: { code, message },
  });
  switch (reason instanceof Stopped ? reason.reason : "canceled") {
    case "timeout":
      return failed(
        "timeout",
        `The run took longer than ${env().DYNAMIQ_RUN_SECONDS_MAX} seconds (DYNAMIQ_RUN_SECONDS_MAX) and was stopped.`,
      );
    case "shutdown":
      return failed("unavailable", "The server was stopped while this ran. Call again.");
    case "canceled":
      return CANCELED;
  }
}

/** The event without the secrets the run has opened so far. */
function cleaned(event: RunEvent, { clean }: Redactor): RunEvent {
  switch (event.kind) {
    case "node.started":
      return {
        kind: event.kind,
        nodeId: event.nodeId,
        path: event.path,
        at: event.at,
        get input() {
          return clean(event.input);
        },
      };
    case "node.chunk":
      return { ...event, data: clean(event.data) };
    case "node.detail":
      return { ...event, detail: clean(event.detail as JsonObject) as typeof event.detail };
    case "node.settled": {
      const { result, attempts } = event;
      return {
        ...event,
        result: {
          status: result.status,
          get input() {
            return clean(result.input);
          },
          output: clean(result.output),
          ...(result.error && { error: clean(result.error as JsonObject) as typeof result.error }),
        },
        attempts: clean(attempts as unknown as Json) as unknown as typeof attempts,
      };
    }
  }
}

function toRow(
  { projectId }: Scope,
  plan: RunPlan,
  { id, traceId, owner }: { id: string; traceId: string; owner: string },
): Record<string, string> {
  return {
    id: text(id),
    project_id: text(projectId),
    app_id: text(plan.appId),
    workflow_id: text(plan.workflowId),
    workflow_version_id: text(plan.workflowVersionId),
    deployment_id: text(plan.deploymentId),
    trace_id: text(traceId),
    input: storedJson(plan.input, RUN_VALUE_MAX),
    user_id: text(plan.userId),
    session_id: text(plan.sessionId),
    origin: text(plan.origin),
    owner: text(owner),
  };
}
