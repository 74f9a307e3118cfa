import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The migrations in a folder, in the order in which they apply: that of their names.
 *
 * @param {string} dir
 * @returns {{ name: string, sql: string, checksum: string }[]} `checksum` is the SHA-256 of `sql`, as Prisma keeps it
 */
export function migrationsIn(dir) {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
