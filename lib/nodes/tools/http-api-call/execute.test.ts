import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/core/json";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.tools.HttpApiCall";
let server: Server;
let origin: string;

/** Tells what it was sent; `/status/<n>`, `/text`, `/bytes`, `/rubbish`, `/hang` and `/cut` do as they are called. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    const [, what, how] = url.pathname.split("/");
    const body = await bodyOf(request);
    if (what === "hang") return;
    if (what === "cut") {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 10);
      return;
    }
    if (what === "bytes") response.setHeader("content-type", "image/png").end(Buffer.from([0, 1, 255]));
    else if (what === "text") response.setHeader("content-type", "text/plain").end("plain");
    else if (what === "rubbish") response.end("<html>no json</html>");
    else {
      response.statusCode = what === "status" ? Number(how) : 200;
      const { method, headers } = request;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += part;
  return body;
}

const call = (settings: JsonObject, input: JsonObject = {}, fields?: JsonObject) =>
  runNode({ type, response_type: "json", ...settings, ...(fields && { connection: "c" }) }, input, {
    fetch,
    ...(fields && { connections: { c: { id: "c", type: "dynamiq.connections.Http", name: "c", fields } } }),
  });

const sent = async (settings: JsonObject, input: JsonObject = {}, fields?: JsonObject) => {
  const { result } = await call(settings, input, fields);
  expect(result.error).toBeUndefined();
  return (
    result.output as { content: { method: string; path: string; query: JsonObject; headers: JsonObject; body: string } }
  ).content;
};

describe("a call", () => {
  test("answers with the content and the status", async () => {
    const { result, detail } = await call({ url: `${origin}/x?key=secret` });
    expect(result.output).toMatchObject({ status_code: 200, content: { method: "GET", query: { key: "secret" } } });
    expect(detail.info).toEqual({ method: "GET", url: `${origin}/x`, status_code: 200 });
  });

  test("is put together from connection, node and input, the later over the earlier", async () => {
    const fields = {
      url: `${origin}/c`,
      method: "PUT",
      headers: { "x-a": "c", "x-c": "c" },
      params: { p: "c", q: "c" },
      data: { d: "c", e: "c" },
    };
    const settings = {
      payload_type: "json",
      headers: { "X-A": "n", "x-n": "n" },
      params: { p: "n" },
      data: { d: "n" },
    };
    const content = await sent(settings, { headers: { "x-n": "i" }, params: { q: "i" }, data: { d: "i" } }, fields);
    expect(content).toMatchObject({ method: "PUT", path: "/c", query: { p: "n", q: "i" } });
    expect(content.headers).toMatchObject({ "x-a": "n", "x-c": "c", "x-n": "i" });
    expect(JSON.parse(content.body)).toEqual({ d: "i", e: "c" });
  });

  test("takes URL and method of the input before the node's, and those before the connection's", async () => {
    const fields = { url: `${origin}/c`, method: "PUT" };
    expect(await sent({ url: `${origin}/n`, method: "DELETE" }, {}, fields)).toMatchObject({
      method: "DELETE",
      path: "/n",
    });
    expect(
      await sent({ url: `${origin}/n`, method: "DELETE" }, { url: `${origin}/i`, method: "PATCH" }, fields),
    ).toMatchObject({
      method: "PATCH",
      path: "/i",
    });
  });

  test("sends raw data as form fields, and JSON as JSON", async () => {
    const data = { a: 1, list: ["x", "y"], text: "a b" };
    const raw = await sent({ url: origin, method: "POST", payload_type: "raw", data });
    expect(raw.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(raw.body).toBe("a=1&list=x&list=y&text=a+b");
    const json = await sent({ url: origin, method: "POST", payload_type: "json", data });
    expect(json.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(json.body)).toEqual(data);
  });

  test("sends files in a form, with the data beside them", async () => {
    const files = {
      photo: { name: "p.txt", mime_type: "text/plain", content: Buffer.from("bytes").toString("base64") },
    };
    const content = await sent({ url: origin, method: "POST", data: { a: "1" } }, { files });
    expect(content.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(content.body).toContain('name="photo"; filename="p.txt"');
    expect(content.body).toContain("bytes");
  });

  test("fills the input's values in, as data", async () => {
    const settings = {
      url: `${origin}/{{ city|urlencode }}`,
      params: { q: "{{ q }}" },
      headers: { "x-t": "{{ t }}" },
      data: { deep: { d: "{{ d }}" } },
      method: "POST",
      payload_type: "json",
    };
    const content = await sent(settings, { city: "a b", q: "{{ 1 + 1 }}&x=1", t: "t", d: 'a"b' });
    expect(content).toMatchObject({ path: "/a%20b", query: { q: "{{ 1 + 1 }}&x=1" } });
    expect(JSON.parse(content.body)).toEqual({ deep: { d: 'a"b' } });
    expect(content.headers["x-t"]).toBe("t");
  });
});

describe("an answer", () => {
  test.each([
    ["text", "raw", "plain"],
    ["text", "text", "plain"],
    ["bytes", "raw", { content: "AAH/", name: "answer", mime_type: "image/png", size: 3 }],
  ])("/%s as %s", async (path, response_type, content) => {
    const { result } = await call({ url: `${origin}/${path}`, response_type });
    expect(result.output).toEqual({ content, status_code: 200 });
  });

  test("that should be JSON and is not fails with its beginning", async () => {
    const { result } = await call({ url: `${origin}/rubbish` });
    expect(result.error).toMatchObject({
      type: "UpstreamFailedError",
      message: expect.stringContaining("<html>no json"),
    });
  });

  test("with another status fails, with the status and a part of the answer, and an agent may go on", async () => {
    const { result } = await call({ url: `${origin}/status/404` });
    expect(result.error).toMatchObject({
      type: "ToolExecutionException",
      message: expect.stringMatching(/answered with status 404: \{"method":"GET"/),
      recoverable: true,
    });
  });

  test("with a status that is named a success succeeds", async () => {
    const { result } = await call({ url: `${origin}/status/404`, success_codes: [200, 404] });
    expect(result).toMatchObject({ status: "success", output: { status_code: 404 } });
  });

  test.each([
    [404, 1],
    [503, 3],
  ])("of %s is tried %s times with two retries", async (status, attempts) => {
    const error_handling = { max_retries: 2, retry_interval_seconds: 0.01 };
    const { events } = await call({ url: `${origin}/status/${status}`, error_handling });
    const last = events.at(-1);
    expect(last?.kind === "node.settled" && last.attempts.length).toBe(attempts);
  });

  test("that never comes fails after the node's time", async () => {
    const { result } = await call({ url: `${origin}/hang`, timeout: 0.1 });
    expect(result.error).toMatchObject({
      type: "TimeoutError",
      message: expect.stringContaining("within 0.1 seconds"),
    });
  });

  test("that breaks off fails", async () => {
    const { result } = await call({ url: `${origin}/cut`, response_type: "text" });
    expect(result.error).toMatchObject({ type: "UpstreamFailedError" });
  });
});

describe("is refused:", () => {
  test.each<[string, JsonObject, RegExp]>([
    ["no URL", {}, /has no URL/],
    ["a URL that is none", { url: "not a url" }, /is not a URL/],
    ["another protocol", { url: "file:///etc/passwd" }, /not with file:/],
    ["a password in the URL", { url: "https://user:pw@example.com" }, /no user and no password/],
    [
      "a line break in a header",
      { url: "https://example.com", headers: { "x-a": "b\r\nx-c: d" } },
      /characters that no header/,
    ],
    [
      "a header name that is none",
      { url: "https://example.com", headers: { "x a": "b" } },
      /cannot be a header's name/,
    ],
    ["a body with GET", { url: "https://example.com", data: { a: 1 } }, /has no body/],
  ])("%s", async (_what, settings, message) => {
    const { result, unexpected } = await call(settings);
    expect(result.error?.message).toMatch(message);
    expect(unexpected).toEqual([]);
  });

  test("a line break that comes with a value", async () => {
    const { result } = await call({ url: origin, headers: { "x-a": "{{ v }}" } }, { v: "a\r\nx-b: c" });
    expect(result.error?.message).toMatch(/characters that no header/);
  });

  test("a value that would turn the host into another", async () => {
    const { result } = await call({ url: `${origin}{{ path }}` }, { path: "@evil.example/" });
    expect(result.error?.message).toMatch(/no user and no password|is not a URL/);
  });

  test("a connection's credentials at an address that is not its own", async () => {
    const fields = { url: origin, headers: { authorization: "secret" } };
    const { result } = await call({ url: "https://evil.example/" }, {}, fields);
    expect(result.error?.message).toMatch(/^The connection is for/);
  });
});
