import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import {
  anEndpoint,
  callsIn,
  events,
  finishIn,
  partsOf,
  question,
  textIn,
  type Wire,
} from "@/lib/testing/model-endpoint";
import { failureOf } from "../failure";
import { openaiModel } from "./model";

const KEY = "sk-proj-abcDEF1234567890xyzXYZ";
const modelAt = (origin: string) => openaiModel({ api_key: KEY, url: `${origin}/v1` });

const answer = (message: object, more: object = {}) => ({
  body: [
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "gpt-4o-2024-08-06",
      choices: [
        { index: 0, message: { role: "assistant", refusal: null, ...message }, finish_reason: "stop", ...more },
      ],
      usage: {
        prompt_tokens: 19,
        completion_tokens: 10,
        total_tokens: 29,
        prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
    }),
  ],
});
const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "gpt-4o-2024-08-06",
  choices: [{ index: 0, delta, finish_reason }],
  usage: null,
});
const usageChunk = {
  ...chunk({}),
  choices: [],
  usage: { prompt_tokens: 19, completion_tokens: 10, total_tokens: 29 },
};
const tool = (index: number, args: string, id?: string, name?: string) =>
  chunk({
    tool_calls: [{ index, ...(id && { id, type: "function" }), function: { ...(name && { name }), arguments: args } }],
  });
const streamOf = (text: string | Uint8Array | (string | Uint8Array)[], more: Partial<Wire> = {}): Wire => ({
  type: "text/event-stream",
  body: [text].flat(),
  ...more,
});

async function failure(wire: Wire, stream = false): Promise<AppError> {
  const { origin } = await anEndpoint(wire);
  const error = await partsOf(modelAt(origin), question, { stream }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe("a plain answer", () => {
  test("gives its text, why it ended, the model and the tokens", async () => {
    const { origin } = await anEndpoint(answer({ content: "Hello." }));
    expect(await partsOf(modelAt(origin))).toEqual([
      { kind: "text", text: "Hello." },
      {
        kind: "finish",
        reason: "stop",
        model: "gpt-4o-2024-08-06",
        tokens: { prompt: 19, completion: 10, cached: 4, reasoning: 3 },
      },
    ]);
  });

  test("gives its calls", async () => {
    const call = { id: "call_1", type: "function", function: { name: "time", arguments: '{"city":"Rome"}' } };
    const { origin } = await anEndpoint(answer({ content: null, tool_calls: [call] }, { finish_reason: "tool_calls" }));
    const parts = await partsOf(modelAt(origin));
    expect(callsIn(parts)).toEqual([call]);
    expect(finishIn(parts)).toMatchObject([{ reason: "tool_calls" }]);
  });
});

describe("a request", () => {
  test("carries the key, the bare model, unknown keys, and never null", async () => {
    const { origin, asked } = await anEndpoint(answer({ content: "" }));
    const extra = { logit_bias: { 50256: -100 }, user: null };
    await partsOf(modelAt(origin), { ...question, model: "openai/gpt-4o", temperature: 0, max_tokens: 5, extra });
    expect(asked[0]).toMatchObject({ path: "/v1/chat/completions", headers: { authorization: `Bearer ${KEY}` } });
    expect(asked[0]?.body).toEqual({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0,
      max_tokens: 5,
      logit_bias: { 50256: -100 },
    });
  });

  test("to a reasoning model counts completion tokens, has an effort and no sampling", async () => {
    const { origin, asked } = await anEndpoint(answer({ content: "" }));
    const extra = { reasoning_effort: "low", verbosity: "high" };
    const request = { ...question, temperature: 1, stop: ["x"], max_tokens: 5, extra };
    await partsOf(modelAt(origin), { ...request, model: "gpt-5-mini" });
    await partsOf(modelAt(origin), { ...request, model: "gpt-4o" });
    const { messages } = question;
    expect(asked.map(({ body }) => body)).toEqual([
      { model: "gpt-5-mini", messages, max_completion_tokens: 5, reasoning_effort: "low", verbosity: "high" },
      { model: "gpt-4o", messages, max_tokens: 5, temperature: 1, stop: ["x"] },
    ]);
  });

  test("for a stream asks for usage, and does without where the server refuses that", async () => {
    const refusal = { status: 400, body: ['{"error":{"message":"Unknown field: stream_options"}}'] };
    const { origin, asked } = await anEndpoint(refusal, streamOf(events(chunk({ content: "a" }, "stop"), "[DONE]")));
    expect(textIn(await partsOf(modelAt(origin), question, { stream: true }))).toBe("a");
    expect(asked.map(({ body }) => body.stream_options)).toEqual([{ include_usage: true }, undefined]);
  });
});

const STREAM = events(
  chunk({ role: "assistant", content: "" }),
  chunk({ content: "Grüße " }),
  chunk({ content: "👋🏽 “ok”" }),
  tool(0, "", "call_a", "time"),
  tool(1, "", "call_b", "date"),
  tool(0, '{"city":'),
  tool(1, '{"zone":"'),
  tool(0, '"Tōkyō"}'),
  tool(1, 'UTC"}'),
  chunk({}, "tool_calls"),
  usageChunk,
  "[DONE]",
);

async function expectWhole(wire: Wire) {
  const { origin } = await anEndpoint(wire);
  const parts = await partsOf(modelAt(origin), question, { stream: true });
  expect(textIn(parts)).toBe("Grüße 👋🏽 “ok”");
  expect(callsIn(parts)).toEqual([
    { id: "call_a", type: "function", function: { name: "time", arguments: '{"city":"Tōkyō"}' } },
    { id: "call_b", type: "function", function: { name: "date", arguments: '{"zone":"UTC"}' } },
  ]);
  expect(finishIn(parts)).toEqual([
    { kind: "finish", reason: "tool_calls", tokens: { prompt: 19, completion: 10 }, model: "gpt-4o-2024-08-06" },
  ]);
}

describe("a stream", () => {
  const bytes = Buffer.from(STREAM);

  test("is put together from interleaved calls and usage in the last chunk", () => expectWhole(streamOf(STREAM)));

  test("may arrive byte by byte", () =>
    expectWhole(streamOf(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))));

  test.each([
    ["CRLF", STREAM.replaceAll("\n", "\r\n")],
    ["CR", STREAM.replaceAll("\n", "\r")],
    ["comments", STREAM.replaceAll("data:", ": keep-alive\n\nevent: x\nid: 1\ndata:")],
    ["no space after the colon", STREAM.replaceAll("data: ", "data:")],
    ["a byte order mark", `\uFEFF${STREAM}`],
    ["no [DONE]", STREAM.replace("data: [DONE]\n\n", "")],
    ["no blank line at its end", STREAM.replace("data: [DONE]\n\n", "").trimEnd()],
  ])("may have %s", (_name, text) => expectWhole(streamOf(text)));

  test("may be split at any byte, also inside a CRLF or a character", async () => {
    const crlf = Buffer.from(STREAM.replaceAll("\n", "\r\n"));
    const wires = Array.from({ length: crlf.length - 1 }, (_, at) =>
      streamOf([crlf.subarray(0, at + 1), crlf.subarray(at + 1)]),
    );
    const { origin } = await anEndpoint(...wires);
    for (const _ of wires) {
      const parts = await partsOf(modelAt(origin), question, { stream: true });
      expect(textIn(parts)).toBe("Grüße 👋🏽 “ok”");
      expect(callsIn(parts)).toHaveLength(2);
    }
  }, 60_000);

  test("that ends early at any byte is an error, and never a shortened answer", async () => {
    const end = bytes.indexOf('"finish_reason":"tool_calls"') + '"finish_reason":"tool_calls"'.length;
    const wires = Array.from({ length: end - 1 }, (_, at) => streamOf(bytes.subarray(0, at + 1)));
    const { origin } = await anEndpoint(...wires);
    for (const wire of wires) {
      const outcome = await partsOf(modelAt(origin), question, { stream: true }).catch((thrown: unknown) => thrown);
      expect(outcome, String(wire.body[0])).toBeInstanceOf(AppError);
      expect(failureOf(outcome)?.isRetryable).toBe(true);
    }
  }, 60_000);

  test("whose connection breaks is an error that says so", async () => {
    const error = await failure(streamOf(events(chunk({ content: "Hal" })), { isCut: true }), true);
    expect(error.message).toMatch(/^OpenAI at 127\.0\.0\.1:\d+ broke off before its answer was complete/);
    expect(failureOf(error)).toMatchObject({ kind: "connection", isRetryable: true });
  });

  test("may carry an error after a 200", async () => {
    const broken = { error: { message: "The server is overloaded.", type: "server_error", code: null } };
    const error = await failure(streamOf(events(chunk({ content: "Hal" }), broken)), true);
    expect(error.message).toContain("The server is overloaded.");
    expect(failureOf(error)).toMatchObject({ kind: "server", status: null });
  });

  test("is taken from a server that answers in one piece", async () => {
    const { origin } = await anEndpoint(answer({ content: "All at once." }));
    expect(textIn(await partsOf(modelAt(origin), question, { stream: true }))).toBe("All at once.");
  });

  test("hangs up where its reader stops reading", async () => {
    const { origin, hungUp } = await anEndpoint(streamOf(events(chunk({ content: "a" })), { hangs: true }));
    const options = { signal: new AbortController().signal, fetch, stream: true };
    for await (const part of modelAt(origin).chat(question, options)) {
      expect(part.kind).toBe("text");
      break;
    }
    await hungUp;
  });
});

describe("a refusal", () => {
  test.each([
    [400, "bad_request", false],
    [401, "auth", false],
    [403, "auth", false],
    [404, "not_found", false],
    [408, "connection", true],
    [413, "bad_request", false],
    [422, "bad_request", false],
    [429, "rate_limit", true],
    [500, "server", true],
    [503, "server", true],
  ] as const)("with %i is a failure of kind %s", async (status, kind, isRetryable) => {
    const error = await failure({ status, body: ['{"error":{"message":"No, thank you.","type":"x"}}'] });
    expect(error).toMatchObject({ code: "upstream_failed" });
    expect(error.message).toContain(`(${status}): No, thank you.`);
    expect(failureOf(error)).toMatchObject({ kind, isRetryable, status, said: "No, thank you." });
  });

  test("says when to come back, in bounds", async () => {
    const refused = (after: string) => failure({ status: 429, headers: { "retry-after": after }, body: ["{}"] });
    expect((await refused("7")).retryAfterSeconds).toBe(7);
    expect((await refused("86400")).retryAfterSeconds).toBe(60);
    expect((await refused("soon")).retryAfterSeconds).toBeUndefined();
  });

  test.each([
    ["whole", KEY],
    ["in part", `${KEY.slice(0, 12)}*****`],
    ["at its end", `…${KEY.slice(-9)}`],
    ["in a header", `authorization: Bearer ${KEY}`],
    ["as base64", Buffer.from(KEY).toString("base64")],
    ["as another's key", "sk-someoneelses0123456789"],
  ])("that quotes the key %s shows nothing of it", async (_name, quoted) => {
    const error = await failure({
      status: 401,
      body: [JSON.stringify({ error: { message: `Wrong key: ${quoted}.` } })],
    });
    const shown = `${error.message} ${String(error.cause)} ${JSON.stringify(error.cause)}`;
    expect(shown).toContain("Wrong key:");
    for (let at = 0; at + 8 <= KEY.length; at += 1) expect(shown).not.toContain(KEY.slice(at, at + 8));
    expect(shown).not.toContain(Buffer.from(KEY).toString("base64").slice(0, 16));
    expect(shown).not.toContain("someoneelses");
  });
});

describe("rubbish", () => {
  test.each([
    ["HTML", { type: "text/html", body: ["<html><h1>It works!</h1></html>"] }],
    ["broken JSON", { body: ['{"choices": [{'] }],
    ["JSON of another shape", { body: ['{"hello":"world"}'] }],
    ["a list", { body: ["[]"] }],
    ["nothing", { body: [] }],
  ])("of %s is a clear error, plain and streamed", async (_name, wire) => {
    for (const stream of [false, true]) {
      const error = await failure(wire, stream);
      expect(error.message).toContain("answered with something other than");
      expect(failureOf(error)).toMatchObject({ kind: "server", isRetryable: true });
    }
  });
});

describe("an endpoint that", () => {
  test("is not there is an error that says so", async () => {
    const error = await partsOf(modelAt("http://127.0.0.1:1"), question, {}).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("OpenAI at 127.0.0.1:1 could not be reached: ");
    expect(failureOf(error)).toMatchObject({ kind: "connection", isRetryable: true });
  });

  test("cannot be reached by the way out is told with the way out's own words", async () => {
    const refusing: typeof fetch = async () => {
      throw new AppError("upstream_failed", "10.0.0.1 is a private address.");
    };
    const error = await partsOf(modelAt("http://10.0.0.1"), question, { fetch: refusing }).catch((thrown) => thrown);
    expect(String(error)).toContain("OpenAI at 10.0.0.1 could not be reached: 10.0.0.1 is a private address.");
    expect(failureOf(error)).toMatchObject({ kind: "connection" });
  });

  test.each([
    ["hangs before it answers", { hangs: true, body: [] }],
    ["stalls in its stream", streamOf(events(chunk({ content: "a" })), { hangs: true })],
  ])("%s is given up when the time is over, and its socket is closed", async (_name, wire) => {
    const { origin, hungUp } = await anEndpoint(wire);
    const waiting = partsOf(modelAt(origin), question, { stream: true, signal: AbortSignal.timeout(100) });
    await expect(waiting).rejects.toMatchObject({ code: "timeout", cause: { kind: "connection" } });
    await hungUp;
  });

  test("is asked no more once the run is canceled", async () => {
    const { origin, hungUp } = await anEndpoint(streamOf(events(chunk({ content: "a" })), { hangs: true }));
    const canceling = new AbortController();
    const options = { signal: canceling.signal, fetch, stream: true };
    const reading = (async () => {
      for await (const _ of modelAt(origin).chat(question, options)) canceling.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "canceled" });
    await hungUp;
  });
});
