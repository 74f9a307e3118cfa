import "server-only";

export type EgressOptions = {
  /** Grants besides the default refusal of private addresses; what DYNAMIQ_EGRESS_ALLOW says where left out. */
  readonly allow?: readonly string[];
  /** Milliseconds from the call to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Bytes of the answer, decompressed. Null: no bound (a stream of events, which the deadline still ends). */
  readonly bytesMax?: number | null;
};

/** A `fetch` with the platform's address policy and bounds. @throws AppError `upstream_failed` */
export const makeFetch = (_options: EgressOptions = {}): typeof fetch => {
  throw new Error("Not built yet.");
};

/** The one way out, with the instance's policy and the usual bounds. */
export const egressFetch: typeof fetch = (input, init) => makeFetch()(input, init);
