import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const BLANK = Object.fromEntries(Object.keys(parseEnv(readFileSync(".env.example", "utf8"))).map((name) => [name, ""]));
const KEY = "a-master-key-for-tests-only-0000000000000000";
const STOPPED_MS = 60_000;

type Up = {
  readonly child: ChildProcess;
  /** Everything it has said. */
  said(): string;
  /** Its address, once it is ready. Rejects with what it said where it ends before. */
  readonly ready: Promise<string>;
  readonly exit: Promise<number>;
};

/** Data folders are made in here; the user who runs the database for root must get through. */
const folder = mkdtempSync(join(tmpdir(), "dynamiq-up-"));
chmodSync(folder, 0o711);
const started = new Set<Up>();

/** `npm run up` with just these settings; the port is a free one. */
function up(settings: Record<string, string> = {}, command = [process.execPath, "scripts/up.mjs"]): Up {
  const env: NodeJS.ProcessEnv = { ...process.env, ...BLANK, PORT: "0", DATA_DIR: join(folder, "data"), ...settings };
  const [program = "", ...args] = command;
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const exit = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const url = /Ready: (\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    void exit.then(() => reject(new Error(said)));
  });
  ready.catch(() => {});
  const made = { child, said: () => said, ready, exit };
  started.add(made);
  void exit.then(() => started.delete(made));
  return made;
}

async function stop({ child, exit }: Up): Promise<number> {
  child.kill("SIGTERM");
  return exit;
}

/** What it said last, where it was to stop by itself: the sentence for the operator. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const one = up(settings);
  expect(await one.exit).toBe(1);
  const said = one.said().trim().split("\n\n").at(-1) ?? "";
  expect(said).not.toContain("    at ");
  return said;
}

/** Pids of processes whose command line holds a text. */
function processesOf(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + STOPPED_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("It did not come about.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers, redirect: "manual" });

/** The status and body of a request to another host name at the same address; fetch cannot set `Host`. */
function getAs(url: string, host: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on("error", reject).end();
  });
}

beforeAll(async () => {
  // The first start may have to build.
  const first = up();
  await first.ready;
  await stop(first);
});
afterEach(async () => {
  await Promise.all([...started].map(stop));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The embedded database's own address, for those who want to reach it as an external one. */
function databaseUrl(name = "app", password?: string): string {
  const at = (file: string) => readFileSync(join(folder, "data", file), "utf8").trim();
  return `postgresql://app:${password ?? at("pgpassword")}@127.0.0.1:${at("pgport")}/${name}`;
}

test("it starts, says what it allows, is live and ready, and leaves nothing running when told to stop", async () => {
  const data = join(folder, "fresh");
  const one = up({ DATA_DIR: data });
  const url = await one.ready;
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(one.said()).toContain("sample model (no AI) is on");
  expect(one.said()).toContain("Made a master key");
  expect(statSync(join(data, "master-key")).mode & 0o777).toBe(0o600);
  expect(await (await get(`${url}/healthz`)).json()).toEqual({ status: "live" });
  const readiness = await get(`${url}/readyz`);
  expect(await readiness.json()).toEqual({
    status: "ready",
    checks: { database: "ok", migrations: "ok", queue: "ok" },
  });
  expect(readiness.status).toBe(200);
  expect(processesOf(data).length).toBeGreaterThan(0);

  expect(await stop(one)).toBe(0);
  expect(processesOf(data)).toEqual([]);
  await expect(get(url)).rejects.toThrow();
  expect(existsSync(join(data, "up.lock"))).toBe(false);
});

test("a second start in one data folder says so, and the first goes on", async () => {
  const one = up();
  const url = await one.ready;
  expect(await refusal({})).toMatch(/^It is running already with this data folder .+ another PORT\.$/);
  expect((await get(`${url}/readyz`)).status).toBe(200);
});

test("killed without a chance to clean up, it leaves no server behind and starts again with its data", async () => {
  const one = up({ DYNAMIQ_INIT_USER_EMAIL: "ada@example.com", DYNAMIQ_INIT_USER_PASSWORD: "a long password" });
  const url = await one.ready;
  one.child.kill("SIGKILL");
  await one.exit;
  await until(() =>
    get(url).then(
      () => false,
      () => true,
    ),
  );
  expect(processesOf(join(folder, "data")).length).toBeGreaterThan(0);

  const token = `dyn_pat_${"k".repeat(40)}`;
  const again = up({ DYNAMIQ_INIT_USER_EMAIL: "ada@example.com", DYNAMIQ_INIT_PAT: token });
  const me = await get(`${await again.ready}/v1/me`, { authorization: `Bearer ${token}` });
  expect(await me.json()).toMatchObject({ data: { email: "ada@example.com" } });
  expect(again.said()).toContain("it was running already");
  await stop(again);
  expect(processesOf(join(folder, "data"))).toEqual([]);
});

test("killed together with its database, it recovers", async () => {
  const one = up();
  await one.ready;
  const postmaster = Number(readFileSync(join(folder, "data/pgdata/postmaster.pid"), "utf8").split("\n")[0]);
  one.child.kill("SIGKILL");
  process.kill(postmaster, "SIGKILL");
  await one.exit;
  await until(() => processesOf(join(folder, "data/pgdata")).length === 0);
  const again = up();
  expect((await get(`${await again.ready}/readyz`)).status).toBe(200);
});

test("a request under way when it is told to stop is answered; a new one is not taken", async () => {
  const one = up();
  const url = await one.ready;
  const body = JSON.stringify({ email: "no address" });
  const headers = { "content-type": "application/json", "content-length": String(body.length) };
  const asked = request(`${url}/v1/auth/register`, { method: "POST", headers });
  const answered = new Promise<number>((resolve, reject) => {
    asked.on("response", (response) => resolve(response.resume().statusCode ?? 0)).on("error", reject);
  });
  asked.write(body.slice(0, 5));
  await until(async () => (await (await get(`${url}/metrics`)).text()).includes('plane="process"'));
  one.child.kill("SIGTERM");
  await until(() =>
    get(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  asked.end(body.slice(5));
  expect(await answered).toBe(400);
  expect(await one.exit).toBe(0);
});

test("told to stop by way of npm, it stops", async () => {
  const npm = up({}, ["npm", "run", "up"]);
  await npm.ready;
  await stop(npm);
  await until(() => processesOf(join(folder, "data")).length === 0);
});

test("a port in use is told in one sentence", async () => {
  const other: Server = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const port = String((other.address() as { port: number }).port);
  expect(await refusal({ PORT: port })).toBe(
    `Port ${port} is in use by another program: stop that one, or set PORT to a free port.`,
  );
  other.close();
});

test("settings that cannot be used are told by name", async () => {
  expect(await refusal({ PORT: "http" })).toMatch(/^PORT is “http”: .+\.$/);
  expect(await refusal({ DATABASE_URL: "mysql://x/y" })).toMatch(/^DATABASE_URL is not a PostgreSQL address: .+$/);
  expect(await refusal({ DYNAMIQ_ROLES: "webb" })).toMatch(/^DYNAMIQ_ROLES cannot be used as it is set: .+\.$/);
  expect(await refusal({ HOST: "no.such.host.invalid" })).toMatch(/^HOST is “no\.such\.host\.invalid”, .+\.$/);
  expect(await refusal({ DYNAMIQ_INIT_ORG_NAME: "Looms" })).toMatch(/^DYNAMIQ_INIT_USER_EMAIL is not set, .+\.$/);
  expect(processesOf(join(folder, "data"))).toEqual([]);
});

test("a data folder where nothing can be written is told", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  expect(await refusal({ DATA_DIR: join(file, "data") })).toMatch(
    /^Nothing can be written in the data folder .+ DATA_DIR\.$/,
  );
});

test("a database that does not answer, or refuses the password, is told without the password", async () => {
  const nobody = await refusal({ DATABASE_URL: "postgresql://app:hunter2@127.0.0.1:1/app", DYNAMIQ_MASTER_KEY: KEY });
  expect(nobody).toMatch(/^No PostgreSQL answers at 127\.0\.0\.1:1 \(ECONNREFUSED\): .+\.$/);
  const one = up();
  await one.ready;
  const wrong = await refusal({ DATABASE_URL: databaseUrl("app", "hunter2"), DYNAMIQ_MASTER_KEY: KEY });
  expect(wrong).toMatch(/^PostgreSQL at .+ refused the password of “app”: .+\.$/);
  expect(nobody + wrong).not.toContain("hunter2");
});

test("an external database is used instead, made where it is missing, and left running", async () => {
  const database = up();
  await database.ready;
  const external = { DATABASE_URL: databaseUrl("elsewhere"), DATA_DIR: join(folder, "external") };
  expect(await refusal(external)).toMatch(/^DYNAMIQ_MASTER_KEY is not set: .+\.$/);

  const one = up({ ...external, DYNAMIQ_MASTER_KEY: KEY });
  expect((await get(`${await one.ready}/readyz`)).status).toBe(200);
  expect(one.said()).toContain("made the database “elsewhere”");
  expect(one.said()).not.toContain("sample model");
  expect(existsSync(join(folder, "external/pgdata"))).toBe(false);
  expect(await stop(one)).toBe(0);

  const wrongKey = await refusal({ ...external, DYNAMIQ_MASTER_KEY: KEY.replace("a-", "b-") });
  expect(wrongKey).toMatch(/^DYNAMIQ_MASTER_KEY is not the key .+\.$/);
  expect((await get(`${await database.ready}/readyz`)).status).toBe(200);
});

test("one program serves one role alone", async () => {
  const one = up({ DYNAMIQ_ROLES: "data" });
  const url = await one.ready;
  for (const path of ["/", "/v1/me"]) {
    const answer = await get(url + path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
  }
  expect(await (await get(`${url}/readyz`)).json()).toMatchObject({ status: "ready", checks: { queue: "off" } });
});

test("each request goes to its plane, by host first and then by path", async () => {
  const one = up();
  const url = await one.ready;
  const id = "0198c0de-0000-7000-8000-00000000000a";
  const byHost = await getAs(`${url}/healthz`, `${id}.apps.localhost`);
  expect(JSON.parse(byHost.body)).toHaveProperty("error.code");
  const byPath = await get(`${url}/apps/${id}`);
  expect(await byPath.json()).toHaveProperty("error.code");
  expect(byPath.headers.get("content-security-policy")).toContain("sandbox");
  const page = await get(`${url}/`);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self' 'nonce-");
  expect(page.headers.get("x-powered-by")).toBeNull();
});

test("every script of a page carries the nonce of its answer", async () => {
  const one = up();
  const page = await fetch(await one.ready);
  const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
  const scripts = (await page.text()).match(/<script[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
});

test("metrics tell how much is asked, and nothing of who asks", async () => {
  const one = up();
  const url = await one.ready;
  const id = "0198c0de-0000-7000-8000-00000000000b";
  await get(`${url}/apps/${id}?who=ada@example.com`);
  await until(async () => (await (await get(`${url}/metrics`)).text()).includes('plane="app"'));
  const text = await (await get(`${url}/metrics`)).text();
  expect(text).toMatch(/dynamiq_http_requests_total\{plane="app",method="GET",status="4xx"\} 1/);
  expect(text).toContain("dynamiq_runs_running 0");
  expect(text).not.toContain(id);
  expect(text).not.toContain("ada");
});

test("told to stop while it still prepares, it stops", async () => {
  const data = join(folder, "early");
  mkdirSync(data);
  const one = up({ DATA_DIR: data });
  await until(() => processesOf(data).length > 0);
  expect(await stop(one)).toBe(0);
  expect(processesOf(data)).toEqual([]);
});
