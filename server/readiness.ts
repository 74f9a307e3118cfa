import "server-only";
import { env } from "@/lib/config/env";
import { pool } from "@/lib/db/client";
import { isBeating } from "@/lib/process/heartbeat";
import { log } from "@/lib/process/log";
import { migrationsIn } from "../scripts/lib/migrations.mjs";

const MIGRATIONS = "prisma/migrations";
const PATIENCE_MS = 3000;

export type Check = "ok" | "failed" | "off";

export type Readiness = {
  readonly status: "ready" | "not_ready";
  readonly checks: { readonly database: Check; readonly migrations: Check; readonly queue: Check };
};

/** Whether this process can do its work now: what each part says. Never takes more than a few seconds. */
export async function readiness(): Promise<Readiness> {
  const database = await within(PATIENCE_MS, pool().query("select 1"));
  const migrations = database && (await within(PATIENCE_MS, missingMigrations()))?.length === 0;
  const queue = env().DYNAMIQ_ROLES.includes("worker") ? told(isBeating("worker")) : "off";
  const checks = { database: told(database !== null), migrations: told(migrations === true), queue } as const;
  const isReady = !Object.values<Check>(checks).includes("failed");
  return { status: isReady ? "ready" : "not_ready", checks };
}

/** Names of migrations that this program needs and the database does not have. */
export async function missingMigrations(): Promise<readonly string[]> {
  const wanted = migrationsIn(MIGRATIONS).map(({ name }) => name);
  const { rows } = await pool().query<{ migration_name: string }>(
    "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Set(rows.map(({ migration_name }) => migration_name));
  return wanted.filter((name) => !applied.has(name));
}

const told = (isFine: boolean): Check => (isFine ? "ok" : "failed");

/** What `work` gives, or null where it fails or takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, ms, null).unref());
  return Promise.race([
    work.catch((err: unknown) => {
      log().debug({ err }, "A readiness check failed.");
      return null;
    }),
    late,
  ]);
}
