/**
 * What must stop when a signal is aborted.
 *
 * One listener on the signal serves any number of nodes. What was added last stops first, so a node that
 * runs inside another ends before it.
 */
export class Cancellation {
  private readonly waiting = new Set<() => void>();

  constructor(readonly signal: AbortSignal) {
    signal.addEventListener("abort", this.stopAll);
  }

  add(stop: () => void): void {
    this.waiting.add(stop);
  }

  remove(stop: () => void): void {
    this.waiting.delete(stop);
  }

  /** Lets go of the signal, which may outlive this. */
  close(): void {
    this.signal.removeEventListener("abort", this.stopAll);
  }

  private readonly stopAll = (): void => {
    for (const stop of [...this.waiting].reverse()) stop();
    this.waiting.clear();
  };
}
