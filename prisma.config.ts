import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// The CLI reads this file before it looks for its native schema engine, so the
// WebAssembly engine of scripts/schema-engine.mjs is used and nothing is downloaded.
// A `.mjs` cannot be spawned on Windows: there Prisma fetches its engine as usual.
if (process.platform !== "win32" && !process.env.PRISMA_SCHEMA_ENGINE_BINARY) {
  const shim = fileURLToPath(new URL("./scripts/schema-engine.mjs", import.meta.url));
  chmodSync(shim, 0o755);
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = shim;
}

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/none" },
});
