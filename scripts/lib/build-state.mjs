import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nodeProgram } from "./packages.mjs";
import { during, run, tail } from "./progress.mjs";
import { Stop } from "./stop.mjs";

/** What the built program is made from. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "server",
  "prisma/schema",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const LEFT_OUT = /(\.test\.tsx?|\.md)$|^lib[\\/](testing|db[\\/]generated)([\\/]|$)/;

const STAMP = "dist/build.json";
const GENERATED = "lib/db/generated";
const SCHEMA_STAMP = `${GENERATED}/.schema`;
const SERVER = "dist/server.js";

/** The build there is: when it was made, and whether the sources are still those it was made from. Null: none. */
export function currentBuild() {
  if (!existsSync(STAMP) || !existsSync(SERVER) || !existsSync(".next/BUILD_ID")) return null;
  const { sources, builtAt } = JSON.parse(readFileSync(STAMP, "utf8"));
  return { builtAt, isCurrent: sources === digestOf(SOURCES) };
}

/** Makes the Prisma client where the schema is not the one it was made from. @throws Stop */
export async function generateClient() {
  const schema = digestOf(["prisma/schema"]);
  if (existsSync(SCHEMA_STAMP) && readFileSync(SCHEMA_STAMP, "utf8") === schema) return;
  await step("Generating the database client", ["node_modules/prisma/build/index.js", "generate"], {
    DATABASE_URL: undefined,
  });
  writeFileSync(SCHEMA_STAMP, schema);
}

/** Builds the pages and the server; what was built before is gone once this starts. @throws Stop */
export async function build() {
  await generateClient();
  rmSync(STAMP, { force: true });
  const sources = digestOf(SOURCES);
  await step("Building the pages", ["node_modules/next/dist/bin/next", "build"], { NODE_ENV: "production" });
  await bundleServer({ outfile: SERVER });
  writeFileSync(STAMP, JSON.stringify({ sources, builtAt: new Date().toISOString() }));
}

/** What esbuild is told to make of `server/main.ts`. @returns {import("esbuild").BuildOptions} */
export const serverBundle = ({ outfile }) => ({
  entryPoints: ["server/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  packages: "external",
  // Next's guard against server code in the browser; there is no browser side here.
  alias: { "server-only": "./scripts/lib/server-only.mjs" },
  sourcemap: true,
  logLevel: "silent",
});

async function bundleServer({ outfile }) {
  mkdirSync(path.dirname(outfile), { recursive: true });
  const esbuild = await import("esbuild");
  await esbuild.build(serverBundle({ outfile })).catch((error) => {
    throw new Stop(`The server could not be built: ${error.message}`, { cause: error });
  });
  // Its helper process would stay for as long as what was built runs.
  await esbuild.stop();
}

async function step(text, args, env) {
  await during(text, async (note) => {
    const { code, output } = await run(nodeProgram(), args, {
      note,
      env: { NEXT_TELEMETRY_DISABLED: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1", ...env },
    });
    if (code === 0) return;
    throw new Stop(`${tail(output, 60)}\n\n${text} failed: what it said is above.`);
  });
}

/** A digest of the files' names and contents, tests left out. */
function digestOf(paths) {
  const digest = createHash("sha256");
  for (const file of paths.flatMap(filesIn).sort()) {
    digest.update(`${file}\0`);
    digest.update(readFileSync(file));
  }
  return digest.digest("hex");
}

function filesIn(at) {
  if (LEFT_OUT.test(at)) return [];
  if (!existsSync(at)) return [];
  let entries;
  try {
    entries = readdirSync(at, { withFileTypes: true });
  } catch {
    return [at];
  }
  return entries.flatMap((entry) => {
    const file = path.join(at, entry.name);
    if (entry.isDirectory()) return filesIn(file);
    return LEFT_OUT.test(file) ? [] : [file];
  });
}
