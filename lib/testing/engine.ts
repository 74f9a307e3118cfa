import type { JsonObject } from "@/lib/core/json";
import type { RunEvent } from "@/lib/engine/events";
import { Flow, type FlowNode } from "@/lib/engine/flow";
import type { Step } from "@/lib/engine/node-run";
import { type FlowResult, type RunOptions, runFlow } from "@/lib/engine/run";

/** A node as a test writes it: `after` names what it waits for. */
export type NodeSketch = { readonly id: string; readonly after?: readonly string[] } & Record<string, unknown>;

/** A flow of these nodes, with every field that a stored one has. */
export const aFlow = (nodes: readonly NodeSketch[], rest: Record<string, unknown> = {}): Flow =>
  Flow.parse({
    id: "flow",
    nodes: nodes.map(({ after = [], ...node }) => ({
      type: "test",
      depends: after.map((id) => ({ node: id })),
      ...node,
    })),
    ...rest,
  });

export const aFlowNode = (sketch: NodeSketch): FlowNode => aFlow([sketch]).nodes[0] as FlowNode;

/** Time that passes only when a test lets it: timers fire in order, between them promises settle. */
export class VirtualClock {
  now = 1_000_000;
  private timers: { at: number; order: number; work: () => void }[] = [];
  private order = 0;

  readonly after = (ms: number, work: () => void): (() => void) => {
    const timer = { at: this.now + ms, order: this.order++, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  readonly sleep = (ms: number): Promise<void> => new Promise((resolve) => void this.after(ms, resolve));

  /** Timers that are set. */
  get waiting(): number {
    return this.timers.length;
  }

  /** Lets time pass until `until` settles. Fails where nothing is left that could settle it. */
  async run<T>(until: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    until.then(settle, settle);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isSettled) return until;
      this.timers.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.timers.shift();
      if (!next) throw new Error("Nothing is left that could happen.");
      this.now = next.at;
      next.work();
    }
  }
}

export type Played = {
  readonly result: FlowResult;
  readonly events: readonly RunEvent[];
  readonly clock: VirtualClock;
};

type PlayOptions = Partial<RunOptions> & { readonly input?: JsonObject; readonly clock?: VirtualClock };

/** Runs a flow on a virtual clock and keeps what happened. */
export async function play(flow: Flow, step: Step, options: PlayOptions = {}): Promise<Played> {
  const { input = {}, clock = new VirtualClock(), ...rest } = options;
  const events: RunEvent[] = [];
  const run = runFlow(flow, input, step, {
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    now: () => clock.now,
    random: () => 0.5,
    after: clock.after,
    ...rest,
  });
  return { result: await clock.run(run), events, clock };
}
