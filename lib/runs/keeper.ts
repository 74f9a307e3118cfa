import "server-only";
import { env } from "@/lib/config/env";
import { beat } from "@/lib/process/heartbeat";
import { log } from "@/lib/process/log";
import { failOrphans, LEASE_SECONDS, renewLeases } from "./records";
import { type ActiveRun, running } from "./running";

/** Milliseconds between renewals: several fit into a lease. */
const RENEW_MS = (LEASE_SECONDS * 1000) / 4;

export type RunKeeper = {
  /**
   * Takes no new runs, lets those under way finish within most of DYNAMIQ_SHUTDOWN_SECONDS, ends the rest as failed,
   * and returns once each end is recorded. What is left of the time is for telling their callers.
   */
  stop(): Promise<void>;
};

/**
 * Keeps this process's runs alive in the database, and ends those whose process died.
 *
 * A run's lease is told in the database's time, so clocks that disagree do no harm. A run that someone else ended
 * (this process was paused, say) is stopped here; what it still writes is refused by its record.
 */
export function startRunKeeper(): RunKeeper {
  const own = running();
  own.isDraining = false;
  let isStopped = false;
  let keeping = keep();
  const timer = setInterval(() => {
    keeping = keeping.then(keep);
  }, RENEW_MS).unref();

  async function keep(): Promise<void> {
    try {
      // Those that start meanwhile are not expected in the answer.
      const mine = [...own.runs.values()].filter(({ isKept }) => isKept);
      const alive = mine.length > 0 ? await renewLeases(own.owner) : new Set<string>();
      for (const { id, stop } of mine) if (own.runs.has(id) && !alive.has(id)) stop("canceled");
      const orphans = await failOrphans(own.owner);
      beat("worker");
      if (orphans > 0) log().warn({ runs: orphans }, "Ended runs whose process had died.");
    } catch (err) {
      if (!isStopped) log().error({ err }, "Cannot keep the leases of this process's runs; trying again.");
    }
  }

  return {
    async stop() {
      own.isDraining = true;
      const open = () => Promise.all([...own.runs.values()].map(({ done }: ActiveRun) => done));
      await Promise.race([open(), graceOver(env().DYNAMIQ_SHUTDOWN_SECONDS * 800)]);
      for (const { stop } of own.runs.values()) stop("shutdown");
      await open();
      isStopped = true;
      clearInterval(timer);
      await keeping;
    },
  };
}

const graceOver = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
