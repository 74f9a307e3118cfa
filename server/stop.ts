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

/** Takes no new connection, and waits until every request is answered; after `graceMs` cuts those that are not. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
