import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/lib/browser.mjs";

// Read again by each worker: the first to read it decides for all. `npm test` hands over ones it has made.
const PORT = (process.env.E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 20_000)));
const DATA_DIR = (process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "dynamiq-journeys-")));
const url = `http://localhost:${PORT}`;

/** None of the operator's own settings: what is set to nothing here is not taken from `.env` either. */
const settings = Object.fromEntries(
  Object.keys(parseEnv(readFileSync(".env.example", "utf8"))).map((name) => [name, ""]),
);
const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  forbidOnly: true,
  // The spine makes the first account, with which the other journeys sign in.
  projects: [
    { name: "spine", testMatch: "spine.spec.ts" },
    { name: "journeys", testIgnore: "spine.spec.ts", dependencies: ["spine"] },
  ],
  use: {
    baseURL: url,
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      // No sandbox: it does not start for root, nor in most containers. The rest keeps the browser to itself.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-features=Translate,OptimizationHints,MediaRouter",
      ],
    },
  },
  webServer: {
    command: "node scripts/up.mjs",
    url: `${url}/readyz`,
    env: { ...settings, PORT, DATA_DIR },
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
