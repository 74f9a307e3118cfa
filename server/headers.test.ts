import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { sanitize, setDataHeaders, setPageHeaders } from "./headers";

type Seen = { headers: IncomingMessage["headers"]; raw: Record<string, string>; requestId: string };

let close = () => {};
afterEach(() => close());

/** What is left of a real request's headers, and what it is answered with. */
async function send(headers: Record<string, string>, { trustProxy = false, secure = false, page = false } = {}) {
  let seen: Seen | undefined;
  const server = createServer((incoming, response) => {
    const requestId = sanitize(incoming, { trustProxy });
    const options = { isDev: false, isSecure: secure, appsDomain: "example.com" };
    if (page) setPageHeaders(incoming, response, options);
    else setDataHeaders(response, secure);
    const pairs = incoming.rawHeaders.flatMap((name, at, all) =>
      at % 2 ? [] : [[name.toLowerCase(), all[at + 1] ?? ""]],
    );
    seen = { headers: incoming.headers, raw: Object.fromEntries(pairs), requestId };
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, host: "127.0.0.1", headers }, resolve).on("error", reject).end();
  });
  answer.resume();
  if (!seen) throw new Error("The request did not arrive.");
  return { ...seen, answer: answer.headers };
}

test.each(["x-middleware-subrequest", "x-middleware-rewrite", "x-invoke-path", "x-matched-path", "x-nonce"])(
  "%s from outside does not reach Next or the data plane",
  async (name) => {
    const { headers, raw } = await send({ [name]: "1", accept: "text/html" });
    expect(headers).not.toHaveProperty(name);
    expect(raw).not.toHaveProperty(name);
    expect(raw).toMatchObject({ accept: "text/html" });
  },
);

test("without a trusted proxy the caller's address is that of the connection, whatever it says", async () => {
  const { headers, raw } = await send({
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-host": "evil.test",
    "x-real-ip": "1.2.3.4",
  });
  expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
  expect(raw["x-forwarded-for"]).toBe("127.0.0.1");
  expect(headers).not.toHaveProperty("x-forwarded-host");
  expect(headers).not.toHaveProperty("x-real-ip");
});

test("a trusted proxy's word is kept", async () => {
  const { raw } = await send({ "x-forwarded-for": "1.2.3.4" }, { trustProxy: true });
  expect(raw["x-forwarded-for"]).toBe("1.2.3.4");
});

test("a request keeps the id it came with, where a log line can hold it", async () => {
  const kept = await send({ "x-request-id": "order-17" });
  expect([kept.requestId, kept.raw["x-request-id"]]).toEqual(["order-17", "order-17"]);
  const made = await send({ "x-request-id": "a b\tc" });
  expect(made.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(made.headers["x-request-id"]).toBe(made.requestId);
});

test("a page runs our own scripts only, by a nonce nobody can guess, and is framed by nobody", async () => {
  const first = await send({}, { page: true });
  const policy = String(first.answer["content-security-policy"]);
  expect(policy).toContain(`script-src 'self' 'nonce-${first.raw["x-nonce"]}'`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(first.headers["content-security-policy"]).toBe(policy);
  expect((await send({}, { page: true })).raw["x-nonce"]).not.toBe(first.raw["x-nonce"]);
});

test("what a program is answered runs nothing in a browser, and is of the type it says", async () => {
  const { answer } = await send({});
  expect(answer["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  expect(answer["x-content-type-options"]).toBe("nosniff");
});

test("only where it is served over https, browsers are told to stay there", async () => {
  expect((await send({}, { secure: true })).answer).toHaveProperty("strict-transport-security");
  expect((await send({})).answer).not.toHaveProperty("strict-transport-security");
});
