import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { policyOf } from "./addresses";
import { connectTcp, pinnedAddress } from "./connect";
import { makeFetch } from "./fetch";

const open: { close: (done: () => void) => unknown; closeAllConnections?: () => void }[] = [];

afterEach(async () => {
  await Promise.all(
    open.splice(0).map(
      (server) =>
        new Promise<void>((done) => {
          server.close(done);
          server.closeAllConnections?.();
        }),
    ),
  );
});

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return (server.address() as AddressInfo).port;
}

/** A real server's base URL. */
const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(listener))}`;

/** A server that answers with exactly these bytes, whatever HTTP thinks of them. */
const serveRaw = async (answer: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  const port = await listening(server);
  open[open.length - 1] = {
    close: (done) => server.close(done),
    closeAllConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
  return `http://127.0.0.1:${port}`;
};

const local = makeFetch({ allow: ["loopback"] });
const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(AppError);
  expect(thrown).toMatchObject({ code: "upstream_failed" });
  return thrown as AppError;
};

describe("a call", () => {
  test("reaches what the operator allows, with its method, headers and body", async () => {
    const base = await serve(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      response.setHeader("content-type", "application/json");
      response.statusCode = 201;
      response.end(
        JSON.stringify({
          method: request.method,
          key: request.headers["x-key"],
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    const response = await local(`${base}/a?b=c#d`, { method: "POST", headers: { "x-key": "k" }, body: "hello" });
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(201);
    expect(response.url).toBe(`${base}/a?b=c`);
    expect(await response.json()).toEqual({ method: "POST", key: "k", body: "hello" });
  });

  test("may carry a form, parameters, bytes, a stream or a Request", async () => {
    const base = await serve(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      response.end(`${request.headers["content-type"]?.split(";")[0]} ${Buffer.concat(parts)}`);
    });
    const form = new FormData();
    form.set("file", new Blob(["bytes"]), "a.txt");
    const send = async (body: BodyInit, init: RequestInit = {}) =>
      (await local(base, { method: "POST", body, ...init })).text();
    expect(await send(form)).toMatch(/^multipart\/form-data [\s\S]*filename="a.txt"[\s\S]*bytes/);
    expect(await send(new URLSearchParams({ a: "b" }))).toBe("application/x-www-form-urlencoded a=b");
    expect(await send(new TextEncoder().encode("raw"))).toBe("undefined raw");
    expect(await send(new Blob(["x"]).stream(), { duplex: "half" } as RequestInit)).toBe("undefined x");
    const request = new Request(base, { method: "PUT", body: "r", headers: { "content-type": "text/x" } });
    expect(await (await local(request)).text()).toBe("text/x r");
  });

  test("says nothing of the connection that is not its own to say", async () => {
    const base = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const headers = { host: "evil.example", "transfer-encoding": "chunked", "content-length": "3", connection: "x" };
    const seen = (await (await local(base, { headers })).json()) as Record<string, string>;
    expect(seen.host).toBe(new URL(base).host);
    expect(seen["transfer-encoding"]).toBeUndefined();
  });

  test.each(["a\r\nX-Evil: 1", "a\u0000b", "a\u2028b"])("with the header value %j is not sent", async (value) => {
    const reached = vi.fn();
    const base = await serve((_, response) => {
      reached();
      response.end();
    });
    await failure(local(base, { headers: { "x-a": value } }));
    expect(reached).not.toHaveBeenCalled();
  });

  test("to an address nobody allowed opens no connection, and says who can allow it", async () => {
    const reached = vi.fn();
    const port = await listening(createTcpServer(reached));
    for (const host of ["127.0.0.1", "127.1", "2130706433", "[::ffff:7f00:1]", "localhost", "0.0.0.0"]) {
      const error = await failure(makeFetch({ allow: [] })(`http://${host}:${port}/`));
      expect(error.message).toContain("DYNAMIQ_EGRESS_ALLOW");
    }
    expect(reached).not.toHaveBeenCalled();
  });

  test("whose name changes its address between two look-ups connects to the one that was judged", async () => {
    const reached = vi.fn();
    const port = await listening(createTcpServer(reached));
    const answers = [["192.0.2.10"], ["127.0.0.1"]];
    const asked: string[] = [];
    const resolve = async (name: string) => {
      asked.push(name);
      return (answers[asked.length - 1] ?? ["127.0.0.1"]).map((address) => ({ address, family: 4 }));
    };
    // The first answer is allowed and leads nowhere: had the name been asked again, the server would be reached.
    const fetch = makeFetch({ allow: ["192.0.2.10"], resolve, timeoutMs: 300 });
    await failure(fetch(`http://rebind.example:${port}/`));
    expect(asked).toEqual(["rebind.example"]);
    await failure(fetch(`http://rebind.example:${port}/`));
    expect(reached).not.toHaveBeenCalled();
  });

  test("connects to the address the resolver gave and no other", async () => {
    const base = await serve((request, response) => response.end(request.headers.host));
    const { port } = new URL(base);
    const fetch = makeFetch({ allow: ["loopback"], resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
    expect(await (await fetch(`http://api.example:${port}/`)).text()).toBe(`api.example:${port}`);
  });

  test.each([
    [["93.184.216.34", "10.0.0.1"]],
    [["10.0.0.1", "93.184.216.34"]],
    [["93.184.216.34", "169.254.169.254"]],
    [["fd00::1"]],
    [["::ffff:7f00:1"]],
    [["127.0.0.1"]],
  ])("to a name with the addresses %j is refused", async (addresses) => {
    const resolve = async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const error = await failure(makeFetch({ allow: [], resolve })("http://mixed.example/"));
    expect(error.message).toContain("mixed.example");
  });

  test("to a name granted by the operator may be private, but never metadata", async () => {
    const base = await serve((_, response) => response.end("in"));
    const { port } = new URL(base);
    const to = (address: string, grant: string) =>
      makeFetch({ allow: [grant], resolve: async () => [{ address, family: 4 }] })(`http://db.example:${port}/`);
    expect(await (await to("127.0.0.1", "db.example")).text()).toBe("in");
    expect(await (await to("127.0.0.1", `db.example:${port}`)).text()).toBe("in");
    await failure(to("127.0.0.1", "db.example:1"));
    await failure(to("169.254.169.254", "db.example"));
  });

  test("to a name nobody knows, or that cannot be resolved, says so", async () => {
    const lost = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    const missing = makeFetch({ allow: [], resolve: () => Promise.reject(lost) });
    expect((await failure(missing("http://nowhere.example/"))).message).toContain("could not be found");
    const empty = makeFetch({ allow: [], resolve: async () => [] });
    expect((await failure(empty("http://nowhere.example/"))).message).toContain("no address");
  });

  test("never tells its path, query or credentials when it fails", async () => {
    const port = await listening(createTcpServer((socket) => socket.destroy()));
    const error = await failure(
      local(`http://127.0.0.1:${port}/secret-path?key=secret-key`, {
        headers: { authorization: "Bearer secret-token" },
      }),
    );
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect(error.message).not.toContain("secret");
    expect((await failure(local("http://user:secret@127.0.0.1/"))).message).not.toContain("secret");
  });

  test("ignores proxies the environment names", async () => {
    vi.stubEnv("http_proxy", "http://127.0.0.1:1");
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:1");
    const base = await serve((_, response) => response.end("direct"));
    expect(await (await makeFetch({ allow: ["loopback"] })(base)).text()).toBe("direct");
    vi.unstubAllEnvs();
  });
});

describe("a redirect", () => {
  const credentials = {
    authorization: "Bearer a",
    cookie: "b=c",
    "x-api-key": "d",
    "xi-api-key": "e",
    accept: "application/json",
  };

  test("within the origin keeps credentials", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/from") response.writeHead(302, { location: "/to" }).end();
      else response.end(JSON.stringify(request.headers));
    });
    const response = await local(`${base}/from`, { headers: credentials });
    expect(response.redirected).toBe(true);
    expect(response.url).toBe(`${base}/to`);
    expect(await response.json()).toMatchObject(credentials);
  });

  test("to another origin loses every header that might be a credential", async () => {
    const other = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const base = await serve((_, response) => response.writeHead(307, { location: `${other}/x` }).end());
    const seen = (await (await local(base, { headers: credentials })).json()) as Record<string, string>;
    for (const name of ["authorization", "cookie", "x-api-key", "xi-api-key"]) expect(seen[name]).toBeUndefined();
    expect(seen.accept).toBe("application/json");
  });

  test("to another origin does not take a body along", async () => {
    const reached = vi.fn();
    const other = await serve((_, response) => {
      reached();
      response.end();
    });
    const base = await serve((_, response) => response.writeHead(307, { location: other }).end());
    const error = await failure(local(base, { method: "POST", body: '{"api_key":"secret"}' }));
    expect(error.message).toContain("another host");
    expect(reached).not.toHaveBeenCalled();
  });

  test.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "body"],
    [308, "PATCH", "PATCH", "body"],
    [303, "HEAD", "HEAD", ""],
  ])("%i of a %s asks with %s", async (status, method, becomes, body) => {
    const seen: string[] = [];
    const base = await serve(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      seen.push(`${request.method} ${Buffer.concat(parts)}`);
      if (request.url === "/") response.writeHead(status, { location: "/to" }).end();
      else response.end();
    });
    await local(base, { method, ...(method !== "HEAD" && { body: "body" }) });
    expect(seen.at(-1)).toBe(`${becomes} ${body}`);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:a9fe:a9fe]/",
    "http://10.0.0.1/",
    "http://0x0a000001/",
    "//10.0.0.1/",
    "http://metadata.google.internal/",
    "http://db.internal/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "data:text/plain,x",
    "http://user:pass@example.com/",
    "http://[",
  ])("to %s is refused", async (location) => {
    const base = await serve((_, response) => response.writeHead(302, { location }).end());
    await failure(local(base));
  });

  test("is followed five times and no further", async () => {
    let hops = 0;
    const base = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      hops++;
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end("there");
    });
    expect(await (await local(`${base}/5`)).text()).toBe("there");
    hops = 0;
    expect((await failure(local(`${base}/50`))).message).toContain("more than 5");
    expect(hops).toBe(6);
  });

  test("is handed over or refused where the caller asks for that", async () => {
    const base = await serve((_, response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end("moved"));
    const manual = await local(base, { redirect: "manual" });
    expect([manual.status, manual.headers.get("location")]).toEqual([302, "http://10.0.0.1/"]);
    expect((await failure(local(base, { redirect: "error" }))).message).toContain("redirect");
  });
});

describe("an answer", () => {
  test("is read up to its bound and not a byte further, whatever its length header says", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/stated") response.writeHead(200, { "content-length": 2000 });
      response.write("x".repeat(1000));
      response.end("x".repeat(1000));
    });
    const small = makeFetch({ allow: ["loopback"], bytesMax: 1000 });
    expect((await failure(small(`${base}/stated`))).message).toContain("larger than 1000 bytes");
    const chunked = await small(`${base}/chunked`);
    expect((await failure(chunked.text())).message).toContain("larger than 1000 bytes");
    expect((await (await makeFetch({ allow: ["loopback"], bytesMax: 2000 })(base)).text()).length).toBe(2000);
    expect((await (await makeFetch({ allow: ["loopback"], bytesMax: null })(base)).text()).length).toBe(2000);
  });

  test("that was compressed is counted as it unpacks", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    const base = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    const response = await makeFetch({ allow: ["loopback"], bytesMax: 1024 * 1024 })(base);
    expect((await failure(response.arrayBuffer())).message).toContain("larger than 1 MiB");
  });

  test("that was compressed arrives plain", async () => {
    const packed = gzipSync("plain text");
    const base = await serve((request, response) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.byteLength }).end(packed);
    });
    const response = await local(base);
    expect(await response.text()).toBe("plain text");
    expect(response.headers.get("content-encoding")).toBeNull();
  });

  test.each(["gzip, gzip, gzip", "zip-of-my-own"])("compressed as %s is refused", async (coding) => {
    const base = await serve((_, response) => response.writeHead(200, { "content-encoding": coding }).end("x"));
    expect((await failure(local(base))).message).toContain("compressed");
  });

  test("that says gzip and is not fails as it is read", async () => {
    const base = await serve((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("not so"));
    const response = await local(base);
    expect((await failure(response.text())).message).toContain("decompressed");
  });

  test("that does not come ends at the deadline", async () => {
    const base = await serve(() => {});
    const error = await failure(makeFetch({ allow: ["loopback"], timeoutMs: 100 })(base));
    expect(error.message).toContain("0.1 seconds");
  });

  test("that trickles ends at the deadline too", async () => {
    const base = await serve((_, response) => {
      response.write("a");
      const trickle = setInterval(() => response.write("b"), 20);
      response.on("close", () => clearInterval(trickle));
    });
    const response = await makeFetch({ allow: ["loopback"], timeoutMs: 150 })(base);
    expect((await failure(response.text())).message).toContain("0.15 seconds");
  });

  test("that breaks off fails as it is read", async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("part");
      setTimeout(() => response.destroy(), 20);
    });
    const response = await local(base);
    expect((await failure(response.text())).message).toContain(new URL(base).host);
  });

  test("that is rubbish is told as such", async () => {
    const rubbish = await serveRaw((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    expect((await failure(local(rubbish))).message).toContain("did not answer in HTTP");
    const mute = await serveRaw((socket) => socket.end());
    expect((await failure(local(mute))).message).toContain("broke off");
    const odd = await serveRaw((socket) => socket.end("HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n"));
    await failure(local(odd));
  });

  test("refused by the other side is told as such", async () => {
    const port = await listening(createTcpServer());
    await new Promise<void>((done) => open.pop()?.close(done));
    expect((await failure(local(`http://127.0.0.1:${port}`))).message).toContain("refused the connection");
  });

  test("in pieces arrives in pieces", async () => {
    let next: () => void = () => {};
    const base = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: one\n\n");
      next = () => response.end("data: two\n\n");
    });
    const response = await makeFetch({ allow: ["loopback"], bytesMax: null })(base);
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) {
      pieces.push(Buffer.from(piece).toString());
      if (pieces.length === 1) next();
    }
    expect(pieces).toEqual(["data: one\n\n", "data: two\n\n"]);
  });

  test("that comes in one piece is whole, and its connection serves later calls", async () => {
    let connections = 0;
    const server = createServer((_, response) => response.setHeader("content-length", 5).end("whole"));
    server.on("connection", () => connections++);
    const base = `http://127.0.0.1:${await listening(server)}`;
    for (let call = 0; call < 20; call++) {
      const response = await local(base);
      expect([response.url, response.bodyUsed, await response.text(), response.bodyUsed]).toEqual([
        `${base}/`,
        false,
        "whole",
        true,
      ]);
    }
    // One is read before the client has noticed its end, so the next call may take a second connection.
    expect(connections).toBeLessThan(3);
    expect(await new Response((await local(base)).body).text()).toBe("whole");
  });

  test("without a body is empty", async () => {
    const base = await serve((_, response) => response.writeHead(204).end());
    const response = await local(base);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await (await local(base, { method: "HEAD" })).text()).toBe("");
  });
});

describe("a signal", () => {
  test("ends the socket while the answer is awaited", async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const stop = new AbortController();
    const base = await serve((request) => {
      request.on("close", closed);
      stop.abort(new Error("enough"));
    });
    await expect(local(base, { signal: stop.signal })).rejects.toThrow("enough");
    await gone;
  });

  test("ends the socket while the body is read", async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const base = await serve((request, response) => {
      request.on("close", closed);
      response.write("part");
    });
    const stop = new AbortController();
    const response = await local(base, { signal: stop.signal });
    const reading = response.text();
    stop.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    await gone;
  });

  test("that was given already opens nothing", async () => {
    await expect(local("http://127.0.0.1:9/", { signal: AbortSignal.abort(new Error("never")) })).rejects.toThrow(
      "never",
    );
  });

  test("is not needed where the reader leaves", async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const base = await serve((request, response) => {
      request.on("close", closed);
      response.write("part");
    });
    await (await local(base)).body?.cancel();
    await gone;
  });
});

describe("a connection of another protocol", () => {
  test("is opened to the address that was judged", async () => {
    const port = await listening(createTcpServer((socket) => socket.end("hi")));
    const socket = await connectTcp("127.0.0.1", port, { policy: policyOf(["loopback"]) });
    const [first] = await socket.toArray();
    expect(String(first)).toBe("hi");
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    expect(await pinnedAddress("db.example", 5432, { policy: policyOf(["loopback"]), resolve })).toBe("127.0.0.1");
  });

  test("is refused where HTTP would be", async () => {
    for (const host of ["127.0.0.1", "0x7f.1", "localhost", "10.0.0.1", "169.254.169.254", "db"]) {
      await failure(connectTcp(host, 5432, { policy: policyOf([]) }));
    }
  });
});
