// Every test, from a bare machine: `npm test`. Installs what they need, and ends with `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { ensureBrowser } from "./lib/browser.mjs";
import { build, currentBuild, generateClient } from "./lib/build-state.mjs";
import { install, nodeProgram, requireNode } from "./lib/packages.mjs";
import { endChildren, run, say } from "./lib/progress.mjs";
import { requirePort } from "./lib/settings.mjs";
import { Stop } from "./lib/stop.mjs";
import { playwrightCounts, sum, summary, vitestCounts } from "./lib/test-counts.mjs";

process.chdir(new URL("..", import.meta.url).pathname);
const folder = mkdtempSync(path.join(tmpdir(), "dynamiq-tests-"));
// The database of the journeys is run by another user where we are root.
const dataFolder = mkdtempSync(path.join(tmpdir(), "dynamiq-journeys-"));
/** @type {import("node:child_process").ChildProcess | undefined} */
let runner;

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    endChildren();
    runner?.kill(signal);
    process.exitCode = 1;
  });
}

/** @type {import("./lib/test-counts.mjs").Counts[]} */
const counts = [];
try {
  await prepare();
  counts.push(await vitest("unit, component and database tests", ["unit", "ui", "db"]));
  counts.push(...(await builtTests()));
} catch (error) {
  console.error(`\n${error instanceof Stop ? error.message : (error?.stack ?? error)}`);
  counts.push({ passed: 0, failed: 1, skipped: 0 });
} finally {
  for (const one of [folder, dataFolder]) rmSync(one, { recursive: true, force: true });
}
const total = sum(counts);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
console.log(summary(total));

async function prepare() {
  requireNode();
  await install({ withDevelopment: true });
  await generateClient();
  forgetSettings();
}

/** The tests' settings are their own, and not the operator's. */
function forgetSettings() {
  for (const name of Object.keys(parseEnv(readFileSync(".env.example", "utf8")))) delete process.env[name];
}

async function builtTests() {
  if (!currentBuild()?.isCurrent) await build();
  return [await vitest("process tests", ["process"]), await journeys()];
}

async function vitest(name, projects) {
  say(`Running ${name}`);
  const file = path.join(folder, `${projects.join("-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await attached(["node_modules/vitest/vitest.mjs", "run", ...flags("--project", projects), ...reporters]);
  return vitestCounts(file, code);
}

function flags(flag, values) {
  return values.flatMap((value) => [flag, value]);
}

/** The journeys; where there is no browser each of them has failed. */
async function journeys() {
  const program = "node_modules/@playwright/test/cli.js";
  if (!(await ensureBrowser())) {
    const { output } = await run(nodeProgram(), [program, "test", "--list"]);
    return { passed: 0, failed: Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1), skipped: 0 };
  }
  say("Running the journeys");
  const file = path.join(folder, "playwright.json");
  const code = await attached([program, "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    E2E_PORT: String(await requirePort(0, "127.0.0.1")),
    E2E_DATA_DIR: dataFolder,
  });
  return playwrightCounts(file, code);
}

/** Runs a program of ours that speaks for itself. @returns {Promise<number>} its exit code */
function attached(args, env = {}) {
  return new Promise((resolve, reject) => {
    runner = spawn(nodeProgram(), args, { stdio: "inherit", env: { ...process.env, ...env } });
    runner.on("error", reject);
    runner.on("exit", (code) => resolve(code ?? 1));
  });
}
