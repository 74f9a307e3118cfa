import pg from "pg";
import { afterAll, inject } from "vitest";
import { disconnect } from "@/lib/db/client";

/** Gives the test file a database of its own, cloned from the migrated template in milliseconds. */
const templateUrl = inject("templateUrl");
const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
await asAdmin((admin, template) => admin.query(`create database "${name}" template "${template}"`));

const url = new URL(templateUrl);
url.pathname = `/${name}`;
process.env.DATABASE_URL = url.toString();
process.env.DYNAMIQ_MASTER_KEY ??= "a-master-key-for-tests-only-0000000000000000";
process.env.LOG_LEVEL ??= "silent";

afterAll(async () => {
  await disconnect();
  await asAdmin((admin) => admin.query(`drop database if exists "${name}" with (force)`));
});

async function asAdmin(work: (admin: pg.Client, template: string) => Promise<unknown>): Promise<void> {
  const at = new URL(templateUrl);
  const template = at.pathname.slice(1);
  at.pathname = "/postgres";
  const admin = new pg.Client({ connectionString: at.toString() });
  await admin.connect();
  try {
    // Two workers that clone at once wait for each other: PostgreSQL refuses a template somebody else is copying.
    await admin.query("select pg_advisory_lock(7270737)");
    await work(admin, template);
  } finally {
    await admin.end();
  }
}
