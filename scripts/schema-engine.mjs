#!/usr/bin/env node
// Offline stand-in for Prisma's native `schema-engine` binary.
// The Prisma 7 CLI talks newline-delimited JSON-RPC to whatever executable
// PRISMA_SCHEMA_ENGINE_BINARY names. This file answers those calls with the
// WebAssembly build of the same engine (@prisma/schema-engine-wasm) on top of
// @prisma/adapter-pg, so no download from binaries.prisma.sh is needed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const VERSION = "schema-engine-wasm";

/** Structured stderr line in the format the CLI parses. */
function logLine(level, message, extra = {}) {
  process.stderr.write(
    `${JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      fields: { message, ...extra },
      target: "schema_engine::logger",
    })}\n`,
  );
}

// Where the WebAssembly engine leaves the reason of a panic.
let panic;
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (m) => (panic = m) };
process.on("uncaughtException", (e) => {
  logLine("ERROR", panic ?? e.stack, { is_panic: true, backtrace: e.stack });
  process.exit(101);
});

async function loadWasm() {
  const js = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(js.replace(/\.js$/, ".wasm"));
  const glue = await import(js);
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** node-postgres ignores Prisma's `?schema=`; split it off. */
function parseUrl(raw) {
  const u = new URL(raw);
  const schema = u.searchParams.get("schema") ?? undefined;
  for (const k of ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout"])
    u.searchParams.delete(k);
  return { url: u.toString(), schema, database: decodeURIComponent(u.pathname.slice(1)) || "postgres" };
}

function withDatabase(url, db) {
  const u = new URL(url);
  u.pathname = `/${encodeURIComponent(db)}`;
  return u.toString();
}

/**
 * @prisma/adapter-pg refuses a few catalog types the describer selects. Report
 * them as text; "char" (18) is then turned into Character, which the engine asserts.
 */
const CATALOG_TYPES = new Set([
  18, 22, 24, 28, 29, 30, 194, 1033, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096,
]);
class CatalogClient extends pg.Client {
  query(...args) {
    const fix = (r) => {
      for (const one of Array.isArray(r) ? r : [r]) {
        this.charColumns = one?.fields?.map((f) => f.dataTypeID === 18) ?? [];
        for (const f of one?.fields ?? []) if (CATALOG_TYPES.has(f.dataTypeID)) f.dataTypeID = 25;
      }
      return r;
    };
    const last = args.length - 1;
    if (typeof args[last] === "function") {
      const cb = args[last];
      args[last] = (err, r) => cb(err, r && fix(r));
      return super.query(...args);
    }
    const out = super.query(...args);
    return typeof out?.then === "function" ? out.then(fix) : out;
  }
}

/**
 * One connection (session-level advisory locks and `SET` must stick), and
 * scripts sent whole: the stock adapter splits on ';', which breaks functions,
 * DO blocks and strings, and loses the implicit transaction.
 */
function patch(conn) {
  const pool = conn.underlyingDriver();
  let client;
  pool.on("connect", (c) => (client = c));
  const typed = (queryable) => {
    const queryRaw = queryable.queryRaw.bind(queryable);
    queryable.queryRaw = async (q) => {
      const r = await queryRaw(q);
      r.columnTypes = r.columnTypes.map((t, i) => (client.charColumns[i] ? ColumnTypeEnum.Character : t));
      return r;
    };
    return queryable;
  };
  typed(conn);
  const startTransaction = conn.startTransaction.bind(conn);
  conn.startTransaction = async (level) => typed(await startTransaction(level));
  conn.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (e) {
      conn.onError(e);
    }
  };
  return conn;
}

function adapterFactory(rawUrl, rawShadowUrl) {
  const main = parseUrl(rawUrl);
  const opened = new Set();
  const open = async (url, schema) => {
    const pool = new pg.Pool({ connectionString: url, max: 1, Client: CatalogClient });
    const conn = patch(await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect());
    const dispose = conn.dispose.bind(conn);
    conn.dispose = async () => {
      if (opened.delete(conn)) await dispose();
    };
    opened.add(conn);
    return conn;
  };
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => open(main.url, main.schema),
    disposeAll: async () => {
      for (const c of opened) await c.dispose().catch(() => {});
    },
    connectToShadowDb: async () => {
      if (rawShadowUrl) {
        const s = parseUrl(rawShadowUrl);
        const conn = await open(s.url, s.schema);
        await conn.executeScript("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;");
        return conn;
      }
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await admin(main.url, `CREATE DATABASE "${name}"`);
      const conn = await open(withDatabase(main.url, name), main.schema);
      const dispose = conn.dispose.bind(conn);
      conn.dispose = async () => {
        await dispose();
        await admin(main.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      };
      return conn;
    },
  };
}

/** For `migrate diff` between files: the engine only asks for the server version. */
const noDatabase = () => {
  const fail = async () => {
    throw new Error("This command has no database.");
  };
  const conn = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 16.0", 160000]],
    }),
    executeRaw: fail,
    executeScript: fail,
    startTransaction: fail,
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: async () => {},
  };
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: async () => conn,
    connectToShadowDb: fail,
    disposeAll: async () => {},
  };
};

async function admin(url, sql) {
  const c = new pg.Client({ connectionString: url });
  await c.connect();
  try {
    return await c.query(sql);
  } finally {
    await c.end();
  }
}

function connectionError(e, url) {
  const { database } = parseUrl(url);
  const host = new URL(url).host;
  if (e?.code === "3D000") return { code: "P1003", message: `Database \`${database}\` does not exist` };
  if (e?.code === "28P01" || e?.code === "28000")
    return { code: "P1000", message: `Authentication failed against the database server at \`${host}\`: ${e.message}` };
  return { code: "P1001", message: `Can't reach database server at \`${host}\`: ${e?.message || e?.code || e}` };
}

async function createDatabase(url) {
  const { url: clean, database } = parseUrl(url);
  for (const maintenance of ["postgres", "template1"]) {
    try {
      await admin(withDatabase(clean, maintenance), `CREATE DATABASE "${database.replaceAll('"', '""')}"`);
      return database;
    } catch (e) {
      if (e.code === "42P04") return database;
      if (e.code === "3D000") continue;
      throw e;
    }
  }
}

async function cli(command, url) {
  try {
    if (command === "can-connect-to-database") await admin(parseUrl(url).url, "SELECT 1");
    else if (command === "create-database") await createDatabase(url);
    else throw new Error(`unsupported: cli ${command}`);
    logLine("INFO", command === "create-database" ? "Database created successfully." : "Connection successful");
    process.exit(0);
  } catch (e) {
    const { code, message } = connectionError(e, url);
    process.stderr.write("\n"); // the CLI drops the first stderr line
    logLine("ERROR", message, { error_code: code, is_panic: false });
    process.exit(1);
  }
}

async function serve(datasource, datamodelFiles) {
  const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
  const send = (o) => process.stdout.write(`${JSON.stringify(o)}\n`);
  const pendingPrints = new Map();
  let printId = 1_000_000;
  const print = (content) =>
    new Promise((resolve) => {
      const id = ++printId;
      pendingPrints.set(id, resolve);
      send({ id, jsonrpc: "2.0", method: "print", params: { content } });
    });

  const datamodels = datamodelFiles.map((f) => [f, readFileSync(f, "utf8")]);
  // A fresh engine per call, so that its cached migration history never goes stale.
  async function withEngine(fn, offline = !datasource?.url) {
    const { SchemaEngine } = await (glue ??= loadWasm());
    const source = offline ? noDatabase() : adapterFactory(datasource.url, datasource.shadowDatabaseUrl);
    const factory = bindMigrationAwareSqlAdapterFactory(source);
    const engine = await SchemaEngine.new(
      { datamodels: datamodels.length ? datamodels : undefined },
      (l) => logLine("INFO", String(l)),
      factory,
    );
    try {
      return await fn(engine);
    } catch (e) {
      const original = typeof e?.id === "number" ? factory.errorRegistry.consumeError(e.id)?.error : undefined;
      throw original ?? e;
    } finally {
      engine.free();
      await source.disposeAll();
    }
  }
  let glue;

  const handlers = {
    getDatabaseVersion: (p) => withEngine((e) => e.version(p)),
    createDatabase: async () => ({ databaseName: await createDatabase(datasource.url) }),
    diff: async (p) => {
      const files = [p.from.tag, p.to.tag].every((t) => t === "empty" || t === "schemaDatamodel");
      const r = await withEngine((e) => e.diff(p), files);
      if (r.stdout) await print(r.stdout.replace(/\n$/, ""));
      return { exitCode: r.exitCode, stdout: null };
    },
    ensureConnectionValidity: async () => {
      await admin(parseUrl(datasource.url).url, "SELECT 1");
      return {};
    },
  };

  // The WebAssembly build opens a shadow database only while diagnosing; these
  // two commands then read the schema of the migrations from the engine's cache.
  for (const method of ["evaluateDataLoss", "createMigration"]) {
    handlers[method] = (p) =>
      withEngine(async (e) => {
        await e.diagnoseMigrationHistory({
          migrationsList: p.migrationsList,
          filters: p.filters,
          optInToShadowDatabase: true,
        });
        try {
          return await e[method](p);
        } catch (err) {
          if (!/external factory/.test(String(err?.message))) throw err;
          throw new Error(
            "There are migrations that are not applied yet. Run `prisma migrate deploy` first, then create the next one.",
          );
        }
      });
  }

  let queue = Promise.resolve();
  input.on("line", (line) => {
    if (!line.trim()) return;
    const msg = JSON.parse(line);
    if (msg.method === undefined) {
      pendingPrints.get(msg.id)?.();
      pendingPrints.delete(msg.id);
      return;
    }
    queue = queue.then(async () => {
      try {
        const h = handlers[msg.method];
        const result = h ? await h(msg.params) : await withEngine((e) => e[msg.method](msg.params));
        send({ id: msg.id, jsonrpc: "2.0", result: result ?? {} });
      } catch (e) {
        let message = panic ?? e?.message ?? String(e);
        let code = typeof e?.code === "string" ? e.code : e?.error_code;
        if (
          !/^P\d{4}$/.test(code ?? "") &&
          datasource?.url &&
          /ECONNREFUSED|ENOTFOUND|3D000|28P01|28000/.test(String(e?.code))
        ) {
          ({ code, message } = connectionError(e, datasource.url));
        }
        send({
          id: msg.id,
          jsonrpc: "2.0",
          error: {
            code: 4466,
            message: "An error happened. Check the data field for details.",
            data: { is_panic: Boolean(panic), message, error_code: code ?? null, meta: e?.meta ?? null },
          },
        });
      }
    });
  });
  input.on("close", () => queue.finally(() => process.exit(0)));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true, short: "d" },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean" },
  },
});
if (values.version) {
  console.log(`schema-engine-cli ${VERSION}`);
} else if (positionals[0] === "cli") {
  await cli(positionals[1], JSON.parse(values.datasource).url);
} else {
  await serve(values.datasource ? JSON.parse(values.datasource) : undefined, values.datamodels ?? []);
}
