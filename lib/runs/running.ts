import "server-only";
import type { Json } from "@/lib/core/json";
import type { RunEvent } from "@/lib/engine/events";
import { shared } from "@/lib/process/shared";
import type { Span } from "@/lib/traces/fold";
import type { RunError } from "./contract";

/** How a run ended. */
export type RunOutcome = {
  readonly status: "completed" | "failed" | "canceled";
  /** What the flow answers with; null unless it completed. */
  readonly output: Json;
  /** The output of the node that ended last. */
  readonly lastOutput: Json;
  readonly error: RunError | null;
};

/** Why a run is stopped before its end. */
export type StopReason = "canceled" | "timeout" | "shutdown";

/** Told of everything that happens in a run, in order, with the trace's line as it is after that. It must not throw. */
export type RunListener = (event: RunEvent, span: Span, spanId: string) => void;

/** A run that this process executes. */
export type ActiveRun = {
  readonly id: string;
  readonly traceId: string;
  /** Whether it has a record. */
  readonly isKept: boolean;
  /** How it ended, once that is recorded. Never rejects. */
  readonly done: Promise<RunOutcome>;
  /** Asks it to end; the first reason counts, and none does once it has ended. */
  stop(reason: StopReason): void;
};

type Running = {
  /** This process, as runs name their owner. */
  readonly owner: string;
  readonly runs: Map<string, ActiveRun>;
  /** No new run is taken: the process is going down. */
  isDraining: boolean;
};

/** The runs this process executes, whichever of its bundles started them. */
export const running = (): Running =>
  shared("runs", () => ({ owner: crypto.randomUUID(), runs: new Map<string, ActiveRun>(), isDraining: false }));
