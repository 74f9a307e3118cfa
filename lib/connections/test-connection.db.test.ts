import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/lib/config/env";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import { createConnection } from "./service";
import { testConnection, testNewConnection } from "./test-connection";

const CANARY = "sk-canary-0123456789abcdef";
const servers: ReturnType<typeof createServer>[] = [];

beforeAll(() => {
  Object.assign(env(), { DYNAMIQ_EGRESS_ALLOW: ["loopback"] });
});

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const openai = (tenant: Tenant, url: string) => ({
  project_id: tenant.projectId,
  type: "dynamiq.connections.OpenAI",
  config: { api_key: CANARY, url },
});

describe("testing a connection", () => {
  test("calls out with its secret, stored or not, and says how long it took", async () => {
    const keys: unknown[] = [];
    const url = await serve((request, response) => {
      keys.push(request.headers.authorization);
      response.end("{}");
    });
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const works = { ok: true, latency_ms: expect.any(Number) };
    expect(await testNewConnection(ctx, openai(tenant, url))).toEqual(works);
    const { id } = await createConnection(ctx, { ...openai(tenant, url), name: "x" });
    expect(await testConnection(ctx, id)).toEqual(works);
    expect(keys).toEqual([`Bearer ${CANARY}`, `Bearer ${CANARY}`]);
  });

  test("never repeats a secret the service quotes, also in part or encoded", async () => {
    const url = await serve((_, response) =>
      response.writeHead(401, { "content-type": "application/json" }).end(
        JSON.stringify({
          error: {
            message: `Bad key ${CANARY}, ${Buffer.from(CANARY).toString("base64")}, ${CANARY.slice(0, 14)}`,
          },
        }),
      ),
    );
    const tenant = await aTenant();
    const { ok, error } = await testNewConnection(await tenant.as("owner"), openai(tenant, url));
    expect(ok).toBe(false);
    expect(error).toContain("refused the credentials");
    expect(error).not.toContain("canary");
    expect(error).not.toContain(Buffer.from(CANARY).toString("base64").slice(0, 16));
  });

  test("says what is missing without calling anybody", async () => {
    const tenant = await aTenant();
    const input = { ...openai(tenant, "https://api.openai.com/v1"), config: {} };
    expect(await testNewConnection(await tenant.as("owner"), input)).toEqual({
      ok: false,
      latency_ms: 0,
      error: expect.stringContaining("OPENAI_API_KEY"),
    });
  });

  test("is refused for an address that may not be called, as saving is", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    await expect(testNewConnection(ctx, openai(tenant, "http://169.254.169.254/v1"))).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(testNewConnection(ctx, openai(tenant, "http://10.0.0.1/v1"))).rejects.toMatchObject({
      code: "bad_request",
    });
  });

  test("is refused where the service redirects to one", async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    const tenant = await aTenant();
    const { ok, error } = await testNewConnection(await tenant.as("owner"), openai(tenant, url));
    expect([ok, error]).toEqual([false, expect.stringContaining("metadata")]);
  });

  test("of a type without a harmless call says so", async () => {
    const tenant = await aTenant();
    const input = { project_id: tenant.projectId, type: "dynamiq.connections.Http", config: { method: "GET" } };
    await expect(testNewConnection(await tenant.as("owner"), input)).rejects.toMatchObject({ code: "bad_request" });
  });

  test("is for those who may change it", async () => {
    const [tenant, other] = [await aTenant({ visibility: "private" }), await aTenant()];
    const { id } = await createConnection(await tenant.as("owner"), {
      ...openai(tenant, "https://a.example"),
      name: "x",
    });
    await expect(testConnection(await tenant.as("viewer"), id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(testConnection(await other.as("owner"), id)).rejects.toMatchObject({ code: "not_found" });
    await expect(testNewConnection(await other.as("owner"), openai(tenant, "https://a.example"))).rejects.toMatchObject(
      { code: "not_found" },
    );
  });

  test("of PostgreSQL signs in and tells a wrong password from a wrong database", async () => {
    const { hostname, port, username, password, pathname } = new URL(env().DATABASE_URL ?? "");
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const config = {
      host: hostname,
      port: Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: pathname.slice(1),
    };
    const tried = (changes: object) =>
      testNewConnection(ctx, {
        project_id: tenant.projectId,
        type: "dynamiq.connections.PostgreSQL",
        config: { ...config, ...changes },
      });
    expect(await tried({})).toMatchObject({ ok: true });
    expect(await tried({ password: "wrong" })).toMatchObject({ ok: false, error: expect.stringContaining("password") });
    expect(await tried({ database: "nowhere" })).toMatchObject({
      ok: false,
      error: expect.stringContaining("database"),
    });
    expect(await tried({ port: 1 })).toMatchObject({ ok: false, error: expect.stringContaining("refused") });
  });
});
