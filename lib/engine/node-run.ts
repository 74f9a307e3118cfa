import { AppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";
import { Cancellation } from "./cancellation";
import { isRetryable, NodeException, toNodeError } from "./errors";
import type { Attempt, NodeDetail, RunEvent } from "./events";
import type { FlowNode, NodeError, NodeResult } from "./flow";
import { type Given, inputOfNested } from "./input";
import { waitMs } from "./retry";
import { isActive, transform } from "./transform";

/** One attempt of a node, as the step that does the work sees it. */
export type StepCall = {
  readonly node: FlowNode;
  readonly input: Json;
  /** Aborted when the run is canceled or the attempt's time is up. */
  readonly signal: AbortSignal;
  /** Where the node runs: empty, or the nodes and keys around it. */
  readonly path: readonly string[];
  /** Counts from 0. */
  readonly attempt: number;
  /** Fragments and details of an attempt that was given up are dropped. */
  emitChunk(data: Json): void;
  emitDetail(detail: NodeDetail): void;
  /** Runs a node as a part of this one, with its own error handling; `key` tells it from its siblings. Never rejects. */
  runNode(node: FlowNode, input: Json, key: string): Promise<NodeResult>;
};

/**
 * Does a node's work. What it throws fails the attempt. `timeoutOf` says how many seconds an attempt may take
 * where the author gave no time; null: no limit.
 */
export type Step = ((call: StepCall) => Promise<Json>) & { readonly timeoutOf?: (node: FlowNode) => number | null };

/** What a run lends its nodes. */
export type RunPorts = {
  readonly step: Step;
  readonly emit: (event: RunEvent) => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
};

/**
 * One node from its start to its end: attempts, waits between them, timeouts, cancellation.
 *
 * It settles exactly once and says so to `onSettled`; whatever an attempt does after it was given up
 * is not heard.
 */
export class NodeRun {
  private readonly attempts: Attempt[] = [];
  private isSettled = false;
  private current: NodeAttempt | null = null;
  private stopWaiting: (() => void) | null = null;
  private readonly cancel = (): void => this.canceled();

  constructor(
    readonly ports: RunPorts,
    readonly node: FlowNode,
    readonly given: Given,
    readonly path: readonly string[],
    readonly cancellation: Cancellation,
    private readonly onSettled: (result: NodeResult) => void,
  ) {}

  start(): void {
    this.cancellation.add(this.cancel);
    this.ports.emit(startedEvent(this.node.id, this.path, this.ports.now(), this.given));
    this.try(0);
  }

  private try(attempt: number): void {
    if (this.isSettled) return;
    this.current = new NodeAttempt(this, attempt, (outcome) => this.ended(attempt, outcome));
    this.current.start();
  }

  private ended(attempt: number, outcome: Outcome): void {
    const { current } = this;
    if (this.isSettled || !current) return;
    this.current = null;
    const span = { startedAt: current.startedAt, endedAt: this.ports.now() };
    if (outcome.kind === "output") {
      this.attempts.push({ ...span, status: "success" });
      this.succeed(outcome.output);
      return;
    }
    const error = toNodeError(outcome.thrown);
    this.attempts.push({ ...span, status: "failure", error });
    const { error_handling } = this.node;
    if (attempt >= error_handling.max_retries || !isRetryable(outcome.thrown)) {
      this.fail(error);
      return;
    }
    const asked = outcome.thrown instanceof AppError ? outcome.thrown.retryAfterSeconds : undefined;
    const wait = waitMs(error_handling, attempt, this.ports.random(), asked);
    this.stopWaiting = this.ports.after(wait, () => this.try(attempt + 1));
  }

  private succeed(output: Json): void {
    const { output_transformer } = this.node;
    try {
      const shaped = isActive(output_transformer) ? transform(output, output_transformer) : output;
      this.settle("success", shaped);
    } catch (thrown) {
      this.fail(toNodeError(thrown));
    }
  }

  private fail(error: NodeError): void {
    this.settle("failure", null, error);
  }

  private canceled(): void {
    if (this.isSettled) return;
    const error = { type: "CanceledException", message: "The run was canceled." };
    if (this.current) {
      const { startedAt } = this.current;
      this.attempts.push({ startedAt, endedAt: this.ports.now(), status: "canceled", error });
      this.current.giveUp();
    }
    this.settle("canceled", null, error);
  }

  private settle(status: NodeResult["status"], output: Json, error?: NodeError): void {
    this.isSettled = true;
    this.stopWaiting?.();
    this.cancellation.remove(this.cancel);
    const { node, path, given, attempts } = this;
    const result = resultOf(status, given, output, error);
    this.ports.emit({ kind: "node.settled", nodeId: node.id, path, at: this.ports.now(), result, attempts });
    this.onSettled(result);
  }
}

/** An accessor where the input is late: it is a field like any other to whoever looks at it. */
const startedEvent = (nodeId: string, path: readonly string[], at: number, given: Given): RunEvent =>
  given.isLate
    ? {
        kind: "node.started",
        nodeId,
        path,
        at,
        get input() {
          return given.value;
        },
      }
    : { kind: "node.started", nodeId, path, at, input: given.value };

function resultOf(status: NodeResult["status"], given: Given, output: Json, error: NodeError | undefined): NodeResult {
  if (!given.isLate)
    return error ? { status, input: given.value, output, error } : { status, input: given.value, output };
  return {
    status,
    get input() {
      return given.value;
    },
    output,
    ...(error && { error }),
  };
}

type Outcome =
  | { readonly kind: "output"; readonly output: Json }
  | { readonly kind: "thrown"; readonly thrown: unknown };

class NodeAttempt implements StepCall {
  readonly startedAt: number;
  private isLive = true;
  private readonly cancellation: Cancellation;
  private readonly timeout: { controller: AbortController; forget: () => void; disarm: () => void } | null;

  constructor(
    private readonly run: NodeRun,
    readonly attempt: number,
    private readonly onEnded: (outcome: Outcome) => void,
  ) {
    this.startedAt = run.ports.now();
    const seconds = run.node.error_handling.timeout_seconds ?? run.ports.step.timeoutOf?.(run.node);
    if (seconds == null) {
      this.timeout = null;
      this.cancellation = run.cancellation;
    } else {
      this.timeout = this.arm(seconds);
      this.cancellation = new Cancellation(this.timeout.controller.signal);
    }
  }

  get node(): FlowNode {
    return this.run.node;
  }

  get input(): Json {
    return this.run.given.value;
  }

  get path(): readonly string[] {
    return this.run.path;
  }

  get signal(): AbortSignal {
    return this.cancellation.signal;
  }

  start(): void {
    let work: Promise<Json>;
    try {
      work = this.run.ports.step(this);
    } catch (thrown) {
      this.end({ kind: "thrown", thrown });
      return;
    }
    work.then(
      (output) => this.end({ kind: "output", output: output ?? null }),
      (thrown: unknown) => this.end({ kind: "thrown", thrown }),
    );
  }

  /** Nothing that the work still does is heard. */
  giveUp(): void {
    this.isLive = false;
    this.close();
  }

  emitChunk(data: Json): void {
    if (!this.isLive) return;
    const { node, path, ports } = this.run;
    ports.emit({ kind: "node.chunk", nodeId: node.id, path, at: ports.now(), data });
  }

  emitDetail(detail: NodeDetail): void {
    if (!this.isLive) return;
    const { node, path, ports } = this.run;
    ports.emit({ kind: "node.detail", nodeId: node.id, path, at: ports.now(), detail });
  }

  runNode(node: FlowNode, input: Json, key: string): Promise<NodeResult> {
    if (!this.isLive) return Promise.resolve(canceledResult(input));
    const path = [...this.run.path, this.run.node.id, key];
    const { ports } = this.run;
    let given: Given;
    try {
      given = inputOfNested(node, input);
    } catch (thrown) {
      const result: NodeResult = { status: "failure", input, output: null, error: toNodeError(thrown) };
      ports.emit({ kind: "node.settled", nodeId: node.id, path, at: ports.now(), result, attempts: [] });
      return Promise.resolve(result);
    }
    return new Promise((resolve) => new NodeRun(ports, node, given, path, this.cancellation, resolve).start());
  }

  private arm(seconds: number) {
    const controller = new AbortController();
    const parent = this.run.cancellation;
    const stop = (): void => controller.abort(parent.signal.reason);
    parent.add(stop);
    const disarm = this.run.ports.after(seconds * 1000, () => {
      const error = new NodeException("TimeoutError", `The node took longer than ${seconds} seconds.`);
      controller.abort(error);
      this.end({ kind: "thrown", thrown: error });
    });
    return { controller, disarm, forget: () => parent.remove(stop) };
  }

  private end(outcome: Outcome): void {
    if (!this.isLive) return;
    this.isLive = false;
    this.close();
    this.onEnded(outcome);
  }

  private close(): void {
    if (!this.timeout) return;
    this.timeout.disarm();
    this.timeout.forget();
    this.cancellation.close();
  }
}

export const canceledResult = (input: Json): NodeResult => ({
  status: "canceled",
  input,
  output: null,
  error: { type: "CanceledException", message: "The run was canceled." },
});
