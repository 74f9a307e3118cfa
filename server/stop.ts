import "server-only";
import type { Server } from "node:http";
import { log } from "@/lib/process/log";

/** Signals this close together are one wish to stop, in milliseconds. */
const SAME_WISH_MS = 1000;
const IDLE_SWEEP_MS = 100;

/**
 * Runs `stop` at the first SIGTERM or SIGINT, or when the process that started us is gone. A second signal ends the
 * process at once.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let askedAt = 0;
  const ask = () => {
    if (askedAt !== 0) {
      if (Date.now() - askedAt > SAME_WISH_MS) process.exit(1);
      return;
    }
    askedAt = Date.now();
    stop().catch((err: unknown) => {
      log().error({ err }, "Stopping failed.");
      process.exit(1);
    });
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, ask);
  if (process.send) process.on("disconnect", ask);
}

/** For an answer that is ready to reach its reader. */
const ANSWER_MS = 500;
/** For runs that are told to end. */
const RUNS_MS = 8000;

/**
 * Takes no new connection, and waits until every request is answered. Those that are not after `graceMs` are cut, but
 * not before the runs have `ended`: their callers are told how.
 */
export async function drain(server: Server, graceMs: number, ended: Promise<unknown>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  void after(graceMs)
    .then(() => Promise.race([ended, after(RUNS_MS)]))
    .then(() => after(ANSWER_MS))
    .then(() => server.closeAllConnections());
  await closed;
  clearInterval(sweep);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
