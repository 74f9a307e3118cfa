import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/lib/config/env";
import type { AppError } from "@/lib/core/errors";
import { makeFetch } from "@/lib/egress/fetch";
import type { Fields } from "./check";
import { connectionChecks } from "./checks";

beforeAll(() => {
  // Stand-ins listen on this machine; checks that open their own sockets follow the instance's policy.
  Object.assign(env(), { DYNAMIQ_EGRESS_ALLOW: ["loopback"] });
});

const open: { close: () => unknown; closeAllConnections?: () => void }[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});

type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };
type Answer = (seen: Seen, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

/** A real server, what it was asked, and a fetch that takes every address to it, as the name server would. */
async function standIn(answer: Answer) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const one = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(parts).toString(),
    };
    seen.push(one);
    answer(one, response);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = makeFetch({ allow: ["loopback"] });
  const hosts: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = new URL(String(input));
    hosts.push(url.origin);
    return local(url.origin === base ? url : `${base}${url.pathname}${url.search}`, init);
  };
  return { base, seen, hosts, fetch };
}

function run(type: string, fields: Fields, fetch: typeof globalThis.fetch): Promise<void> {
  const check = connectionChecks[`dynamiq.connections.${type}`];
  if (!check) throw new Error(`No check for ${type}.`);
  return check(fields, { fetch, signal: AbortSignal.timeout(5000) });
}

const KEY = "sk-canary";

describe("the test of a connection", () => {
  test.each([
    [
      "OpenAI",
      { api_key: KEY, url: "https://api.openai.com/v1" },
      "https://api.openai.com",
      "GET /v1/models",
      { authorization: `Bearer ${KEY}` },
    ],
    [
      "Anthropic",
      { api_key: KEY },
      "https://api.anthropic.com",
      "GET /v1/models",
      { "x-api-key": KEY, "anthropic-version": "2023-06-01" },
    ],
    [
      "Gemini",
      { api_key: KEY },
      "https://generativelanguage.googleapis.com",
      "GET /v1beta/models",
      { "x-goog-api-key": KEY },
    ],
    ["Mistral", { api_key: KEY }, "https://api.mistral.ai", "GET /v1/models", { authorization: `Bearer ${KEY}` }],
    ["Cohere", { api_key: KEY }, "https://api.cohere.com", "GET /v1/models", { authorization: `Bearer ${KEY}` }],
    ["Pinecone", { api_key: KEY }, "https://api.pinecone.io", "GET /indexes", { "api-key": KEY }],
    [
      "Qdrant",
      { api_key: KEY, url: "https://q.example:6333/" },
      "https://q.example:6333",
      "GET /collections",
      { "api-key": KEY },
    ],
    [
      "Weaviate",
      { api_key: KEY, url: "https://w.example", deployment_type: "weaviate_cloud" },
      "https://w.example",
      "GET /v1/meta",
      { authorization: `Bearer ${KEY}` },
    ],
    [
      "Weaviate",
      { api_key: KEY, http_host: "w.example", http_port: 8080, deployment_type: "custom" },
      "http://w.example:8080",
      "GET /v1/meta",
      {},
    ],
    ["Chroma", { host: "c.example", port: 8000 }, "http://c.example:8000", "GET /api/v2/heartbeat", {}],
    [
      "Tavily",
      { api_key: KEY, url: "https://api.tavily.com" },
      "https://api.tavily.com",
      "GET /usage",
      { authorization: `Bearer ${KEY}` },
    ],
    ["Exa", { api_key: KEY, url: "https://api.exa.ai" }, "https://api.exa.ai", "POST /search", { "x-api-key": KEY }],
    [
      "ScaleSerp",
      { api_key: KEY, url: "https://api.scaleserp.com" },
      "https://api.scaleserp.com",
      `GET /account?api_key=${KEY}`,
      {},
    ],
    ["E2B", { api_key: KEY }, "https://api.e2b.app", "GET /sandboxes", { "x-api-key": KEY }],
    ["E2B", { api_key: KEY, domain: "e2b.example" }, "https://api.e2b.example", "GET /sandboxes", { "x-api-key": KEY }],
    [
      "ElevenLabs",
      { api_key: KEY, url: "https://api.elevenlabs.io/v1/" },
      "https://api.elevenlabs.io",
      "GET /v1/user",
      { "xi-api-key": KEY },
    ],
    [
      "Dynamiq",
      { api_key: KEY, url: "https://d.example", headers: { "x-more": "m" } },
      "https://d.example",
      "GET /v1/apps",
      { authorization: `Bearer ${KEY}`, "x-more": "m" },
    ],
    [
      "HttpApiKey",
      { api_key: KEY, url: "https://h.example/v1" },
      "https://h.example",
      "GET /v1/models",
      { authorization: `Bearer ${KEY}` },
    ],
  ] as [string, Fields, string, string, Record<string, string>][])(
    "%s %j makes one harmless call, and tells a refused key from a good one",
    async (type, fields, host, call, headers) => {
      const { seen, hosts, fetch } = await standIn((_, response) => json(response, 200, { data: [] }));
      await run(type, fields, fetch);
      expect(hosts).toEqual([host]);
      expect(`${seen[0]?.method} ${seen[0]?.url}`.startsWith(call)).toBe(true);
      expect(seen[0]?.headers).toMatchObject(headers);

      const refusing = await standIn((_, response) => json(response, 401, { error: { message: "Bad key." } }));
      await expect(run(type, fields, refusing.fetch)).rejects.toThrow(
        /refused the credentials \(401\)\. It says: Bad key\./,
      );
      const failing = await standIn((_, response) => response.writeHead(503).end("<html>"));
      await expect(run(type, fields, failing.fetch)).rejects.toThrow("failed (503)");
    },
  );

  test("of OpenAI's kind says where there is nothing at the address", async () => {
    const { base, fetch } = await standIn((_, response) => json(response, 404, {}));
    await expect(run("OpenAI", { api_key: KEY, url: base }, fetch)).rejects.toThrow("Check the URL");
  });

  test("of a service with a key, but without a list of models, is fine", async () => {
    const { base, fetch } = await standIn((_, response) => json(response, 404, {}));
    await run("HttpApiKey", { api_key: KEY, url: base }, fetch);
  });

  test("of Exa takes the complaint about the empty search for a yes", async () => {
    const { fetch } = await standIn((_, response) => json(response, 400, { error: "query is required" }));
    await run("Exa", { api_key: KEY, url: "https://api.exa.ai" }, fetch);
  });

  test("of ElevenLabs takes a key that may do less for good", async () => {
    const { fetch } = await standIn((_, response) =>
      json(response, 401, { detail: { status: "missing_permissions" } }),
    );
    await run("ElevenLabs", { api_key: KEY, url: "https://api.elevenlabs.io/v1/" }, fetch);
  });

  test("of Chroma knows the version before", async () => {
    const { seen, fetch } = await standIn(({ url }, response) => json(response, url.includes("v1") ? 200 : 404, {}));
    await run("Chroma", { host: "c.example", port: 8000 }, fetch);
    expect(seen.map(({ url }) => url)).toEqual(["/api/v2/heartbeat", "/api/v1/heartbeat"]);
  });

  test("of AWS asks who it is, signed", async () => {
    const { seen, hosts, fetch } = await standIn((_, response) => json(response, 200, {}));
    const fields = {
      access_key_id: "AKIDEXAMPLE",
      secret_access_key: "secret",
      session_token: "token",
      region: "eu-west-1",
    };
    await run("AWS", fields, fetch);
    expect(hosts).toEqual(["https://sts.eu-west-1.amazonaws.com"]);
    expect(seen[0]?.url).toBe("/?Action=GetCallerIdentity&Version=2011-06-15");
    expect(seen[0]?.headers).toMatchObject({
      "x-amz-security-token": "token",
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sts\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
      ),
    });
    expect(JSON.stringify(seen[0])).not.toContain('"secret"');
  });
});

describe("the test of an MCP server", () => {
  const introduced = { jsonrpc: "2.0", id: 1, result: { protocolVersion: "2025-06-18", serverInfo: { name: "x" } } };

  test("over streamable HTTP introduces itself and leaves", async () => {
    const { base, seen, fetch } = await standIn((_, response) =>
      json(response, 200, introduced, { "mcp-session-id": "s1" }),
    );
    await run("MCPStreamableHTTP", { url: `${base}/mcp`, headers: { authorization: "Bearer t" } }, fetch);
    expect(seen.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
    expect(JSON.parse(seen[0]?.body ?? "")).toMatchObject({ method: "initialize" });
    expect(seen[0]?.headers.authorization).toBe("Bearer t");
    expect(seen[1]?.headers["mcp-session-id"]).toBe("s1");
  });

  test("over streamable HTTP takes an answer that comes as an event", async () => {
    const { base, fetch } = await standIn((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`: hello\n\nevent: message\ndata: ${JSON.stringify(introduced)}\n\n`);
    });
    await run("MCPStreamableHTTP", { url: base }, fetch);
  });

  test("over streamable HTTP is not fooled by any other answer", async () => {
    const { base, fetch } = await standIn((_, response) => response.writeHead(200).end("<html>Welcome</html>"));
    await expect(run("MCPStreamableHTTP", { url: base }, fetch)).rejects.toThrow("not as an MCP server");
  });

  test("over SSE follows the address the stream names and reads the answer there", async () => {
    let stream: ServerResponse | undefined;
    const { base, seen, fetch } = await standIn(({ method }, response) => {
      if (method === "GET") {
        stream = response.writeHead(200, { "content-type": "text/event-stream" });
        stream.write("event: endpoint\r\ndata: /messages?id=1\r\n\r\n");
      } else {
        response.writeHead(202).end();
        stream?.write(`event: message\ndata: ${JSON.stringify(introduced)}\n\n`);
      }
    });
    await run("MCPSse", { url: `${base}/sse`, headers: { authorization: "Bearer t" } }, fetch);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /sse", "POST /messages?id=1"]);
    expect(seen[1]?.headers.authorization).toBe("Bearer t");
  });

  test("over SSE does not take the headers to another host", async () => {
    const other = await standIn((_, response) => response.end());
    const { base, fetch } = await standIn((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`event: endpoint\ndata: ${other.base}/steal\n\n`);
    });
    await expect(run("MCPSse", { url: base, headers: { authorization: "t" } }, fetch)).rejects.toThrow("another host");
    expect(other.seen).toEqual([]);
  });
});

describe("the test of Neo4j", () => {
  /** A server that speaks as much Bolt as a greeting takes. */
  async function bolt(answer: Buffer, version = Buffer.from("00000005", "hex")) {
    const heard: Buffer[] = [];
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => {
        heard.push(data);
        socket.write(heard.length === 1 ? version : answer);
      });
    });
    open.push(server);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return { uri: `bolt://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
  }
  const fields = (uri: string): Fields => ({ uri, username: "neo4j", password: "canary" });
  const nowhere: typeof fetch = () => Promise.reject(new Error("no HTTP here"));

  test("greets with user and password", async () => {
    const { uri, heard } = await bolt(Buffer.from("0003b170a00000", "hex"));
    await run("Neo4j", fields(uri), nowhere);
    expect(heard[0]?.subarray(0, 4).toString("hex")).toBe("6060b017");
    expect(heard[1]?.toString()).toContain("canary");
  });

  test("tells a refusal, another protocol and silence apart", async () => {
    const refusing = await bolt(Buffer.from("0003b17fa00000", "hex"));
    await expect(run("Neo4j", fields(refusing.uri), nowhere)).rejects.toThrow("refused the user name");
    const other = await bolt(Buffer.alloc(0), Buffer.from("HTTP"));
    await expect(run("Neo4j", fields(other.uri), nowhere)).rejects.toThrow("as Neo4j does");
    await expect(run("Neo4j", fields("bolt://127.0.0.1:1"), nowhere)).rejects.toThrow("could not be reached");
  });

  test("is refused where HTTP would be", async () => {
    const error = (await run("Neo4j", fields("bolt://10.0.0.1"), nowhere).catch((thrown) => thrown)) as AppError;
    expect(error.message).toContain("DYNAMIQ_EGRESS_ALLOW");
  });
});
