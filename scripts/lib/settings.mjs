import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { Stop } from "./stop.mjs";

/** Takes what `.env` says into the environment; what is set there already, also to nothing, stays. @throws Stop */
export function readEnvFile(file = ".env") {
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (cause) {
    throw new Stop(`The file ${file} could not be read (${cause.message}): correct it or move it away.`, { cause });
  }
}

/** A setting; undefined where it is not set, or set to nothing. @param {string} name */
export const setting = (name) => process.env[name] || undefined;

/** What the start needs before there is a program that checks all settings. @throws Stop naming the variable */
export function startSettings() {
  const port = Number(setting("PORT") ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Stop(`PORT is “${process.env.PORT}”: set it to a number from 0 to 65535.`);
  }
  const databaseUrl = setting("DATABASE_URL");
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl)) {
    throw new Stop(
      "DATABASE_URL is not a PostgreSQL address: write it as postgresql://user:password@host:5432/database.",
    );
  }
  return {
    port,
    host: setting("HOST") ?? "127.0.0.1",
    databaseUrl,
    dataFolder: path.resolve(setting("DATA_DIR") ?? ".data"),
  };
}

function isPostgresUrl(text) {
  try {
    return /^postgres(ql)?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Makes the data folder where it is missing. @throws Stop where nothing can be written there */
export function openDataFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Stop(
      `Nothing can be written in the data folder ${folder} (${cause.code}): give this user the right to, or name another folder in DATA_DIR.`,
      { cause },
    );
  }
}

/**
 * The master key kept in the data folder, made there where there is none yet.
 * @returns {{ key: string, file: string, isNew: boolean }}
 */
export function masterKeyIn(folder) {
  const file = path.join(folder, "master-key");
  try {
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    return { key: readFileSync(file, "utf8").trim(), file, isNew: true };
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return { key: readFileSync(file, "utf8").trim(), file, isNew: false };
  }
}

/**
 * The port, or a free one for 0.
 * @throws Stop where somebody listens there, or this user or machine cannot
 */
export async function requirePort(port, host) {
  try {
    return await listenOnce(port, host);
  } catch (cause) {
    throw new Stop(portFault(cause, { port, host }), { cause });
  }
}

/** Why a port cannot be listened on, and what to do. */
export function portFault(error, { port, host }) {
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use by another program: stop that one, or set PORT to a free port.`;
    case "EACCES":
      return `This user may not listen on port ${port}: set PORT to one above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `HOST is “${host}”, which is no address of this machine: set it to 127.0.0.1 for this machine only, or 0.0.0.0 for all.`;
    default:
      return `Port ${port} on ${host} cannot be listened on (${error.message}): set PORT and HOST to others.`;
  }
}

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(port, host, () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}
