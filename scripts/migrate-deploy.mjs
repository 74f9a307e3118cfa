#!/usr/bin/env node
// Applies prisma/migrations to DATABASE_URL without the Prisma CLI.
// Reads and writes the same _prisma_migrations rows as `prisma migrate deploy`.
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

const LOCK = 72707369; // the advisory lock Prisma takes
export async function migrateDeploy({ url, dir, log = () => {} }) {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await db.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await db.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const { rows } = await db.query(
      "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    const failed = rows.filter((r) => !r.finished_at);
    if (failed.length)
      throw new Error(`Migration ${failed[0].migration_name} failed earlier; fix it and run "prisma migrate resolve".`);
    const done = new Map(rows.map((r) => [r.migration_name, r.checksum]));
    const names = readdirSync(dir, { withFileTypes: true })
      .filter((d) => d.isDirectory())
      .map((d) => d.name)
      .sort();
    const applied = [];
    for (const name of names) {
      const sql = readFileSync(path.join(dir, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      if (done.has(name)) {
        if (done.get(name) !== checksum) log(`warning: ${name} was edited after it was applied`);
        continue;
      }
      const id = randomUUID();
      await db.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1,$2,$3)", [
        id,
        checksum,
        name,
      ]);
      try {
        await db.query(sql);
      } catch (e) {
        await db.query("UPDATE _prisma_migrations SET logs=$2 WHERE id=$1", [id, String(e.stack)]);
        throw new Error(`Migration ${name} failed: ${e.message}`, { cause: e });
      }
      await db.query("UPDATE _prisma_migrations SET finished_at=now(), applied_steps_count=1 WHERE id=$1", [id]);
      applied.push(name);
    }
    return applied;
  } finally {
    await db.end();
  }
}
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const t = performance.now();
  const applied = await migrateDeploy({ url: process.env.DATABASE_URL, dir: "prisma/migrations", log: console.log });
  console.log(`${applied.length} migrations applied in ${Math.round(performance.now() - t)} ms`);
}
