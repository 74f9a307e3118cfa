import { describe, expect, test } from "vitest";
import { z } from "zod";
import { contract, one } from "@/lib/core/contract";
import { PageQuery } from "@/lib/core/page";
import { flagField, jsonField, type Upload, Uploads } from "@/lib/core/upload";
import { endpoint } from "./endpoint";

/** Answers with what it understood of the request. */
const echo = endpoint(
  contract({
    method: "POST",
    path: "/v1/echo/{id}",
    summary: "Echo",
    tag: "Test",
    accepts: [],
    query: PageQuery.extend({ type: z.union([z.string(), z.array(z.string())]).optional() }),
    body: z.object({
      name: z.string().optional(),
      data: jsonField(z.record(z.string(), z.json())).optional(),
      any: z.json().optional(),
      flag: flagField(false),
      files: Uploads,
    }),
    consumes: "either",
    reply: one(z.json()),
  }),
  async (_ctx, { query, body }) =>
    ({
      query,
      body: {
        ...body,
        files: body.files.map(({ name, mimeType, size }: Upload) => ({ name, mimeType, size })),
      },
    }) as never,
);

/** As a network does: not in the same breath. */
const soon = (work: () => void): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => {
      work();
      resolve();
    });
  });

type Sent = { body?: BodyInit; type?: string; search?: string; headers?: Record<string, string> };

async function send({ body, type = "application/json", search = "", headers = {} }: Sent) {
  const request = new Request(`http://localhost/v1/echo/1${search}`, {
    method: "POST",
    headers: { "x-request-id": "r-1", ...(type && { "content-type": type }), ...headers },
    ...(body !== undefined && { body }),
    duplex: "half",
  } as RequestInit);
  const response = await echo(request, { params: Promise.resolve({ id: "1" }) });
  const wire = (await response.json()) as {
    data?: { query: Record<string, unknown>; body: Record<string, unknown> };
    error?: { code: string; message: string; details?: Record<string, string>; request_id: string };
  };
  return { status: response.status, ...wire };
}

const BOUNDARY = "edge";
const form = (...parts: string[]): Sent => ({
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  body: `${parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join("")}--${BOUNDARY}--\r\n`,
});
const field = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
const file = (name: string, filename: string, content: string, type = "text/plain") =>
  `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n${content}`;

describe("a JSON body", () => {
  test.each([
    ["cut off", '{"name": "a'],
    ["followed by something else", '{"name":"a"} x'],
    ["with NaN", '{"any": NaN}'],
    ["that is not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["that is a list", "[1]"],
    ["that is a text", '"a"'],
    ["that is nothing", ""],
    ["with a number for a text", '{"name": 1}'],
    ["with an operator for a text", '{"name": {"gt": ""}}'],
    ["10,000 levels deep", `{"any": ${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["with __proto__ for a key", '{"any": {"a": {"__proto__": {"isAdmin": true}}}}'],
    ["with __proto__ spelled otherwise", '{"data": {"\\u005f_proto__": {"isAdmin": true}}}'],
  ])("%s is refused with the request's id", async (_what, body) => {
    const { status, error } = await send({ body });
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: "bad_request", request_id: "r-1", message: expect.stringMatching(/\S/) });
  });

  test("that is malformed is not quoted back", async () => {
    const { error } = await send({ body: '{"password": hunter2}' });
    expect(JSON.stringify(error)).not.toContain("hunter2");
  });

  test("larger than 16 MiB is refused, whatever its length header says", async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => soon(() => controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20))),
    });
    expect((await send({ body })).status).toBe(413);
  });

  test.each([
    ["said how long it would be", { "content-length": "100" }],
    ["did not say", {}],
  ])("that the sender stops half-way is the sender's fault, where it %s", async (_, headers) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"name":')),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    expect(await send({ body, headers })).toMatchObject({ status: 400, error: { message: "The body was cut off." } });
  });

  test("keeps the last of two equal keys, a byte order mark out, and unknown keys away", async () => {
    const { data } = await send({ body: '\uFEFF{"name":"a","name":"b","role":"owner","org_id":"x"}' });
    expect(data?.body).toEqual({ name: "b", flag: false, files: [] });
  });

  test("may hold any key but __proto__", async () => {
    const any = { constructor: "Ferrari", prototype: 1, toString: null };
    const { data } = await send({ body: JSON.stringify({ any }) });
    expect(data?.body.any).toEqual(any);
  });

  test("cannot pose as files", async () => {
    const files = [{ name: "/etc/passwd", mimeType: "text/plain", bytes: {}, path: "/etc/passwd" }];
    const { status, error } = await send({ body: JSON.stringify({ files }) });
    expect(status).toBe(400);
    expect(error?.details).toEqual({ "files.0": "Send files as parts of a multipart form." });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "text/html", "multipart/mixed; boundary=x"])(
    "sent as %s is refused",
    async (type) => {
      const { status, error } = await send({ body: "{}", type });
      expect(status).toBe(415);
      expect(error?.code).toBe("unsupported_media_type");
    },
  );

  test.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json"])(
    "sent as %s is taken",
    async (type) => {
      expect((await send({ body: "{}", type })).status).toBe(200);
    },
  );
});

describe("a form", () => {
  test("brings fields, JSON in fields, and files by name, without their folders", async () => {
    const { data } = await send(
      form(
        field("name", "Łódź"),
        field("data", '{"a":[1]}'),
        field("flag", "true"),
        file("files", "../../etc/passwd", "x"),
        file("files[]", "C:\\\\dir\\\\b.csv", "a,b", "text/csv"),
        file("other", "c.txt", ""),
      ),
    );
    expect(data?.body).toEqual({
      name: "Łódź",
      data: { a: [1] },
      flag: true,
      files: [
        { name: "passwd", mimeType: "text/plain", size: 1 },
        { name: "b.csv", mimeType: "text/csv", size: 3 },
      ],
    });
  });

  test.each<[string, Sent]>([
    ["without a boundary", { type: "multipart/form-data", body: "x" }],
    [
      "with another boundary than it says",
      { type: "multipart/form-data; boundary=other", body: form(field("name", "a")).body ?? "" },
    ],
    ["that is cut off in a field", { ...form(), body: `--${BOUNDARY}\r\n${field("name", "a")}` }],
    ["that is cut off in a file", { ...form(), body: `--${BOUNDARY}\r\n${file("files", "a.txt", "half")}` }],
    ["that is empty", { ...form(), body: "" }],
    ["with a text for files", form(field("files", "/etc/passwd"))],
    ["with JSON for files", form(field("files", '[{"name":"a","bytes":"x"}]'))],
    ["with JSON 10,000 levels deep", form(field("data", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`))],
    ["with __proto__ in its JSON", form(field("data", '{"__proto__":{"isAdmin":true}}'))],
    ["with a name of 1,000 characters", form(field("n".repeat(1000), "a"))],
    ["of 300 fields", form(...Array.from({ length: 300 }, (_, at) => field(`f${at}`, "a")))],
    ["of 120 files", form(...Array.from({ length: 120 }, () => file("files", "a", "a")))],
  ])("%s is refused", async (_what, sent) => {
    const { status, error } = await send(sent);
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: "bad_request", request_id: "r-1" });
  });

  test("with a field named __proto__ changes nothing", async () => {
    const { status, data } = await send(form(field("__proto__", "x"), file("__proto__", "a", "a"), field("name", "a")));
    expect(status).toBe(200);
    expect(data?.body).toEqual({ name: "a", flag: false, files: [] });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test.each([
    ["a field", (chunk: string) => `--${BOUNDARY}\r\n${field("name", chunk)}`],
    ["a file", (chunk: string) => `--${BOUNDARY}\r\n${file("files", "a", chunk)}`],
  ])("with %s that never ends is refused", async (_what, start) => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x61);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(start("a"))),
      pull: (controller) =>
        soon(() => {
          sent++;
          controller.enqueue(chunk);
        }),
    });
    const { status, error } = await send({ ...form(), body });
    expect(status).toBe(413);
    expect(error?.code).toBe("payload_too_large");
    expect(sent).toBeLessThan(200);
  });
});

describe("a query", () => {
  test("gives one value as a text and several as a list", async () => {
    expect((await send({ body: "{}", search: "?type=a" })).data?.query.type).toBe("a");
    expect((await send({ body: "{}", search: "?type=a&type=b" })).data?.query.type).toEqual(["a", "b"]);
  });

  test.each(["page=0", "page=-1", "page=1.5", "page=x", "page=1e99", "page=1&page=2", "page_size=501", "page_size="])(
    "with %s is refused, naming the field",
    async (search) => {
      const { status, error } = await send({ body: "{}", search: `?${search}` });
      expect(status).toBe(400);
      expect(Object.keys(error?.details ?? {})).toEqual([search.split("=")[0]]);
    },
  );
});
