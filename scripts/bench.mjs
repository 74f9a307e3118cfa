// What calling an app and listing its traces cost, beside the least each could cost: `npm run bench`.
//
// Everything runs on this machine, in turns, three times; the table has medians, the ratio first. CPU is that of the
// process and, for the app, of PostgreSQL too. BENCH_SECONDS, BENCH_TRACES and BENCH_CPU_PROFILE (a folder) may be set.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as esbuild from "esbuild";
import pg from "pg";
import { ensureEmbeddedPostgres } from "./embedded-db.mjs";
import { serverBundle } from "./lib/build-state.mjs";
import { migrateDeploy } from "./migrate-deploy.mjs";

process.chdir(new URL("..", import.meta.url).pathname);

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const TRACES = Number(process.env.BENCH_TRACES ?? 1_000_000);
const ROUNDS = 3;
/** Calls by which the compiler has seen all of either side: a server runs for days, and is measured as it then is. */
const WARM_UP_CALLS = 10_000;
const KEY = `dynamiq_acc_${"b".repeat(64)}`;
const PROJECT = "00000000-0000-4000-8000-000000000002";
const APP = "00000000-0000-4000-8000-00000000000a";
const children = [];

const home = mkdtempSync(join(tmpdir(), "dynamiq-bench-"));
const database = await ensureEmbeddedPostgres({ home, database: "bench" });
try {
  await migrateDeploy({ url: database.url, dir: "prisma/migrations" });
  await bundle("server/main.ts", "dist/bench/server.mjs");
  await bundle("bench/trace-list.ts", "dist/bench/trace-list.mjs");
  await invocation();
  await traceList();
} finally {
  for (const child of children) child.kill();
  await wait(500);
  await database.stop();
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);

function bundle(entry, outfile) {
  mkdirSync("dist/bench", { recursive: true });
  return esbuild.build({ ...serverBundle({ outfile }), entryPoints: [entry] });
}

async function invocation() {
  const modelPort = await started("bench/model.mjs");
  const proxyPort = await started("bench/proxy.mjs", modelPort);
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const profile = process.env.BENCH_CPU_PROFILE;
  const server = start(
    ["--enable-source-maps", ...(profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : []), "dist/bench/server.mjs"],
    {
      DATABASE_URL: database.url,
      PORT: String(port),
      BASE_URL: `http://127.0.0.1:${port}`,
      DYNAMIQ_ROLES: "data",
      DYNAMIQ_MASTER_KEY: "0".repeat(64),
      DYNAMIQ_EGRESS_ALLOW: "loopback",
      DYNAMIQ_INIT_USER_EMAIL: "bench@example.com",
      DYNAMIQ_INIT_USER_PASSWORD: "a long password for a benchmark",
      DYNAMIQ_INIT_ORG_NAME: "Bench",
      DYNAMIQ_INIT_PROJECT_NAME: "Bench",
      DYNAMIQ_INIT_PROJECT_ID: PROJECT,
      DYNAMIQ_INIT_ACCESS_KEY: KEY,
      LOG_LEVEL: "warn",
    },
  );
  for (let attempt = 0; ; attempt++) {
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (attempt > 100) throw new Error("The server did not start.");
    await wait(200);
  }
  const postmaster = await deployApp(modelPort);
  const app = {
    name: "app, one LLM node, recorded",
    url: `http://127.0.0.1:${port}/apps/${APP}`,
    body: JSON.stringify({ input: { question: "How is the weather in Milan?" } }),
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    cpu: () => cpuOf(server.pid),
    databaseCpu: () => childrenOf(postmaster).reduce((sum, pid) => sum + cpuOf(pid), cpuOf(postmaster, true)),
  };
  const proxyPid = children[1].pid;
  const proxy = {
    name: "bare Node proxy, the same model call",
    url: `http://127.0.0.1:${proxyPort}/`,
    body: JSON.stringify({ model: "bench", messages: [{ role: "user", content: "How is the weather in Milan?" }] }),
    headers: { "content-type": "application/json" },
    cpu: () => cpuOf(proxyPid),
    databaseCpu: () => 0,
  };
  for (const target of [proxy, app]) {
    for (let calls = 0; calls < WARM_UP_CALLS; ) calls += (await load(target, 32, SECONDS)).requests;
  }
  for (const connections of [32, 1]) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push([await measured(proxy, connections), await measured(app, connections)]);
    }
    const bare = medians(rounds.map(([one]) => one));
    const ours = medians(rounds.map(([, one]) => one));
    console.log(`\n${connections} connection${connections > 1 ? "s" : ""}, ${SECONDS} s, medians of ${ROUNDS}\n`);
    console.log(
      "| CPU ratio | | CPU µs a call | of it PostgreSQL | calls/s | p50 ms | p99 ms | failures |\n|---|---|---|---|---|---|---|---|",
    );
    for (const [target, one] of [
      [proxy, bare],
      [app, ours],
    ]) {
      console.log(
        `| ${(one.cpu / bare.cpu).toFixed(1)} | ${target.name} | ${one.cpu.toFixed(0)} | ${one.database.toFixed(0)} | ${one.perSecond.toFixed(0)} | ${one.p50.toFixed(2)} | ${one.p99.toFixed(2)} | ${one.failures} |`,
      );
    }
  }
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
}

async function measured(target, connections) {
  const from = [target.cpu(), target.databaseCpu()];
  const result = await load(target, connections, SECONDS);
  const [process, database] = [target.cpu() - from[0], target.databaseCpu() - from[1]].map(
    (seconds) => (seconds / result.requests) * 1e6,
  );
  return { ...result, cpu: process + database, database };
}

function medians(results) {
  const middle = (name) => results.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(results.length / 2)];
  return Object.fromEntries(Object.keys(results[0]).map((name) => [name, middle(name)]));
}

async function load({ url, body, headers }, connections, seconds) {
  const child = spawn(process.execPath, [
    "bench/load.mjs",
    JSON.stringify({
      url,
      body,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      connections,
      seconds,
    }),
  ]);
  let text = "";
  for await (const part of child.stdout) text += part;
  return JSON.parse(text);
}

function start(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

/** Starts a script that prints its port. */
async function started(script, ...args) {
  const child = start([script, ...args]);
  for await (const part of child.stdout) return String(part).trim();
  throw new Error(`${script} did not start.`);
}

/** Seconds of CPU a process has used, with those of its ended children where asked for. */
function cpuOf(pid, withChildren = false) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    const ticks =
      Number(fields[11]) + Number(fields[12]) + (withChildren ? Number(fields[13]) + Number(fields[14]) : 0);
    return ticks / 100;
  } catch {
    return 0;
  }
}

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]);
  } catch {
    return 0;
  }
}

function childrenOf(parent) {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === parent);
}

/** Writes the app that is called. @returns the process id of PostgreSQL */
async function deployApp(modelPort) {
  const client = new pg.Client(database.url);
  await client.connect();
  const [workflow, version, deployment] = Array.from({ length: 3 }, () => crypto.randomUUID());
  const { rows } = await client.query("select organization_id from project where id = $1", [PROJECT]);
  if (!rows[0]) throw new Error("The server made no project.");
  const flow = JSON.stringify({
    id: "flow",
    nodes: [
      { id: "start", name: "start", type: "dynamiq.nodes.utils.Input" },
      {
        id: "llm",
        name: "llm",
        type: "dynamiq.nodes.llms.OpenAI",
        model: "bench",
        connection: {
          type: "dynamiq.connections.OpenAI",
          api_key: "sk-bench-0123456789",
          url: `http://127.0.0.1:${modelPort}/v1`,
        },
        prompt: { messages: [{ role: "user", content: "{{question}}" }] },
        input_transformer: { selector: { question: "$.question" } },
        depends: [{ node: "start" }],
      },
      {
        id: "output",
        name: "output",
        type: "dynamiq.nodes.utils.Output",
        input_transformer: { selector: { output: "$.llm.output.content" } },
        depends: [{ node: "llm" }],
      },
    ],
  });
  await client.query(
    "insert into workflow (id, project_id, name, status, flow, flow_ui, latest_version, updated_at) values ($1, $2, 'bench', 'released', $3, '{}', 1, now())",
    [workflow, PROJECT, flow],
  );
  await client.query(
    "insert into workflow_version (id, workflow_id, version, flow, flow_ui) values ($1, $2, 1, $3, '{}')",
    [version, workflow, flow],
  );
  await client.query(
    "insert into app (id, project_id, name, workflow_id, deployment_config, updated_at) values ($1, $2, 'bench', $3, '{}', now())",
    [APP, PROJECT, workflow],
  );
  await client.query("insert into deployment (id, app_id, workflow_version_id) values ($1, $2, $3)", [
    deployment,
    APP,
    version,
  ]);
  await client.query("update app set latest_deployment_id = $1", [deployment]);
  const { rows: backend } = await client.query("select pg_backend_pid() as pid");
  const postmaster = parentOf(backend[0].pid);
  await client.end();
  return postmaster;
}

async function traceList() {
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query("truncate run, trace, span");
  await client.query(`set synchronous_commit = off`);
  await client.query(
    `insert into trace (id, project_id, source_id, app_id, run_id, name, status, input, output, user_id, session_id, tags,
       prompt_tokens, completion_tokens, prompt_cost, completion_cost, started_at, ended_at, duration_ms)
     select gen_random_uuid(), $1, $2::text, $2::uuid, gen_random_uuid(), 'bench',
       case when i % 200 = 0 then 'failed' else 'succeeded' end::trace_status,
       json_build_object('input', 'what is the weather in city ' || i || repeat(' lorem ipsum', 20)),
       to_json('It is sunny in ' || i || repeat(' dolor sit', 20)), 'user' || i % 5000, 's' || i % 20000, '{}', i % 1000,
       i % 300, i % 700, i % 300, now() - i * interval '2 seconds', now() - i * interval '2 seconds', i % 5000
     from generate_series($3::int, 1, -1) i`,
    [PROJECT, APP, TRACES],
  );
  await client.query("vacuum analyze trace");
  await client.end();
  console.log(`\nTrace list, ${TRACES.toLocaleString("en")} traces\n`);
  const child = start(["dist/bench/trace-list.mjs"], { DATABASE_URL: database.url });
  child.stdout.pipe(process.stdout);
  await new Promise((resolve) => child.once("exit", resolve));
}
