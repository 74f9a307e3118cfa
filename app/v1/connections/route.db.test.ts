import { expect, test } from "vitest";
import { aTenant } from "@/lib/testing/tenant";
import { DELETE, GET as GET_ONE, PUT } from "./[connection_id]/route";
import { GET, POST } from "./route";

const CANARY = "sk-canary-0123456789";

type Asked = { token: string; body?: unknown; id?: string };

const ask = (serve: typeof GET, method: string, { token, body, id }: Asked): Promise<Response> =>
  serve(
    new Request("http://localhost/v1/connections", {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    { params: Promise.resolve(id ? { connection_id: id } : {}) },
  );

test("a connection is made, read, changed and deleted with a token, and its secret is in no answer", async () => {
  const tenant = await aTenant();
  const token = await tenant.pat("editor");
  const config = { api_key: CANARY };
  const body = { project_id: tenant.projectId, name: "Models", type: "dynamiq.connections.OpenAI", config };
  const made = await ask(POST, "POST", { token, body });
  expect(made.status).toBe(200);
  const text = await made.text();
  const { id } = JSON.parse(text).data;
  const answers = [
    text,
    await (await ask(GET, "GET", { token })).text(),
    await (await ask(GET_ONE, "GET", { token, id })).text(),
    await (await ask(PUT, "PUT", { token, id, body: { config } })).text(),
    await (await ask(POST, "POST", { token, body })).text(),
  ];
  for (const answer of answers) expect(answer).not.toContain(CANARY);
  expect(JSON.parse(answers[2] ?? "").data.config).toEqual({ api_key: "••••••" });
  expect(await (await ask(DELETE, "DELETE", { token, id })).json()).toEqual({ message: "deleted" });
});

test("an Access Key is told which credential belongs here", async () => {
  const tenant = await aTenant();
  const response = await ask(GET, "GET", { token: await tenant.accessKey() });
  expect(response.status).toBe(403);
  expect((await response.json()).error.message).toContain("Personal Access Token");
});
