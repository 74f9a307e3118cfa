import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { closeListener } from "@/lib/db/listener";
import { API_KEY, aDeployedApp, chain, completion, input, llm, output, streamed } from "@/lib/testing/deployed-app";
import { anEndpoint } from "@/lib/testing/model-endpoint";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import { appsPlane } from "./apps";

process.env.DYNAMIQ_EGRESS_ALLOW = "loopback";

let tenant: Tenant;
let key: string;
beforeAll(async () => {
  tenant = await aTenant();
  key = await tenant.accessKey();
});
afterAll(closeListener);

type Call = {
  key?: string | null;
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal;
};

function send(id: string, { key: given = key, method = "POST", headers = {}, ...init }: Call = {}): Promise<Response> {
  return Promise.resolve(
    appsPlane().fetch(
      new Request(`http://host/apps/${id}`, {
        method,
        headers: { ...(given && { authorization: `Bearer ${given}` }), ...headers },
        ...init,
      }),
    ),
  );
}

const call = (id: string, body: unknown, init: Call = {}) =>
  send(id, { ...init, headers: { "content-type": "application/json", ...init.headers }, body: JSON.stringify(body) });

const runOf = (response: Response) =>
  db().run.findUniqueOrThrow({ where: { id: response.headers.get("x-run-id") ?? "" } });

const traceOf = async (response: Response) => {
  const trace = await db().trace.findUniqueOrThrow({ where: { id: response.headers.get("x-trace-id") ?? "" } });
  const spans = await db().span.findMany({ where: { traceId: trace.id }, orderBy: { sequence: "asc" } });
  return { trace, spans };
};

type Message = { event: string; data: Record<string, unknown>; source: { id: string } } & Record<string, unknown>;

const messagesIn = (text: string): Message[] =>
  text
    .split("\n\n")
    .filter((record) => record.startsWith("data: "))
    .map((record) => JSON.parse(record.slice(6)) as Message);

describe("a call", () => {
  test("is answered with the output, and recorded with its trace before the answer", async () => {
    const model = await anEndpoint(completion("Forty-two."));
    const app = await aDeployedApp(tenant, chain(model.origin));
    const response = await call(app.id, { input: { input: "What?" }, user_id: "ann", session_id: "s1" });
    expect(response.status).toBe(200);
    const answer = await response.json();
    expect(answer).toEqual({
      output: "Forty-two.",
      status: "success",
      run_id: response.headers.get("x-run-id"),
      trace_id: response.headers.get("x-trace-id"),
    });
    expect(model.asked[0]?.body.messages).toEqual([{ role: "user", content: "Answer: What?" }]);
    expect(await runOf(response)).toMatchObject({
      status: "completed",
      appId: app.id,
      deploymentId: app.deploymentId,
      output: "Forty-two.",
      userId: "ann",
      sessionId: "s1",
      leaseUntil: null,
      input: { input: "What?", user_id: "ann", session_id: "s1" },
    });
    const { trace, spans } = await traceOf(response);
    expect(trace).toMatchObject({ status: "succeeded", promptTokens: 7, completionTokens: 5, sourceId: app.id });
    expect(spans.map(({ name, status }) => [name, status])).toEqual([
      ["start", "succeeded"],
      ["answerer", "succeeded"],
      ["output", "succeeded"],
    ]);
    expect(spans[1]?.metadata).toMatchObject({
      node: { id: "llm", group: "llms" },
      usage: { total_tokens: 12 },
      prompt: expect.anything(),
    });
    expect(spans[1]?.executions).toHaveLength(1);
  });

  test("gives an object where the Output node has several fields", async () => {
    const out = { ...output("start"), input_transformer: { selector: { a: "$.a", b: "$.b" } } };
    const app = await aDeployedApp(tenant, [input, out]);
    const response = await call(app.id, { input: { a: 1, b: [2] } });
    expect(await response.json()).toMatchObject({ output: { a: 1, b: [2] } });
  });

  test("gives the last node's output alone where that is asked for", async () => {
    const app = await aDeployedApp(tenant, [input, output("start", "$.a")]);
    const response = await call(app.id, { input: { a: "x" }, last_node_output: true });
    expect(await response.json()).toEqual({ output: "x" });
  });

  test("takes a form, with its input as JSON text", async () => {
    const app = await aDeployedApp(tenant, [input, output("start", "$.a")]);
    const form = new FormData();
    form.set("input", JSON.stringify({ a: "from a form" }));
    expect(await (await send(app.id, { body: form })).json()).toMatchObject({ output: "from a form" });
  });
});

test("files are stored and given to the workflow by id, name, type and size", async () => {
  const app = await aDeployedApp(tenant, [input, output("start", "$.files")]);
  const form = new FormData();
  form.set("input", "{}");
  form.append("files", new File(["one"], "../a.txt", { type: "text/plain" }));
  form.append("files", new File(["three"], "b.bin"));
  const { output: files } = await (await send(app.id, { body: form })).json();
  expect(files).toMatchObject([
    { id: expect.any(String), name: "a.txt", mime_type: "text/plain", size: 3 },
    { name: "b.bin", size: 5 },
  ]);
  expect(await db().storedFile.findUnique({ where: { id: files[0].id } })).toMatchObject({ appId: app.id });
});

test("a file in a JSON body is refused", async () => {
  const app = await aDeployedApp(tenant, [input, output("start")]);
  const response = await call(app.id, { input: {}, files: [{ name: "x", bytes: "y" }] });
  expect(response.status).toBe(400);
});

describe("whom an app admits", () => {
  test("a public app needs no key, and pages of any origin may call it", async () => {
    const app = await aDeployedApp(tenant, [input, output("start", "$.a")], { accessType: "public" });
    const response = await call(app.id, { input: { a: 1 } }, { key: null });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    const preflight = await send(app.id, { method: "OPTIONS", key: null });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
  });

  test("a private app needs an Access Key, and opens to no page", async () => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const response = await call(app.id, { input: {} }, { key: null });
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect((await call(app.id, { input: {} }, { key: `dynamiq_acc_${"x".repeat(64)}` })).status).toBe(401);
    const preflight = await send(app.id, { method: "OPTIONS", key: null });
    expect(preflight.headers.get("access-control-allow-methods")).toBeNull();
  });

  test("a Personal Access Token is told that an Access Key belongs here", async () => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const response = await call(app.id, { input: {} }, { key: await tenant.pat("owner") });
    expect(response.status).toBe(403);
    expect((await response.json()).error.message).toContain("dynamiq_acc_");
  });

  test("another organization's app, an archived one and none at all look exactly alike", async () => {
    const theirs = await aDeployedApp(await aTenant(), [input, output("start")]);
    const archived = await aDeployedApp(tenant, [input, output("start")]);
    await db().app.update({ where: { id: archived.id }, data: { archivedAt: new Date() } });
    const bodies = await Promise.all(
      [theirs.id, archived.id, crypto.randomUUID(), "no-uuid"].map(async (id) => {
        const response = await call(id, { input: {} }, { headers: { "x-request-id": "same" } });
        return { status: response.status, body: await response.text() };
      }),
    );
    expect(bodies[0]?.status).toBe(404);
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });

  test("a key bound to another project does not know the app", async () => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const other = await db().project.create({ data: { organizationId: tenant.organizationId, name: "Other" } });
    expect((await call(app.id, { input: {} }, { key: await tenant.accessKey(other.id) })).status).toBe(404);
  });
});

describe("bad input", () => {
  test.each([
    ["{", "application/json", 400],
    ["[]", "application/json", 400],
    ['{"input": 5}', "application/json", 400],
    ['{"input": []}', "application/json", 400],
    ['{"input": {"constructor": 1}}', "application/json", 400],
    ["input=1", "application/x-www-form-urlencoded", 415],
    ["x", "text/plain", 415],
    ['{"input": {}, "execution_mode": "async"}', "application/json", 501],
    ['{"input": {}, "callbacks": [{"url": "https://example.com"}]}', "application/json", 400],
  ])("%s as %s is refused with %i and the request id", async (body, type, status) => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const response = await send(app.id, { headers: { "content-type": type, "x-request-id": "req-1" }, body });
    expect(response.status).toBe(status);
    expect((await response.json()).error).toMatchObject({ code: expect.any(String), request_id: "req-1" });
    expect(await db().run.count({ where: { appId: app.id } })).toBe(0);
  });

  test("a body over the limit is refused with 413", async () => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const response = await call(app.id, { input: { a: "x".repeat(17 * 1024 * 1024) } });
    expect(response.status).toBe(413);
  });

  test("another method is told how an app is called", async () => {
    const app = await aDeployedApp(tenant, [input, output("start")]);
    const response = await send(app.id, { method: "GET" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("text that PostgreSQL cannot store is run and recorded", async () => {
    const app = await aDeployedApp(tenant, [input, output("start", "$.a")]);
    const response = await call(app.id, { input: { a: "nul \u0000 lone \ud800 end" } });
    expect(response.status).toBe(200);
    expect((await runOf(response)).status).toBe("completed");
  });
});

describe("a model that", () => {
  test.each([
    ["refuses", { status: 401, body: ['{"error":{"message":"Incorrect API key provided"}}'] }],
    ["answers rubbish", { type: "text/html", body: ["<html>no</html>"] }],
    ["is cut off", { body: ['{"choices": [{"mess'], isCut: true }],
    ["fails", { status: 500, body: ["oops"] }],
  ])("%s makes the run fail with the node's error", async (_, wire) => {
    const model = await anEndpoint(wire);
    const app = await aDeployedApp(tenant, chain(model.origin));
    const response = await call(app.id, { input: { input: "?" } });
    expect(response.status).toBe(200);
    const answer = await response.json();
    expect(answer).toMatchObject({
      output: null,
      status: "failure",
      error: { message: expect.stringContaining("answerer: "), details: { "nodes.llm": expect.any(String) } },
    });
    expect(await runOf(response)).toMatchObject({ status: "failed", error: answer.error });
    expect(model.asked.length).toBeGreaterThan(0);
    const { trace, spans } = await traceOf(response);
    expect(trace.status).toBe("failed");
    expect(spans.map(({ name, status }) => [name, status])).toEqual([
      ["start", "succeeded"],
      ["answerer", "failed"],
      ["output", "skipped"],
    ]);
  });

  test("hangs makes the run fail when the node's time is up", async () => {
    const model = await anEndpoint({ body: [], hangs: true });
    const app = await aDeployedApp(tenant, chain(model.origin, { error_handling: { timeout_seconds: 0.2 } }));
    const answer = await (await call(app.id, { input: { input: "?" } })).json();
    expect(answer).toMatchObject({ status: "failure", error: { code: "timeout" } });
  });

  test("fails is an HTTP error where the caller wants that", async () => {
    const model = await anEndpoint({ status: 500, body: ["oops"] });
    const app = await aDeployedApp(tenant, chain(model.origin));
    const response = await call(app.id, { input: { input: "?" }, error_on_node_failure: true });
    expect(response.status).toBeGreaterThanOrEqual(422);
    expect((await response.json()).error).toMatchObject({ details: { "nodes.llm": expect.any(String) } });
  });
});

describe("a stream", () => {
  test("tells the fragments of the nodes that stream, in order, and ends with the workflow", async () => {
    const model = await anEndpoint(streamed("For", "ty-", "two"));
    const app = await aDeployedApp(tenant, chain(model.origin, { streaming: { enabled: true, event: "answer" } }));
    const response = await call(app.id, { input: { input: "?" }, stream: true });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const messages = messagesIn(await response.text());
    const last = messages.pop();
    expect(messages.length).toBeGreaterThanOrEqual(3);
    for (const message of messages) {
      expect(message).toMatchObject({
        event: "answer",
        run_id: expect.any(String),
        wf_run_id: response.headers.get("x-run-id"),
        entity_id: "llm",
        source: { id: "llm", name: "answerer", group: "llms", type: "dynamiq.nodes.llms.OpenAI" },
      });
    }
    const contents = messages.map(
      ({ data }) => (data as { choices: { delta: { content?: string } }[] }).choices[0]?.delta.content ?? "",
    );
    expect(contents.join("")).toBe("Forty-two");
    expect(last).toMatchObject({ event: "workflow.completed", data: { output: "Forty-two", status: "success" } });
    expect((await runOf(response)).status).toBe("completed");
  });

  test("has its last message also where no node streams", async () => {
    const model = await anEndpoint(completion("Yes."));
    const app = await aDeployedApp(tenant, chain(model.origin));
    const messages = messagesIn(await (await call(app.id, { input: { input: "?" }, stream: true })).text());
    expect(messages).toMatchObject([{ event: "workflow.completed", data: { output: "Yes." } }]);
  });

  test("ends with the failure where the model's stream is cut", async () => {
    const model = await anEndpoint({ ...streamed("Half"), body: streamed("Half").body.slice(0, 1), isCut: true });
    const app = await aDeployedApp(tenant, chain(model.origin, { streaming: { enabled: true } }));
    const response = await call(app.id, { input: { input: "?" }, stream: true });
    expect(messagesIn(await response.text()).at(-1)).toMatchObject({
      event: "workflow.failed",
      data: { status: "failure", error: { details: { "nodes.llm": expect.any(String) } } },
    });
    expect((await runOf(response)).status).toBe("failed");
  });

  test("goes on being run when its reader goes away", async () => {
    const model = await anEndpoint(streamed("a", "b", "c"));
    const app = await aDeployedApp(tenant, chain(model.origin, { streaming: { enabled: true } }));
    const response = await call(app.id, { input: { input: "?" }, stream: true });
    await response.body?.cancel();
    await expect.poll(async () => (await runOf(response)).status).toBe("completed");
  });
});

describe("secrets", () => {
  test("a model that repeats the key it was called with gives it to nobody", async () => {
    const model = await anEndpoint(completion(`Your key is ${API_KEY}!`));
    const app = await aDeployedApp(tenant, chain(model.origin));
    const response = await call(app.id, { input: { input: "?" } });
    expect(model.asked[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
    const text = await response.text();
    expect(text).toContain("Your key is •••!");
    const { trace, spans } = await traceOf(response);
    const run = await runOf(response);
    const kept = JSON.stringify([run.output, run.error, trace.output, trace.error, spans]);
    expect(kept + text).not.toContain("canary");
  });

  test("a model that repeats the key in its error gives it to nobody", async () => {
    const model = await anEndpoint({ status: 401, body: [`{"error":{"message":"Bad key ${API_KEY}"}}`] });
    const app = await aDeployedApp(tenant, chain(model.origin, { streaming: { enabled: true } }));
    const response = await call(app.id, { input: { input: "?" }, stream: true });
    const text = await response.text();
    const { trace, spans } = await traceOf(response);
    expect(JSON.stringify([await runOf(response), trace.error, spans.map(({ error }) => error)]) + text).not.toContain(
      "canary",
    );
  });
});

test("two nodes that fail are both named", async () => {
  const model = await anEndpoint({ status: 400, body: ['{"error":{"message":"no"}}'] });
  const second = { ...llm(model.origin), id: "second", name: "second" };
  const app = await aDeployedApp(tenant, [input, llm(model.origin), second, output("llm")]);
  const { error } = await (await call(app.id, { input: { input: "?" } })).json();
  expect(Object.keys(error.details).sort()).toEqual(["nodes.llm", "nodes.second"]);
});
