#!/usr/bin/env node
// Applies prisma/migrations to DATABASE_URL without the Prisma CLI, in milliseconds.
// Reads and writes the same `_prisma_migrations` rows as `prisma migrate deploy`.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { migrationsIn } from "./lib/migrations.mjs";
import { Stop } from "./lib/stop.mjs";

/** The advisory lock Prisma takes: two starts at once wait for each other. */
const LOCK = 72707369;

const HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * Applies what is not applied yet, in the order of the folders' names.
 *
 * @param {{ url: string, dir: string, log?: (text: string) => void }} options
 * @returns {Promise<string[]>} the names of those applied now
 * @throws Stop where a migration fails, or failed earlier
 */
export async function migrateDeploy({ url, dir, log = () => {} }) {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await db.query("select pg_advisory_lock($1)", [LOCK]);
    await db.query(HISTORY);
    const known = await history(db);
    const applied = [];
    for (const { name, sql, checksum } of migrationsIn(dir)) {
      const before = known.get(name);
      if (before && before !== checksum) log(`The migration ${name} was edited after it was applied to this database.`);
      if (before) continue;
      await apply(db, { name, sql, checksum });
      applied.push(name);
    }
    return applied;
  } finally {
    await db.end();
  }
}

/** Name to checksum of what was applied. @throws Stop */
async function history(db) {
  const { rows } = await db.query(
    "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
  );
  const failed = rows.find(({ finished_at }) => finished_at === null);
  if (failed) {
    throw new Stop(
      `The migration ${failed.migration_name} failed at an earlier start: mend the database, then run "npx prisma migrate resolve --rolled-back ${failed.migration_name}".`,
    );
  }
  return new Map(rows.map(({ migration_name, checksum }) => [migration_name, checksum]));
}

async function apply(db, { name, sql, checksum }) {
  const id = randomUUID();
  await db.query("insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)", [
    id,
    checksum,
    name,
  ]);
  try {
    await db.query(sql);
  } catch (cause) {
    await db.query("update _prisma_migrations set logs = $2 where id = $1", [id, String(cause.stack)]);
    throw new Stop(`The migration ${name} failed: ${cause.message}.`, { cause });
  }
  await db.query("update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = $1", [id]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const applied = await migrateDeploy({ url: process.env.DATABASE_URL, dir: "prisma/migrations", log: console.log });
  console.log(`${applied.length} migrations applied.`);
}
