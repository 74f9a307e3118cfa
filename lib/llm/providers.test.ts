import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import {
  anEndpoint,
  callsIn,
  events,
  fetchTo,
  finishIn,
  partsOf,
  question,
  textIn,
  type Wire,
} from "@/lib/testing/model-endpoint";
import { llmEntries } from "./entries";
import { failureOf } from "./failure";
import type { ChatRequest } from "./model";
import { providers } from "./providers";

const SECRET = "s3cr3t-Key-0123456789-abcdef";
const WEATHER = { name: "weather", description: "Tells it", parameters: { type: "object", properties: { city: {} } } };
const asked: ChatRequest = {
  ...question,
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ],
  max_tokens: 50,
  tools: [{ type: "function", function: WEATHER }],
};

type Recorded = {
  readonly fields: Record<string, string>;
  readonly model: string;
  readonly path: string;
  /** Answers “Hello there.” with 12 and 7 tokens. */
  readonly plain: string;
  /** Calls weather({"city":"Rome"}). */
  readonly call: string;
  readonly stream: Wire;
  readonly streamedCall: Wire;
  readonly refusal: (message: string) => Wire;
  readonly key: RegExp;
};

const sse = (body: string): Wire => ({ type: "text/event-stream", body: [body] });
const named = (...list: ({ type: string } & Record<string, unknown>)[]): string =>
  list.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

const anthropicMessage = (content: object[], stop_reason: string) =>
  JSON.stringify({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5-20250929",
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 7, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
  });
const anthropicStart = {
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5-20250929",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 1 },
  },
};
const anthropicEnd = (stop_reason: string) => [
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 7 } },
  { type: "message_stop" },
];

const gemini = (parts: object[], finishReason?: string) => ({
  candidates: [{ content: { parts, role: "model" }, ...(finishReason && { finishReason }), index: 0 }],
  usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 7, totalTokenCount: 19 },
  modelVersion: "gemini-2.5-flash",
});

const mistral = (message: object, finish_reason: string) =>
  JSON.stringify({
    id: "cmpl-1",
    object: "chat.completion",
    created: 1,
    model: "mistral-small-latest",
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason }],
    usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 },
  });
const mistralChunk = (delta: object, finish_reason: string | null = null) => ({
  id: "cmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "mistral-small-latest",
  choices: [{ index: 0, delta, finish_reason }],
  ...(finish_reason && { usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 } }),
});
const mistralCall = { id: "abc123def", function: { name: "weather", arguments: '{"city":"Rome"}' }, index: 0 };

const cohereUsage = {
  billed_units: { input_tokens: 12, output_tokens: 7 },
  tokens: { input_tokens: 12, output_tokens: 7 },
};
const cohereCall = { id: "weather_1", type: "function", function: { name: "weather", arguments: '{"city":"Rome"}' } };
const cohere = (message: object, finish_reason: string) =>
  JSON.stringify({ id: "c1", finish_reason, message: { role: "assistant", ...message }, usage: cohereUsage });

const converse = (content: object[], stopReason: string) =>
  JSON.stringify({
    metrics: { latencyMs: 1 },
    output: { message: { role: "assistant", content } },
    stopReason,
    usage: { inputTokens: 12, outputTokens: 7, totalTokens: 19 },
  });

/** A message of AWS's binary event stream. */
function frame(type: string, payload: object): Buffer {
  const headers = Buffer.concat(
    Object.entries({ ":event-type": type, ":content-type": "application/json", ":message-type": "event" }).map(
      ([name, value]) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(value.length);
        return Buffer.concat([
          Buffer.from([name.length]),
          Buffer.from(name),
          Buffer.from([7]),
          length,
          Buffer.from(value),
        ]);
      },
    ),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const whole = Buffer.alloc(16 + headers.length + body.length);
  whole.writeUInt32BE(whole.length, 0);
  whole.writeUInt32BE(headers.length, 4);
  whole.writeUInt32BE(crc32(whole.subarray(0, 8)), 8);
  headers.copy(whole, 12);
  body.copy(whole, 12 + headers.length);
  whole.writeUInt32BE(crc32(whole.subarray(0, -4)), whole.length - 4);
  return whole;
}
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
const awsStream = (...frames: Buffer[]): Wire => ({
  type: "application/vnd.amazon.eventstream",
  body: [Buffer.concat(frames)],
});
const awsEnd = (stopReason: string) => [
  frame("contentBlockStop", { contentBlockIndex: 0 }),
  frame("messageStop", { stopReason }),
  frame("metadata", { metrics: { latencyMs: 1 }, usage: { inputTokens: 12, outputTokens: 7, totalTokens: 19 } }),
];

const RECORDED: Readonly<Record<string, Recorded>> = {
  Anthropic: {
    fields: { api_key: SECRET },
    model: "anthropic/claude-sonnet-4-5",
    path: "/v1/messages",
    plain: anthropicMessage([{ type: "text", text: "Hello there." }], "end_turn"),
    call: anthropicMessage([{ type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Rome" } }], "tool_use"),
    stream: sse(
      named(
        anthropicStart,
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        { type: "ping" },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello " } },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "there." } },
        ...anthropicEnd("end_turn"),
      ),
    ),
    streamedCall: sse(
      named(
        anthropicStart,
        {
          type: "content_block_start",
          index: 0,
          content_block: { type: "tool_use", id: "toolu_1", name: "weather", input: {} },
        },
        ...['{"city":', '"Rome"}'].map((partial_json) => ({
          type: "content_block_delta",
          index: 0,
          delta: { type: "input_json_delta", partial_json },
        })),
        ...anthropicEnd("tool_use"),
      ),
    ),
    refusal: (message) => ({
      status: 401,
      body: [JSON.stringify({ type: "error", error: { type: "authentication_error", message } })],
    }),
    key: /"x-api-key":"s3cr3t/,
  },
  Gemini: {
    fields: { api_key: SECRET },
    model: "gemini/gemini-2.5-flash",
    path: "/v1beta/models/gemini-2.5-flash:",
    plain: JSON.stringify(gemini([{ text: "Hello there." }], "STOP")),
    call: JSON.stringify(gemini([{ functionCall: { name: "weather", args: { city: "Rome" } } }], "STOP")),
    stream: sse(events(gemini([{ text: "Hello " }]), gemini([{ text: "there." }], "STOP"))),
    streamedCall: sse(events(gemini([{ functionCall: { name: "weather", args: { city: "Rome" } } }], "STOP"))),
    refusal: (message) => ({
      status: 403,
      body: [JSON.stringify({ error: { code: 403, message, status: "PERMISSION_DENIED" } })],
    }),
    key: /"x-goog-api-key":"s3cr3t/,
  },
  Mistral: {
    fields: { api_key: SECRET },
    model: "mistral/mistral-small-latest",
    path: "/v1/chat/completions",
    plain: mistral({ content: "Hello there.", tool_calls: null }, "stop"),
    call: mistral({ content: "", tool_calls: [mistralCall] }, "tool_calls"),
    stream: sse(
      events(
        mistralChunk({ role: "assistant", content: "" }),
        mistralChunk({ content: "Hello " }),
        mistralChunk({ content: "there." }, "stop"),
        "[DONE]",
      ),
    ),
    streamedCall: sse(
      events(
        mistralChunk({ role: "assistant", content: "" }),
        mistralChunk({ content: "", tool_calls: [mistralCall] }, "tool_calls"),
        "[DONE]",
      ),
    ),
    refusal: (message) => ({ status: 401, body: [JSON.stringify({ message, request_id: "r1" })] }),
    key: /"authorization":"Bearer s3cr3t/,
  },
  Cohere: {
    fields: { api_key: SECRET },
    model: "command-a-03-2025",
    path: "/v2/chat",
    plain: cohere({ content: [{ type: "text", text: "Hello there." }] }, "COMPLETE"),
    call: cohere({ tool_plan: "I look.", tool_calls: [cohereCall] }, "TOOL_CALL"),
    stream: sse(
      named(
        { type: "message-start", id: "c1", delta: { message: { role: "assistant", content: [] } } },
        { type: "content-start", index: 0, delta: { message: { content: { type: "text", text: "" } } } },
        { type: "content-delta", index: 0, delta: { message: { content: { text: "Hello " } } } },
        { type: "content-delta", index: 0, delta: { message: { content: { text: "there." } } } },
        { type: "content-end", index: 0 },
        { type: "message-end", delta: { finish_reason: "COMPLETE", usage: cohereUsage } },
      ),
    ),
    streamedCall: sse(
      named(
        { type: "message-start", id: "c1", delta: { message: { role: "assistant", content: [] } } },
        {
          type: "tool-call-start",
          index: 0,
          delta: { message: { tool_calls: { ...cohereCall, function: { name: "weather", arguments: "" } } } },
        },
        ...['{"city":', '"Rome"}'].map((args) => ({
          type: "tool-call-delta",
          index: 0,
          delta: { message: { tool_calls: { function: { arguments: args } } } },
        })),
        { type: "tool-call-end", index: 0 },
        { type: "message-end", delta: { finish_reason: "TOOL_CALL", usage: cohereUsage } },
      ),
    ),
    refusal: (message) => ({ status: 401, body: [JSON.stringify({ id: "1", message })] }),
    key: /"authorization":"Bearer s3cr3t/,
  },
  Bedrock: {
    fields: { access_key_id: "AKIAEXAMPLE123456789", secret_access_key: SECRET, region: "us-east-1" },
    model: "bedrock/amazon.nova-lite-v1:0",
    path: "/model/amazon.nova-lite-v1%3A0/converse",
    plain: converse([{ text: "Hello there." }], "end_turn"),
    call: converse([{ toolUse: { toolUseId: "t1", name: "weather", input: { city: "Rome" } } }], "tool_use"),
    stream: awsStream(
      frame("messageStart", { role: "assistant" }),
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hello " } }),
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "there." } }),
      ...awsEnd("end_turn"),
    ),
    streamedCall: awsStream(
      frame("messageStart", { role: "assistant" }),
      frame("contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: "t1", name: "weather" } } }),
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input: '{"city":' } } }),
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input: '"Rome"}' } } }),
      ...awsEnd("tool_use"),
    ),
    refusal: (message) => ({ status: 403, body: [JSON.stringify({ message })] }),
    key: /"authorization":"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE123456789\//,
  },
};

test("every provider has an entry and a model", () => {
  expect(Object.keys(providers).sort()).toEqual(llmEntries.map(({ className }) => className).sort());
});

describe.each(Object.entries(RECORDED))("%s", (className, recorded) => {
  const model = providers[className]?.(recorded.fields);
  if (!model) throw new Error(`No provider for ${className}`);
  const request = { ...asked, model: recorded.model };
  const ask = async (wire: Wire, stream = false, more: Partial<ChatRequest> = {}) => {
    const endpoint = await anEndpoint(wire);
    const parts = partsOf(model, { ...request, ...more }, { fetch: fetchTo(endpoint), stream });
    return { endpoint, parts };
  };
  const failed = async (wire: Wire, stream = false) => {
    const error = await (await ask(wire, stream)).parts.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  };

  test("answers, and is asked at its own address with its own key and the bare model", async () => {
    const { endpoint, parts } = await ask({ body: [recorded.plain] });
    expect(textIn(await parts)).toBe("Hello there.");
    expect(finishIn(await parts)).toMatchObject([{ reason: "stop", tokens: { prompt: 12, completion: 7 } }]);
    expect(endpoint.asked[0]?.path).toContain(recorded.path);
    expect(JSON.stringify(endpoint.asked[0]?.headers)).toMatch(recorded.key);
    expect(JSON.stringify(endpoint.asked[0]?.body)).toContain("Be brief.");
    expect(JSON.stringify(endpoint.asked[0]?.body)).toContain('"weather"');
    expect(JSON.stringify(endpoint.asked[0]?.body)).not.toContain("null");
  });

  test("calls tools", async () => {
    const parts = await (await ask({ body: [recorded.call] })).parts;
    expect(callsIn(parts)).toMatchObject([{ type: "function", function: { name: "weather" } }]);
    expect(JSON.parse(callsIn(parts)[0]?.function.arguments ?? "")).toEqual({ city: "Rome" });
    expect(finishIn(parts)).toMatchObject([{ reason: "tool_calls" }]);
  });

  test("streams text and tokens", async () => {
    const parts = await (await ask(recorded.stream, true)).parts;
    expect(parts.filter(({ kind }) => kind === "text")).toHaveLength(2);
    expect(textIn(parts)).toBe("Hello there.");
    expect(finishIn(parts)).toMatchObject([{ reason: "stop", tokens: { prompt: 12, completion: 7 } }]);
  });

  test("streams tool calls, in fragments and whole", async () => {
    const parts = await (await ask(recorded.streamedCall, true)).parts;
    expect(callsIn(parts)).toHaveLength(1);
    expect(JSON.parse(callsIn(parts)[0]?.function.arguments ?? "")).toEqual({ city: "Rome" });
    const fragments = parts.flatMap((part) => (part.kind === "tool_call_delta" ? [part.arguments] : []));
    expect(JSON.parse(fragments.join(""))).toEqual({ city: "Rome" });
  });

  test("streams the same when the bytes arrive in small pieces", async () => {
    const whole = Buffer.concat(recorded.stream.body.map((part) => Buffer.from(part)));
    const pieces = Array.from({ length: Math.ceil(whole.length / 7) }, (_, at) => whole.subarray(at * 7, at * 7 + 7));
    expect(textIn(await (await ask({ ...recorded.stream, body: pieces }, true)).parts)).toBe("Hello there.");
  });

  test("never takes a stream that was cut for a whole answer", async () => {
    const whole = Buffer.concat(recorded.stream.body.map((part) => Buffer.from(part)));
    const digits = createHash("sha256").update(className).digest();
    for (const [index, share] of [0.3, 0.45, 0.6].entries()) {
      const end = Math.floor(whole.length * share) - ((digits[index] ?? 0) % 20);
      for (const isCut of [true, false]) {
        const error = await failed({ ...recorded.stream, body: [whole.subarray(0, end)], isCut }, true);
        expect(failureOf(error)?.isRetryable).toBe(true);
      }
    }
  });

  test("refuses with its own words, and without the key", async () => {
    const error = await failed(recorded.refusal(`The key ${SECRET} is not known.`));
    expect(error.message).toMatch(/refused the connection's credentials \(40[13]\): The key ••• is not known\./);
    expect(failureOf(error)).toMatchObject({ kind: "auth", isRetryable: false });
  });

  test("may limit and fail, which is worth another try", async () => {
    const limited = await failed({ status: 429, headers: { "retry-after": "3" }, body: ['{"message":"slow down"}'] });
    expect(limited.retryAfterSeconds).toBe(3);
    expect(failureOf(limited)).toMatchObject({ kind: "rate_limit", isRetryable: true });
    expect(failureOf(await failed({ status: 500, body: ["oops"] }))).toMatchObject({
      kind: "server",
      isRetryable: true,
    });
  });

  test.each([
    ["HTML", { type: "text/html", body: ["<html><h1>It works!</h1></html>"] }],
    ["broken JSON", { body: ['{"a":'] }],
    ["another shape", { body: ['{"hello":"world"}'] }],
  ])("that answers %s is said to", async (_name, wire) => {
    const error = await failed(wire);
    expect(error.message).toContain("answered with something other than");
  });

  test("is hung up on when the time is over", async () => {
    const endpoint = await anEndpoint({ hangs: true, body: [] });
    const options = { fetch: fetchTo(endpoint), signal: AbortSignal.timeout(100), stream: true };
    await expect(partsOf(model, request, options)).rejects.toMatchObject({ code: "timeout" });
    await endpoint.hungUp;
  });
});

test("Anthropic is sent unknown keys as they are, and thinks within its budget", async () => {
  const endpoint = await anEndpoint({ body: [RECORDED.Anthropic?.plain ?? ""] });
  const thinking = { enabled: true, budget_tokens: 2048 };
  const extra = { cache_control: { type: "ephemeral" } };
  const model = providers.Anthropic?.({ api_key: SECRET });
  await partsOf(
    model ?? { chat: async function* () {} },
    { ...asked, model: "claude-sonnet-4-5", thinking, extra },
    {
      fetch: fetchTo(endpoint),
    },
  );
  expect(endpoint.asked[0]?.body).toMatchObject({
    cache_control: { type: "ephemeral" },
    thinking: { type: "enabled", budget_tokens: 2048 },
  });
});

test("a connection without its key is refused before anything is sent", () => {
  for (const make of Object.values(providers)) expect(() => make({})).toThrow(/The connection to .* has no /);
});
