import type { ErrorHandling } from "./flow";

const JITTER = 0.1;

/** A timer holds 24 days at most; nobody means to wait longer than one. */
const DAY_SECONDS = 86_400;

/**
 * Milliseconds to wait after an attempt has failed: the interval, times the backoff rate for every attempt
 * before, give or take a tenth, or the time the other side asked for where that is longer; never over the cap.
 * `attempt` counts from 0; `random` is in [0, 1).
 */
export function waitMs(handling: ErrorHandling, attempt: number, random: number, askedSeconds = 0): number {
  const { retry_interval_seconds, backoff_rate, max_retry_interval_seconds } = handling;
  const seconds = retry_interval_seconds * backoff_rate ** attempt * (1 + JITTER * (2 * random - 1));
  return Math.min(Math.max(seconds, askedSeconds), max_retry_interval_seconds ?? DAY_SECONDS, DAY_SECONDS) * 1000;
}
