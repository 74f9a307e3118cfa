#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine` program, which would have to be downloaded.
//
// Prisma's command line talks JSON-RPC, a line a message, to whatever PRISMA_SCHEMA_ENGINE_BINARY names. This file
// answers with the WebAssembly build of the same engine (@prisma/schema-engine-wasm) on top of @prisma/adapter-pg.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const VERSION = "schema-engine-wasm";
/** Code of an answer in JSON-RPC to a call that failed. */
const FAILED = 4466;

/** A line on stderr as the command line parses it. */
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
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) };
process.on("uncaughtException", ({ stack }) => {
  logLine("ERROR", panic ?? stack, { is_panic: true, backtrace: stack });
  process.exit(101);
});

async function loadWasm() {
  const script = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(script.replace(/\.js$/, ".wasm"));
  const glue = await import(script);
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** Options of Prisma's that node-postgres does not know. */
const PRISMA_OPTIONS = ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout"];

/** The address as node-postgres takes it, and what Prisma reads out of it. */
function parseUrl(raw) {
  const url = new URL(raw);
  const schema = url.searchParams.get("schema") ?? undefined;
  for (const option of PRISMA_OPTIONS) url.searchParams.delete(option);
  return { url: url.toString(), schema, database: decodeURIComponent(url.pathname.slice(1)) || "postgres" };
}

function withDatabase(address, database) {
  const url = new URL(address);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.toString();
}

/** Object identifiers of PostgreSQL's types, as `pg_type` has them. */
const CHAR_TYPE = 18;
const TEXT_TYPE = 25;
/** Types of the catalog that the engine selects and @prisma/adapter-pg refuses. */
const CATALOG_TYPES = new Set([
  18, 22, 24, 28, 29, 30, 194, 1033, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096,
]);

/** Gives catalog types out as text, and remembers which columns were `"char"`: the engine insists on those. */
class CatalogClient extends pg.Client {
  query(...args) {
    const asText = (result) => {
      for (const each of Array.isArray(result) ? result : [result]) {
        const fields = each?.fields ?? [];
        this.charColumns = fields.map(({ dataTypeID }) => dataTypeID === CHAR_TYPE);
        for (const field of fields) if (CATALOG_TYPES.has(field.dataTypeID)) field.dataTypeID = TEXT_TYPE;
      }
      return result;
    };
    const callback = args.at(-1);
    if (typeof callback === "function") {
      return super.query(...args.slice(0, -1), (error, result) => callback(error, result && asText(result)));
    }
    const answer = super.query(...args);
    return typeof answer?.then === "function" ? answer.then(asText) : answer;
  }
}

/**
 * Makes the adapter's connection do what migrations need: `"char"` columns keep their type, and scripts are sent
 * whole. The adapter splits them at semicolons, which breaks functions, DO blocks and strings, and loses the
 * transaction that a script is.
 */
function forMigrations(connection) {
  const pool = connection.underlyingDriver();
  let client;
  pool.on("connect", (connected) => (client = connected));
  const typed = (queryable) => {
    const queryRaw = queryable.queryRaw.bind(queryable);
    queryable.queryRaw = async (query) => {
      const result = await queryRaw(query);
      result.columnTypes = result.columnTypes.map((type, index) =>
        client.charColumns[index] ? ColumnTypeEnum.Character : type,
      );
      return result;
    };
    return queryable;
  };
  typed(connection);
  const startTransaction = connection.startTransaction.bind(connection);
  connection.startTransaction = async (level) => typed(await startTransaction(level));
  connection.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      connection.onError(error);
    }
  };
  return connection;
}

function adapterFactory(rawUrl, rawShadowUrl) {
  const main = parseUrl(rawUrl);
  const opened = new Set();
  const open = async (url, schema) => {
    // One client: the locks of a session and its settings must last.
    const pool = new pg.Pool({ connectionString: url, max: 1, Client: CatalogClient });
    const connection = forMigrations(await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect());
    const dispose = connection.dispose.bind(connection);
    connection.dispose = async () => {
      if (opened.delete(connection)) await dispose();
    };
    opened.add(connection);
    return connection;
  };
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => open(main.url, main.schema),
    disposeAll: async () => {
      // What went wrong before is what is told, not that its connection does not close.
      for (const connection of opened) await connection.dispose().catch(() => {});
    },
    connectToShadowDb: async () => {
      if (rawShadowUrl) {
        const shadow = parseUrl(rawShadowUrl);
        const connection = await open(shadow.url, shadow.schema);
        await connection.executeScript("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;");
        return connection;
      }
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await runOnce(main.url, `CREATE DATABASE "${name}"`);
      const connection = await open(withDatabase(main.url, name), main.schema);
      const dispose = connection.dispose.bind(connection);
      connection.dispose = async () => {
        await dispose();
        await runOnce(main.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      };
      return connection;
    },
  };
}

/** For `migrate diff` between files: the engine only asks for the server version. */
const noDatabase = () => {
  const fail = async () => {
    throw new Error("This command has no database.");
  };
  const connection = {
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
    connect: async () => connection,
    connectToShadowDb: fail,
    disposeAll: async () => {},
  };
};

/** Runs a statement on a connection of its own. */
async function runOnce(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Prisma's code and message for a database that cannot be reached. */
function connectionError(error, url) {
  const { database } = parseUrl(url);
  const host = new URL(url).host;
  if (error?.code === "3D000") return { code: "P1003", message: `Database \`${database}\` does not exist` };
  if (error?.code === "28P01" || error?.code === "28000") {
    return {
      code: "P1000",
      message: `Authentication failed against the database server at \`${host}\`: ${error.message}`,
    };
  }
  return {
    code: "P1001",
    message: `Can't reach database server at \`${host}\`: ${error?.message || error?.code || error}`,
  };
}

const DUPLICATE_DATABASE = "42P04";
const UNKNOWN_DATABASE = "3D000";

/** Makes the database where it is not there; its name. */
async function createDatabase(url) {
  const { url: clean, database } = parseUrl(url);
  for (const maintenance of ["postgres", "template1"]) {
    try {
      await runOnce(withDatabase(clean, maintenance), `CREATE DATABASE "${database.replaceAll('"', '""')}"`);
      return database;
    } catch (error) {
      if (error.code === DUPLICATE_DATABASE) return database;
      if (error.code !== UNKNOWN_DATABASE) throw error;
    }
  }
}

/** Commands that are one call of the program: the answer is its exit code. */
async function answerOnce(command, url) {
  try {
    if (command === "can-connect-to-database") await runOnce(parseUrl(url).url, "SELECT 1");
    else if (command === "create-database") await createDatabase(url);
    else throw new Error(`unsupported: cli ${command}`);
    logLine("INFO", command === "create-database" ? "Database created successfully." : "Connection successful");
    process.exit(0);
  } catch (error) {
    const { code, message } = connectionError(error, url);
    process.stderr.write("\n"); // the command line drops the first line of stderr
    logLine("ERROR", message, { error_code: code, is_panic: false });
    process.exit(1);
  }
}

/** Answers calls from standard input, one after the other, until it ends. */
async function serve(datasource, datamodelFiles) {
  const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
  const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const pendingPrints = new Map();
  let printId = 1_000_000;
  const print = (content) =>
    new Promise((resolve) => {
      const id = ++printId;
      pendingPrints.set(id, resolve);
      send({ id, jsonrpc: "2.0", method: "print", params: { content } });
    });

  const datamodels = datamodelFiles.map((file) => [file, readFileSync(file, "utf8")]);
  let glue;
  // An engine for each call: its cached history of migrations must not go stale.
  async function withEngine(use, isOffline = !datasource?.url) {
    const { SchemaEngine } = await (glue ??= loadWasm());
    const source = isOffline ? noDatabase() : adapterFactory(datasource.url, datasource.shadowDatabaseUrl);
    const factory = bindMigrationAwareSqlAdapterFactory(source);
    const engine = await SchemaEngine.new(
      { datamodels: datamodels.length ? datamodels : undefined },
      (line) => logLine("INFO", String(line)),
      factory,
    );
    try {
      return await use(engine);
    } catch (error) {
      const original = typeof error?.id === "number" ? factory.errorRegistry.consumeError(error.id)?.error : undefined;
      throw original ?? error;
    } finally {
      engine.free();
      await source.disposeAll();
    }
  }

  const handlers = {
    getDatabaseVersion: (params) => withEngine((engine) => engine.version(params)),
    createDatabase: async () => ({ databaseName: await createDatabase(datasource.url) }),
    diff: async (params) => {
      const isOffline = [params.from.tag, params.to.tag].every((tag) => tag === "empty" || tag === "schemaDatamodel");
      const { exitCode, stdout } = await withEngine((engine) => engine.diff(params), isOffline);
      if (stdout) await print(stdout.replace(/\n$/, ""));
      return { exitCode, stdout: null };
    },
    ensureConnectionValidity: async () => {
      await runOnce(parseUrl(datasource.url).url, "SELECT 1");
      return {};
    },
  };

  // The WebAssembly build opens a shadow database only while diagnosing; these
  // two commands then read the schema of the migrations from the engine's cache.
  for (const method of ["evaluateDataLoss", "createMigration"]) {
    handlers[method] = (params) =>
      withEngine(async (engine) => {
        const { migrationsList, filters } = params;
        await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true });
        try {
          return await engine[method](params);
        } catch (error) {
          if (!/external factory/.test(String(error?.message))) throw error;
          throw new Error(
            "There are migrations that are not applied yet. Run `prisma migrate deploy` first, then create the next one.",
          );
        }
      });
  }

  /** Where the call failed, its reason as the command line reads it. */
  function failureOf(error) {
    const code = typeof error?.code === "string" ? error.code : error?.error_code;
    const isConnection = /ECONNREFUSED|ENOTFOUND|3D000|28P01|28000/.test(String(error?.code));
    const reason =
      !/^P\d{4}$/.test(code ?? "") && datasource?.url && isConnection
        ? connectionError(error, datasource.url)
        : { code, message: panic ?? error?.message ?? String(error) };
    return {
      code: FAILED,
      message: "An error happened. Check the data field for details.",
      data: {
        is_panic: Boolean(panic),
        message: reason.message,
        error_code: reason.code ?? null,
        meta: error?.meta ?? null,
      },
    };
  }

  async function answer({ id, method, params }) {
    try {
      const handle = handlers[method] ?? ((given) => withEngine((engine) => engine[method](given)));
      send({ id, jsonrpc: "2.0", result: (await handle(params)) ?? {} });
    } catch (error) {
      send({ id, jsonrpc: "2.0", error: failureOf(error) });
    }
  }

  let queue = Promise.resolve();
  input.on("line", (line) => {
    if (!line.trim()) return;
    const message = JSON.parse(line);
    if (message.method === undefined) {
      // The answer to a `print` of ours.
      pendingPrints.get(message.id)?.();
      pendingPrints.delete(message.id);
      return;
    }
    queue = queue.then(() => answer(message));
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
  await answerOnce(positionals[1], JSON.parse(values.datasource).url);
} else {
  await serve(values.datasource ? JSON.parse(values.datasource) : undefined, values.datamodels ?? []);
}
