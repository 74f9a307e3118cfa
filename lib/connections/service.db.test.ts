import { describe, expect, test } from "vitest";
import { authorize } from "@/lib/auth/scope";
import { env } from "@/lib/config/env";
import { db } from "@/lib/db/client";
import { setSampleModelUrl } from "@/lib/process/sample-model";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import type { CreateConnection } from "./contract";
import { MASK } from "./define";
import { openConnection, openWrittenOut } from "./open";
import { createSampleConnection, repointSampleConnections } from "./sample";
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  listConnectionTypes,
  updateConnection,
} from "./service";

const CANARY = "sk-canary-0123456789";
const everything = { page: 1, page_size: 25, sort: [["name", "asc"]] } as const;

const openai = (tenant: Tenant, input: Partial<CreateConnection> = {}): CreateConnection => ({
  project_id: tenant.projectId,
  name: "Models",
  type: "dynamiq.connections.OpenAI",
  config: { api_key: CANARY },
  ...input,
});

async function opened(tenant: Tenant, id: string) {
  return openConnection(await authorize(await tenant.as("owner"), "workflows:test", tenant.projectId), id);
}

/** Runs with the operator's leave to read connection defaults from these variables. */
async function withEnvironment<T>(variables: Record<string, string>, work: () => Promise<T>): Promise<T> {
  Object.assign(env(), { DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV: true });
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    Object.assign(env(), { DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV: false });
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

async function aWorkflowUsing(
  tenant: Tenant,
  connectionId: string,
  { name = "Flow", version = 0, status = "draft" } = {},
) {
  const workflow = await db().workflow.create({
    data: { projectId: tenant.projectId, name, flow: {}, flowUi: {}, status: status as "draft" },
  });
  if (version > 0) {
    await db().workflowVersion.create({ data: { workflowId: workflow.id, version, flow: {}, flowUi: {} } });
  }
  await db().workflowConnection.create({ data: { workflowId: workflow.id, connectionId, version } });
  return workflow.id;
}

describe("a connection", () => {
  test("is made, shown without its secret, and opened with it", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const made = await createConnection(ctx, openai(tenant));
    expect(made).toMatchObject({
      name: "Models",
      status: "active",
      config: { api_key: MASK },
      warnings: {},
      is_sample: false,
    });
    expect(made.created_by?.id).toBe(await tenant.userId("editor"));
    expect(await getConnection(await tenant.as("viewer"), made.id)).toEqual(made);
    expect(await opened(tenant, made.id)).toEqual({
      id: made.id,
      type: "dynamiq.connections.OpenAI",
      name: "Models",
      fields: { api_key: CANARY, url: "https://api.openai.com/v1" },
    });
  });

  test("shows its secrets nowhere, also those in maps", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const made = await createConnection(ctx, {
      project_id: tenant.projectId,
      name: "Calls",
      type: "dynamiq.connections.Http",
      config: {
        url: "https://api.example.com",
        method: "POST",
        headers: { Authorization: CANARY, "X-Dotted.Name": CANARY },
        params: { key: CANARY },
        data: { nested: { deep: CANARY } },
      },
    });
    expect(made.config).toEqual({
      url: "https://api.example.com",
      method: "POST",
      headers: { Authorization: MASK, "X-Dotted.Name": MASK },
      params: { key: MASK },
      data: { nested: MASK },
    });
    const said = [made, await getConnection(ctx, made.id), await listConnections(ctx, { ...everything })];
    expect(JSON.stringify(said)).not.toContain(CANARY);
    const row = await db().connection.findUniqueOrThrow({ where: { id: made.id }, omit: { sealed: false } });
    expect(JSON.stringify(row.config) + row.secretsSet.join()).not.toContain(CANARY);
    expect(Buffer.from(row.sealed ?? []).toString("latin1")).not.toContain("canary");
    expect((await opened(tenant, made.id)).fields).toMatchObject({ data: { nested: { deep: CANARY } } });
  });

  test("with the name of another one in the project is refused", async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const ctx = await tenant.as("owner");
    await createConnection(ctx, openai(tenant));
    await expect(createConnection(ctx, openai(tenant))).rejects.toMatchObject({ code: "conflict" });
    await createConnection(await other.as("owner"), openai(other));
  });

  test("with a field or a type nobody knows is refused by name", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    await expect(
      createConnection(ctx, openai(tenant, { config: { api_key: "k", organisation: "x", constructor: "y" } })),
    ).rejects.toMatchObject({
      code: "bad_request",
      details: {
        "config.organisation": expect.stringContaining("organisation"),
        "config.constructor": expect.anything(),
      },
    });
    await expect(createConnection(ctx, openai(tenant, { type: "dynamiq.connections.Nothing" }))).rejects.toMatchObject({
      code: "bad_request",
      details: { type: expect.anything() },
    });
    await expect(createConnection(ctx, openai(tenant, { config: { api_key: 5 } }))).rejects.toMatchObject({
      details: { "config.api_key": expect.anything() },
    });
  });

  test.each([
    ["dynamiq.connections.OpenAI", { url: "http://169.254.169.254/v1" }, "config.url"],
    ["dynamiq.connections.OpenAI", { url: "http://127.0.0.1:4010/v1" }, "config.url"],
    ["dynamiq.connections.OpenAI", { url: "http://[::ffff:7f00:1]/v1" }, "config.url"],
    ["dynamiq.connections.OpenAI", { url: "file:///etc/passwd" }, "config.url"],
    ["dynamiq.connections.OpenAI", { url: "https://user:pass@example.com" }, "config.url"],
    ["dynamiq.connections.Qdrant", { url: "http://10.0.0.5:6333" }, "config.url"],
    ["dynamiq.connections.Chroma", { host: "localhost", port: 8000 }, "config.host"],
    ["dynamiq.connections.PostgreSQL", { host: "0x7f.1" }, "config.host"],
    ["dynamiq.connections.Neo4j", { uri: "bolt://10.0.0.5:7687" }, "config.uri"],
    ["dynamiq.connections.Neo4j", { uri: "https://example.com" }, "config.uri"],
    ["dynamiq.connections.MCPSse", { url: "http://metadata.google.internal/" }, "config.url"],
    ["dynamiq.connections.E2B", { domain: "evil.example/#" }, "config.domain"],
    ["dynamiq.connections.AWS", { region: "evil.example/#" }, "config.region"],
    ["dynamiq.connections.Http", { method: "GET", headers: { "X-A": "b\r\nX-C: d" } }, "config.headers.X-A"],
    ["dynamiq.connections.Http", { method: "GET", headers: { "X A": "b" } }, "config.headers.X A"],
  ])("of %s with %j is refused as it is saved", async (type, config, at) => {
    const tenant = await aTenant();
    await expect(
      createConnection(await tenant.as("owner"), { project_id: tenant.projectId, name: "x", type, config }),
    ).rejects.toMatchObject({ code: "bad_request", details: { [at]: expect.stringMatching(/\w/) } });
  });

  test("of another organization does not exist for me", async () => {
    const [mine, theirs] = [await aTenant(), await aTenant()];
    const { id } = await createConnection(await theirs.as("owner"), openai(theirs));
    const ctx = await mine.as("owner");
    const missing = { code: "not_found", message: "Connection not found." };
    await expect(getConnection(ctx, id)).rejects.toMatchObject(missing);
    await expect(updateConnection(ctx, id, { config: {} })).rejects.toMatchObject(missing);
    await expect(deleteConnection(ctx, id)).rejects.toMatchObject(missing);
    await expect(opened(mine, id)).rejects.toMatchObject(missing);
    await expect(getConnection(ctx, crypto.randomUUID())).rejects.toMatchObject(missing);
    await expect(createConnection(ctx, openai(theirs))).rejects.toMatchObject({ code: "not_found" });
    await expect(listConnections(ctx, { ...everything, project_id: theirs.projectId })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listConnections(ctx, { ...everything })).items).toEqual([]);
  });

  test("is not changed by who may only look", async () => {
    const tenant = await aTenant({ visibility: "private" });
    const { id } = await createConnection(await tenant.as("owner"), openai(tenant));
    const viewer = await tenant.as("viewer");
    await expect(createConnection(viewer, openai(tenant, { name: "x" }))).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateConnection(viewer, id, { config: {} })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteConnection(viewer, id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createSampleConnection(viewer, tenant.projectId)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a list of connections", () => {
  test("holds those of every project I may open, by type, name and page", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const second = await db().project.create({ data: { organizationId: tenant.organizationId, name: "Second" } });
    await createConnection(ctx, openai(tenant, { name: "b 100%" }));
    await createConnection(ctx, openai(tenant, { name: "a", project_id: second.id }));
    await createConnection(ctx, openai(tenant, { name: "c", type: "dynamiq.connections.Gemini" }));
    const names = async (query: object) =>
      (await listConnections(ctx, { ...everything, ...query })).items.map(({ name }) => name);
    expect(await names({})).toEqual(["a", "b 100%", "c"]);
    expect(await names({ project_id: second.id })).toEqual(["a"]);
    expect(await names({ type: "dynamiq.connections.Gemini" })).toEqual(["c"]);
    expect(await names({ type: ["dynamiq.connections.Gemini", "dynamiq.connections.OpenAI"] })).toHaveLength(3);
    expect(await names({ search: "B 100" })).toEqual(["b 100%"]);
    expect(await names({ search: "%" })).toEqual(["b 100%"]);
    expect(await names({ sort: [["name", "desc"]], page_size: 2 })).toEqual(["c", "b 100%"]);
  });
});

describe("an update", () => {
  test("keeps secrets that are left out or masked, takes new ones and drops empty ones", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await updateConnection(ctx, id, { config: { api_key: MASK } });
    expect((await opened(tenant, id)).fields.api_key).toBe(CANARY);
    await updateConnection(ctx, id, { config: {} });
    expect((await opened(tenant, id)).fields.api_key).toBe(CANARY);
    await updateConnection(ctx, id, { config: { api_key: "sk-new" } });
    expect((await opened(tenant, id)).fields.api_key).toBe("sk-new");
    expect(await updateConnection(ctx, id, { config: { api_key: "" } })).toMatchObject({
      status: "incomplete",
      config: {},
    });
  });

  test("of a map keeps what is masked, drops what is left out and takes what is new", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, {
      project_id: tenant.projectId,
      name: "x",
      type: "dynamiq.connections.Http",
      config: { method: "GET", headers: { a: "1", b: "2" } },
    });
    const changed = await updateConnection(ctx, id, {
      config: { method: "GET", headers: { b: MASK, c: "3", d: MASK } },
    });
    expect(changed.config.headers).toEqual({ b: MASK, c: MASK });
    expect((await opened(tenant, id)).fields.headers).toEqual({ b: "2", c: "3" });
    const emptied = await updateConnection(ctx, id, { config: { method: "GET", headers: {} } });
    expect(emptied.config.headers).toBeUndefined();
  });

  test.each([
    ["dynamiq.connections.OpenAI", { api_key: CANARY }, { url: "https://other.example/v1" }, "api_key"],
    [
      "dynamiq.connections.Qdrant",
      { api_key: CANARY, url: "https://a.example" },
      { api_key: MASK, url: "https://b.example" },
      "api_key",
    ],
    ["dynamiq.connections.PostgreSQL", { host: "a.example", password: CANARY }, { host: "b.example" }, "password"],
    [
      "dynamiq.connections.PostgreSQL",
      { host: "a.example", password: CANARY },
      { host: "a.example", port: 1 },
      "password",
    ],
    [
      "dynamiq.connections.Neo4j",
      { uri: "bolt://a.example", password: CANARY },
      { uri: "bolt://b.example" },
      "password",
    ],
    [
      "dynamiq.connections.Http",
      { method: "GET", url: "https://a.example", headers: { k: CANARY } },
      { method: "GET", url: "https://b.example", headers: { k: MASK } },
      "headers",
    ],
    [
      "dynamiq.connections.MCPSse",
      { url: "https://a.example", headers: { k: CANARY } },
      { url: "https://b.example" },
      "headers",
    ],
    ["dynamiq.connections.OpenAI", { api_key: CANARY, url: "https://a.example/v1" }, { api_key: MASK }, "api_key"],
  ])("of %s that sends requests elsewhere clears the secrets: %j → %j", async (type, before, after, secret) => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, { project_id: tenant.projectId, name: "x", type, config: before });
    const changed = await updateConnection(ctx, id, { config: after });
    expect(changed.config[secret]).toBeUndefined();
    const { sealed, secretsSet } = await db().connection.findUniqueOrThrow({ where: { id }, omit: { sealed: false } });
    expect([sealed, secretsSet]).toEqual([null, []]);
  });

  test("that sends requests elsewhere keeps a secret given with it", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await updateConnection(ctx, id, { config: { url: "https://other.example/v1", api_key: "sk-other" } });
    expect((await opened(tenant, id)).fields).toEqual({ url: "https://other.example/v1", api_key: "sk-other" });
  });

  test("that writes the usual address out is no move", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await updateConnection(ctx, id, { config: { url: "https://api.openai.com/v1" } });
    expect((await opened(tenant, id)).fields.api_key).toBe(CANARY);
  });

  test("is refused for the same faults as a new connection, and changes nothing", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await expect(updateConnection(ctx, id, { config: { url: "http://10.0.0.1" } })).rejects.toMatchObject({
      code: "bad_request",
    });
    await expect(updateConnection(ctx, id, { config: { nothing: 1 } })).rejects.toMatchObject({ code: "bad_request" });
    expect((await opened(tenant, id)).fields.api_key).toBe(CANARY);
  });
});

describe("a field that is left empty", () => {
  test("is a warning as it is saved and an error that names it when it is needed", async () => {
    const tenant = await aTenant();
    const made = await createConnection(await tenant.as("owner"), openai(tenant, { config: {} }));
    expect(made).toMatchObject({
      status: "incomplete",
      warnings: { api_key: expect.stringContaining("OPENAI_API_KEY") },
    });
    await expect(opened(tenant, made.id)).rejects.toMatchObject({
      code: "unprocessable",
      message: expect.stringMatching(/Models.*OPENAI_API_KEY.*DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV/),
    });
    await withEnvironment({}, () =>
      expect(opened(tenant, made.id)).rejects.toThrow(/set OPENAI_API_KEY in the server's environment/),
    );
  });

  test("takes the environment's value where the operator allows it, and only then", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant, { config: {} }));
    const variables = { OPENAI_API_KEY: CANARY, OPENAI_URL: "https://models.example/v1" };
    await withEnvironment(variables, async () => {
      const shown = await getConnection(ctx, id);
      expect(shown).toMatchObject({ status: "active", config: {}, warnings: {} });
      expect((await opened(tenant, id)).fields).toEqual({ api_key: CANARY, url: "https://models.example/v1" });
    });
    process.env.OPENAI_API_KEY = CANARY;
    await expect(opened(tenant, id)).rejects.toMatchObject({ code: "unprocessable" });
    delete process.env.OPENAI_API_KEY;
  });

  test("never sends the environment's secret to an address an author typed in", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const config = { url: "https://attacker.example/v1" };
    await withEnvironment({ OPENAI_API_KEY: CANARY }, async () => {
      const made = await createConnection(ctx, openai(tenant, { config }));
      expect(made).toMatchObject({
        status: "incomplete",
        warnings: { api_key: expect.stringContaining("only used with") },
      });
      await expect(opened(tenant, made.id)).rejects.toMatchObject({ code: "unprocessable" });
    });
  });

  test("of a port takes a number from the environment, and says so where that is none", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const input = { project_id: tenant.projectId, name: "c", type: "dynamiq.connections.Chroma", config: {} };
    const { id } = await createConnection(ctx, input);
    await withEnvironment({ CHROMA_HOST: "chroma.example", CHROMA_PORT: "8000" }, async () => {
      expect((await opened(tenant, id)).fields).toEqual({ host: "chroma.example", port: 8000 });
    });
    await withEnvironment({ CHROMA_HOST: "chroma.example", CHROMA_PORT: "many" }, () =>
      expect(opened(tenant, id)).rejects.toThrow("CHROMA_PORT"),
    );
  });

  test("of a connection written into a flow takes the same defaults and gives the same errors", async () => {
    const written = (fields: object) => ({
      id: "inline",
      type: "dynamiq.connections.OpenAI",
      name: "inline",
      fields: fields as Record<string, string>,
    });
    expect(openWrittenOut(written({ api_key: CANARY })).fields).toEqual({
      api_key: CANARY,
      url: "https://api.openai.com/v1",
    });
    expect(() => openWrittenOut(written({}))).toThrow("OPENAI_API_KEY");
    expect(() => openWrittenOut(written({ url: "http://10.0.0.1", api_key: "k" }))).toThrow("private network");
    expect(() => openWrittenOut(written({ nothing: "x" }))).toThrow("nothing");
    await withEnvironment({ OPENAI_API_KEY: CANARY }, async () => {
      expect(openWrittenOut(written({})).fields.api_key).toBe(CANARY);
      expect(() => openWrittenOut(written({ url: "https://attacker.example" }))).toThrow("only used with");
    });
  });

  test("is needed or not by what others say", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const made = async (name: string, config: CreateConnection["config"]) =>
      createConnection(ctx, { project_id: tenant.projectId, name, type: "dynamiq.connections.Weaviate", config });
    expect(Object.keys((await made("cloud", { api_key: "k" })).warnings)).toEqual(["url"]);
    expect(Object.keys((await made("own", { api_key: "k", deployment_type: "custom" })).warnings)).toEqual([
      "http_host",
      "grpc_host",
    ]);
  });
});

describe("deleting a connection", () => {
  test("that nothing uses takes it away", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await deleteConnection(ctx, id);
    await expect(getConnection(ctx, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteConnection(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("that workflows use is refused with the list of them", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    const draft = await aWorkflowUsing(tenant, id, { name: "Support" });
    await aWorkflowUsing(tenant, id, { name: "Reports", version: 3, status: "released" });
    await expect(deleteConnection(ctx, id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/“Reports” \(version 3\), “Support” \(draft\)/),
      details: { [`workflows.${draft}`]: "“Support” (draft)" },
    });
    await getConnection(ctx, id);
  });

  test("is not held up by what is archived", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id } = await createConnection(ctx, openai(tenant));
    await aWorkflowUsing(tenant, id, { name: "Old", status: "archived" });
    const workflowId = await aWorkflowUsing(tenant, id, { name: "Kept", version: 1, status: "released" });
    await db().workflowVersion.updateMany({ where: { workflowId }, data: { archivedAt: new Date() } });
    await deleteConnection(ctx, id);
  });
});

describe("the sample connection", () => {
  test("is made once, labelled, and points at the sample model", async () => {
    setSampleModelUrl("http://127.0.0.1:4010/v1");
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const [one, two] = await Promise.all([
      createSampleConnection(ctx, tenant.projectId),
      createSampleConnection(ctx, tenant.projectId),
    ]);
    const again = await createSampleConnection(ctx, tenant.projectId);
    expect(again).toMatchObject({ name: "Sample model (no AI)", is_sample: true, status: "active" });
    expect(new Set([one.id, two.id, again.id]).size).toBe(1);
    expect((await opened(tenant, again.id)).fields.url).toBe("http://127.0.0.1:4010/v1");
    setSampleModelUrl(null);
    expect((await getConnection(ctx, again.id)).is_sample).toBe(false);
  });

  test("follows the sample model to another port, and nothing else does", async () => {
    setSampleModelUrl("http://127.0.0.1:4010/v1");
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const sample = await createSampleConnection(ctx, tenant.projectId);
    const other = await createConnection(ctx, openai(tenant, { config: { url: "https://a.example", api_key: "k" } }));
    await repointSampleConnections("http://127.0.0.1:4010/v1", "http://127.0.0.1:4020/v1");
    setSampleModelUrl("http://127.0.0.1:4020/v1");
    expect(await getConnection(ctx, sample.id)).toMatchObject({
      is_sample: true,
      config: { url: "http://127.0.0.1:4020/v1", api_key: MASK },
    });
    expect((await opened(tenant, sample.id)).fields.api_key).not.toBe(MASK);
    expect((await getConnection(ctx, other.id)).config.url).toBe("https://a.example");
    setSampleModelUrl(null);
  });

  test("is not offered where the instance has no sample model", async () => {
    setSampleModelUrl(null);
    const tenant = await aTenant();
    await expect(createSampleConnection(await tenant.as("owner"), tenant.projectId)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("every type is listed with its form", async () => {
  const types = await listConnectionTypes();
  expect(types.find(({ type }) => type === "dynamiq.connections.OpenAI")?.fields).toEqual([
    expect.objectContaining({
      name: "api_key",
      widget: "secret",
      env: "OPENAI_API_KEY",
      is_secret: true,
      is_required: true,
    }),
    expect.objectContaining({
      name: "url",
      default: "https://api.openai.com/v1",
      is_destination: true,
      is_secret: false,
    }),
  ]);
  expect(types.find(({ type }) => type === "dynamiq.connections.Http")?.fields[1]?.options).toContain("PATCH");
});
