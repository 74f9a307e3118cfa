import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ensureEmbeddedPostgres } from "../../scripts/embedded-db.mjs";
import { migrateDeploy } from "../../scripts/migrate-deploy.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of the migrated template database, from which each worker clones its own. */
    templateUrl: string;
  }
}

/**
 * One PostgreSQL for the run, with one migrated template database: the embedded one in a folder of its own, or
 * the one TEST_DATABASE_URL names (whose database is then the template).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    await migrateDeploy({ url: given, dir: "prisma/migrations" });
    project.provide("templateUrl", given);
    return async () => {};
  }
  const home = mkdtempSync(join(tmpdir(), "dynamiq-test-"));
  const database = await ensureEmbeddedPostgres({ home, database: "template" });
  await migrateDeploy({ url: database.url, dir: "prisma/migrations" });
  project.provide("templateUrl", database.url);
  return async () => {
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
