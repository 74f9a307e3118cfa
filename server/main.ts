import "server-only";
import { createServer } from "node:http";
import { baseUrl } from "@/lib/config/base-url";
import { env, readEnvFile, SettingsError, setNextAuthUrl } from "@/lib/config/env";
import { closeClients } from "@/lib/connections/clients";
import { disconnect } from "@/lib/db/client";
import { closeListener } from "@/lib/db/listener";
import { instancePolicy } from "@/lib/egress/addresses";
import { closeEgress } from "@/lib/egress/fetch";
import { initFromEnvironment } from "@/lib/people/init";
import { log } from "@/lib/process/log";
import { startRunKeeper } from "@/lib/runs/keeper";
import { openKeyRing } from "@/lib/secrets/keys";
import { usesWritten } from "@/lib/tokens/use";
import { ensureDatabase } from "../scripts/lib/database.mjs";
import { portFault } from "../scripts/lib/settings.mjs";
import { Stop } from "../scripts/lib/stop.mjs";
import { openSampleModel } from "./open-sample-model";
import { openPages, type Pages } from "./pages";
import { missingMigrations } from "./readiness";
import { answerRequests } from "./requests";
import { drain, onStopSignal } from "./stop";

/** What to close at the end, last one first. */
const open: { readonly what: string; close(): unknown }[] = [];

try {
  await start();
} catch (thrown) {
  process.stderr.write(`\n${isForOperator(thrown) ? thrown.message : ((thrown as Error)?.stack ?? thrown)}\n`);
  await closeAll();
  process.exit(1);
}

/** Every check that can stop the start comes before the port is taken: whoever gets an answer gets a whole one. */
async function start(): Promise<void> {
  readEnvFile();
  const { DATABASE_URL, DYNAMIQ_ROLES, HOST, PORT, DYNAMIQ_SHUTDOWN_SECONDS } = env();
  // Read once here: a grant that cannot be read stops the start, not the first call.
  instancePolicy();
  watchForStrayErrors();
  setNextAuthUrl(baseUrl());
  await openDatabase(DATABASE_URL);
  await openSecrets();
  await initFromEnvironment();
  open.push({ what: "sample model", close: await openSampleModel() });

  const server = createServer();
  let pages: Pages | null = null;
  if (DYNAMIQ_ROLES.includes("web")) {
    const opened = (pages = await openPages(server));
    open.push({ what: "pages", close: () => opened.close() });
  }
  // In every role: apps run in the data plane, tests from the editor in the web role.
  const keeper = startRunKeeper();
  open.push({ what: "runs", close: () => keeper.stop() });
  const requests = answerRequests(server, pages);
  await listen(server, PORT, HOST);
  log().debug({ url: baseUrl(), roles: DYNAMIQ_ROLES }, "Listening.");
  process.send?.({ kind: "listening", url: baseUrl() });

  onStopSignal(async () => {
    requests.refuseNew();
    const runsEnded = closeOne("runs");
    await Promise.all([drain(server, DYNAMIQ_SHUTDOWN_SECONDS * 1000, runsEnded), runsEnded]);
    await closeAll();
    process.exit(0);
  });
}

/** @throws Stop where the database cannot be used, or is not of this program's version */
async function openDatabase(url: string | undefined): Promise<void> {
  if (!url) {
    throw new Stop(
      "DATABASE_URL is not set: name a PostgreSQL there, or start with “npm run up”, which brings its own.",
    );
  }
  await ensureDatabase(url);
  open.push({
    what: "database",
    async close() {
      await closeClients();
      await closeEgress();
      await usesWritten();
      await closeListener();
      await disconnect();
    },
  });
  const missing = await missingMigrations().catch(() => ["all of them"]);
  if (missing.length > 0) {
    throw new Stop(
      `The database lacks migrations (${missing.join(", ")}): run “node scripts/migrate-deploy.mjs”, or start with “npm run up”.`,
    );
  }
}

/** @throws Stop where the master key is missing, or is not this database's */
async function openSecrets(): Promise<void> {
  try {
    await openKeyRing();
  } catch (cause) {
    // What it says itself is for the operator; what the database says is not.
    throw cause instanceof Error && !("code" in cause) ? new Stop(cause.message, { cause }) : cause;
  }
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(new Stop(portFault(cause, { port, host }), { cause })));
    server.listen(port, host, resolve);
  });
}

async function closeOne(what: string): Promise<void> {
  const at = open.findIndex((one) => one.what === what);
  const [one] = at < 0 ? [] : open.splice(at, 1);
  try {
    await one?.close();
  } catch (err) {
    log().error({ err, what }, "Could not be closed.");
  }
}

async function closeAll(): Promise<void> {
  for (let last = open.at(-1); last; last = open.at(-1)) await closeOne(last.what);
}

/** Nobody waited for what failed: it is told, and whatever else is going on goes on. */
function watchForStrayErrors(): void {
  process.on("unhandledRejection", (err) => log().error({ err }, "A failure that nothing waited for."));
  process.on("uncaughtException", (err) => log().error({ err }, "A failure that nothing caught."));
}

/** A sentence for the operator, which needs no stack. */
function isForOperator(thrown: unknown): thrown is Error {
  return thrown instanceof Stop || thrown instanceof SettingsError || (thrown as Error)?.name === "AppError";
}
