// From a clean clone to a running instance with one command: `npm run up`; `npm run dev` serves the sources.
//
// Needs nothing but Node and npm: what it imports itself is built in, until the packages are there. It prepares, starts
// the server as a child, and ends it and the embedded PostgreSQL when it is told to stop.
import { spawn } from "node:child_process";
import path from "node:path";
import { build, currentBuild, generateClient, serverBundle } from "./lib/build-state.mjs";
import { takeLock } from "./lib/lock.mjs";
import { install, isInstalled, nodeProgram, requireNode } from "./lib/packages.mjs";
import { during, endChildren, say } from "./lib/progress.mjs";
import { masterKeyIn, openDataFolder, readEnvFile, requirePort, setting, startSettings } from "./lib/settings.mjs";
import { runScript, Stop } from "./lib/stop.mjs";

/** Signals this close together are one wish to stop: npm passes on the Ctrl-C that the terminal has sent already. */
const SAME_WISH_MS = 1000;
const PARENT_POLL_MS = 500;
const BUILT_SERVER = "dist/server.js";
const DEV_SERVER = "dist/dev/server.js";

process.chdir(new URL("..", import.meta.url).pathname);
const isDev = process.argv.includes("--dev");

/** What to undo at the end, last one first. @type {(() => unknown)[]} */
const undo = [];
let stopAskedAt = 0;
/** @type {import("node:child_process").ChildProcess | undefined} */
let server;

async function up() {
  requireNode();
  readEnvFile();
  const { port: wantedPort, host, databaseUrl, dataFolder } = startSettings();
  openDataFolder(dataFolder);
  if (!databaseUrl) lockDataFolder(dataFolder);
  const port = await requirePort(wantedPort, host);
  await prepare(dataFolder);
  goOn();

  const env = databaseUrl ? await withOwnDatabase(databaseUrl) : await withEmbeddedDatabase(dataFolder);
  goOn();
  await migrate(env.DATABASE_URL);
  goOn();
  await serve({ ...env, PORT: String(port), HOST: host, DATA_DIR: dataFolder });
}

/** Ends the start here where somebody asked to stop meanwhile. */
function goOn() {
  if (stopAskedAt !== 0) throw new Error("Asked to stop.");
}

/** One embedded database, one `up`. @throws Stop */
function lockDataFolder(folder) {
  const lock = takeLock(path.join(folder, "up.lock"));
  if ("holder" in lock) {
    throw new Stop(
      `It is running already with this data folder (${folder}, process ${lock.holder}): stop that one first, or name another folder in DATA_DIR and another PORT.`,
    );
  }
  undo.push(lock.release);
}

/** Packages, the database client and the build, made by one process at a time. @throws Stop */
async function prepare(dataFolder) {
  const builtBefore = currentBuild();
  if (!isInstalled() || (!isDev && !builtBefore) || isDev) {
    const release = await alone(path.join(dataFolder, "prepare.lock"));
    try {
      await install({ withDevelopment: isDev });
      goOn();
      if (isDev) await generateClient();
      else if (!currentBuild()) await build();
    } finally {
      release();
    }
  }
  if (builtBefore && !builtBefore.isCurrent && !isDev) {
    say(
      `Serving the build of ${builtBefore.builtAt}, which is older than the sources: "npm run build" makes a new one.`,
    );
  }
}

/** Waits until no other start prepares. */
async function alone(file) {
  const take = () => {
    const lock = takeLock(file);
    return "release" in lock ? lock.release : null;
  };
  return (
    take() ??
    during("Waiting for another start that installs or builds", async () => {
      for (;;) {
        const release = take();
        if (release) return release;
        await new Promise((resolve) => setTimeout(resolve, 500));
        goOn();
      }
    })
  );
}

/** @returns {Promise<Record<string, string>>} the environment that the server gets besides our own */
async function withOwnDatabase(url) {
  if (!setting("DYNAMIQ_MASTER_KEY")) {
    throw new Stop(
      'DYNAMIQ_MASTER_KEY is not set: it seals the secrets kept in the database. Make one ("openssl rand -base64 32"), keep it safe, and set it at every start.',
    );
  }
  const { ensureDatabase } = await import("./lib/database.mjs");
  const { created, version } = await ensureDatabase(url);
  const { host, pathname } = new URL(url);
  say(
    `PostgreSQL ${version} at ${host}${created ? `; made the database “${decodeURIComponent(pathname.slice(1))}”` : ""}`,
  );
  return { DATABASE_URL: url };
}

async function withEmbeddedDatabase(dataFolder) {
  const { ensureEmbeddedPostgres } = await import("./embedded-db.mjs");
  const database = await ensureEmbeddedPostgres({ home: dataFolder, log: say });
  undo.push(() => database.stop());
  say(`Embedded PostgreSQL on port ${database.port}${database.started ? "" : " (it was running already)"}`);
  const env = { DATABASE_URL: database.url };
  if (!setting("DYNAMIQ_MASTER_KEY")) {
    const { key, file, isNew } = masterKeyIn(dataFolder);
    env.DYNAMIQ_MASTER_KEY = key;
    if (isNew) say(`Made a master key in ${file}: whoever has it can read the stored secrets; back it up.`);
  }
  for (const [name, value, sentence] of EMBEDDED_DEFAULTS) {
    if (setting(name) !== undefined) continue;
    env[name] = value;
    say(sentence);
  }
  return env;
}

/** What an instance of one's own machine does unless the operator says otherwise. */
const EMBEDDED_DEFAULTS = [
  [
    "DYNAMIQ_SAMPLE_MODEL",
    "true",
    "The sample model (no AI) is on, so everything can be tried without a key (DYNAMIQ_SAMPLE_MODEL=false turns it off)",
  ],
  [
    "DYNAMIQ_EGRESS_ALLOW",
    "loopback",
    "Workflows may call this machine's own addresses (DYNAMIQ_EGRESS_ALLOW=none forbids it)",
  ],
  [
    "DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV",
    "true",
    "Connections take empty fields from the environment (DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV=false forbids it)",
  ],
];

async function migrate(url) {
  const { migrateDeploy } = await import("./migrate-deploy.mjs");
  const applied = await migrateDeploy({ url, dir: "prisma/migrations", log: say });
  if (applied.length > 0) say(`Applied ${applied.length === 1 ? "1 migration" : `${applied.length} migrations`}`);
}

/** Runs the server until it ends. @throws Stop where it ended by itself */
async function serve(env) {
  if (isDev) return serveSources(env);
  const { code, signal } = await ended(startServer(BUILT_SERVER, { ...env, NODE_ENV: "production" }));
  fail(code, signal);
}

/** Bundles the server's sources, and starts it anew whenever one of them changes. Pages are Next's to reload. */
async function serveSources(env) {
  const { context } = await import("esbuild");
  let isReplaced = false;
  const restart = {
    name: "restart",
    setup: (builder) => {
      builder.onEnd(({ errors }) => {
        for (const { text, location } of errors) console.error(`${location?.file}:${location?.line} ${text}`);
        if (errors.length > 0 || stopAskedAt !== 0) return;
        isReplaced = server !== undefined;
        if (server) server.kill("SIGTERM");
        else startServer(DEV_SERVER, { ...env, NODE_ENV: "development" });
      });
    },
  };
  const bundle = await context({ ...serverBundle({ outfile: DEV_SERVER }), plugins: [restart] });
  undo.push(() => bundle.dispose());
  await bundle.watch();
  while (!server) await new Promise((resolve) => setTimeout(resolve, 50));
  for (;;) {
    const { code, signal } = await ended(server);
    if (stopAskedAt !== 0) return;
    if (!isReplaced) {
      say("The server ended; it starts again when a source changes.");
      while (!isReplaced && stopAskedAt === 0) await new Promise((resolve) => setTimeout(resolve, 200));
      if (stopAskedAt !== 0) return fail(code, signal);
    }
    isReplaced = false;
    startServer(DEV_SERVER, { ...env, NODE_ENV: "development" });
  }
}

function startServer(file, env) {
  // A group of its own: Ctrl-C in the terminal is ours to pass on. By the channel it learns that we are gone.
  server = spawn(nodeProgram(), ["--enable-source-maps", file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: process.platform !== "win32",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  server.on("message", (message) => {
    if (message?.kind !== "listening") return;
    say(`Ready: ${message.url}`);
    if (process.stdout.isTTY) say("Ctrl-C stops everything.");
  });
  return server;
}

const ended = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve({ code: child.exitCode, signal: child.signalCode });
    }
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });

function fail(code, signal) {
  if (stopAskedAt !== 0) {
    process.exitCode = code ?? 1;
    return;
  }
  // With code 1 it stopped on purpose, and said why.
  if (code === 1) process.exitCode = 1;
  else throw new Stop(`The server ended unexpectedly (${signal ?? `code ${code}`}): start it again with "npm run up".`);
}

/** A SIGTERM that npm gets ends the shell between it and us, and we are not told: our parent is another one then. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    askToStop();
  }, PARENT_POLL_MS).unref();
}

function askToStop() {
  const now = Date.now();
  if (stopAskedAt === 0) {
    stopAskedAt = now;
    say("Stopping …");
    endChildren();
    server?.kill("SIGTERM");
  } else if (now - stopAskedAt > SAME_WISH_MS) {
    server?.kill("SIGKILL");
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, askToStop);
stopWithNpm();

await runScript(async () => {
  try {
    await up();
  } catch (error) {
    // What was under way was ended on purpose.
    if (stopAskedAt === 0) throw error;
  } finally {
    for (const step of undo.reverse()) {
      await Promise.resolve(step()).catch((error) => console.error(`While stopping: ${error.message}`));
    }
    if (stopAskedAt !== 0) say("Stopped.");
  }
});
// A child that ended badly has told why.
process.exit(process.exitCode ?? 0);
