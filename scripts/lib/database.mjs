import pg from "pg";
import { Stop } from "./stop.mjs";

const CONNECT_MS = 10_000;

/**
 * Makes sure that the database a URL names can be used, and creates it where it is missing and the server allows.
 *
 * @param {string} url
 * @returns {Promise<{ created: boolean, version: string }>} `version` is PostgreSQL's.
 * @throws Stop
 */
export async function ensureDatabase(url) {
  try {
    return { created: false, version: await versionOf(url) };
  } catch (error) {
    if (error.code !== "3D000") throw toStop(error, url);
  }
  await create(url);
  return { created: true, version: await versionOf(url).catch((error) => Promise.reject(toStop(error, url))) };
}

async function versionOf(url) {
  const { rows } = await asked(url, "show server_version");
  return rows[0].server_version;
}

async function create(url) {
  const name = databaseOf(url);
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  try {
    await asked(maintenance.toString(), `create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // Another start made it meanwhile.
    if (error.code === "42P04" || error.code === "23505") return;
    throw new Stop(
      `The database “${name}” does not exist on ${new URL(url).host} and could not be created (${error.message}): create it, or name another in DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function asked(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A failure to connect, as one sentence that says what to do. The password is in none of them. */
export function toStop(error, url) {
  const { host, username } = new URL(url);
  const user = decodeURIComponent(username);
  if (error instanceof Stop) return error;
  if (error.code === "28P01") {
    return new Stop(`PostgreSQL at ${host} refused the password of “${user}”: correct the password in DATABASE_URL.`, {
      cause: error,
    });
  }
  if (String(error.code).startsWith("28")) {
    return new Stop(`PostgreSQL at ${host} refused “${user}” (${error.message}): correct DATABASE_URL.`, {
      cause: error,
    });
  }
  if (/^(08|57P|53)/.test(String(error.code))) {
    return new Stop(`PostgreSQL at ${host} takes no connection now (${error.message}): try again in a moment.`, {
      cause: error,
    });
  }
  const reason = error.code ?? error.errors?.[0]?.code ?? error.message;
  return new Stop(
    `No PostgreSQL answers at ${host} (${reason}): start it, correct DATABASE_URL, or leave DATABASE_URL out to use the embedded one.`,
    { cause: error },
  );
}

const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";
