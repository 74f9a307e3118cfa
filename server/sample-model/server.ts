import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Conversation, type Plan, planFor } from "./rules";

export type SampleModel = { readonly url: string; readonly port: number; readonly close: () => Promise<void> };

/** Models it lists. `sample-slow` waits before it answers and between fragments; any other name is `sample`. */
const PACE_MS: Readonly<Record<string, { first: number; next: number }>> = {
  sample: { first: 20, next: 12 },
  "sample-slow": { first: 1500, next: 150 },
};
const BODY_BYTES_MAX = 20 * 1024 * 1024;

/**
 * Starts the sample model: OpenAI's chat completions by fixed rules, without AI and without keys.
 *
 * `url` ends in `/v1`, as the URL of an OpenAI connection does. Port 0 takes a free one.
 * `close` ends open answers too.
 */
export async function startSampleModel({
  port = 0,
  host = "127.0.0.1",
}: {
  port?: number;
  host?: string;
} = {}): Promise<SampleModel> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}/v1`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?")[0];
  if (request.method === "GET" && path === "/v1/models") {
    const data = Object.keys(PACE_MS).map((id) => ({ id, object: "model", created: 0, owned_by: "sample" }));
    return json(response, 200, { object: "list", data });
  }
  if (path !== "/v1/chat/completions") return refuse(response, 404, `There is no ${path} here.`);
  if (request.method !== "POST") return refuse(response, 405, "Send chat completions by POST.");

  const text = await bodyOf(request);
  if (text === null) return refuse(response, 413, "The request is too large.");
  const asked = parse(text);
  if (typeof asked === "string") return refuse(response, 400, asked);
  const abort = new AbortController();
  response.on("close", () => abort.abort());
  await answer(asked, response, abort.signal);
}

type Asked = Conversation & {
  readonly model: string;
  readonly choiceCount: number;
  readonly tokensMax: number | null;
  readonly stops: readonly string[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly isSlow: boolean;
  /** Stands for the whole request, so that equal requests get equal answers. */
  readonly digest: string;
};

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The request, or what is wrong with it. */
function parse(text: string): Asked | string {
  let body: Record<string, unknown>;
  try {
    body = record(JSON.parse(text));
  } catch {
    return "The body is not JSON.";
  }
  if (typeof body.model !== "string" || body.model === "") return "You must provide a model parameter.";
  if (!Array.isArray(body.messages) || body.messages.length === 0) return "'messages' must be a list with a message.";

  const messages = body.messages.map(record).map((message) => ({
    role: String(message.role),
    text: textOf(message.content),
  }));
  const tools = (Array.isArray(body.tools) ? body.tools : [])
    .map((tool) => record(record(tool).function))
    .map((tool) => ({ name: String(tool.name), parameters: tool.parameters }));
  const choice = body.tool_choice;
  const named = record(record(choice).function).name;
  const format = record(body.response_format);
  const schema = record(format.json_schema).schema;
  const tokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    model: body.model,
    messages,
    tools: choice === "none" ? [] : tools,
    forcedTool: typeof named === "string" ? named : choice === "required" ? "required" : null,
    format: format.type === "json_schema" ? record(schema) : format.type === "json_object" ? (true as const) : null,
    choiceCount: Math.min(Math.max(Number(body.n ?? 1) || 1, 1), 8),
    tokensMax: typeof tokens === "number" ? tokens : null,
    stops: [body.stop ?? []].flat().filter((stop): stop is string => typeof stop === "string" && stop !== ""),
    stream: body.stream === true,
    includeUsage: record(body.stream_options).include_usage === true,
    isSlow:
      body.model === "sample-slow" || messages.some(({ role, text }) => role === "user" && /^slow\b/im.test(text)),
    digest: createHash("sha256").update(text).digest("hex").slice(0, 24),
  };
}

const textOf = (content: unknown): string => {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map(record)
    .map((part) => (part.type === "text" ? String(part.text) : `[${String(part.type)}]`))
    .join("\n");
};

async function answer(asked: Asked, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const plan = planFor(asked);
  const pace = PACE_MS[asked.isSlow ? "sample-slow" : "sample"] ?? { first: 20, next: 12 };
  if (plan.kind === "hang") return;
  if (plan.kind === "error") return fail(response, plan.status);
  if (!(await pause(pace.first, signal))) return;
  if (plan.kind === "rubbish") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html><body><h1>It works!</h1></body></html>");
    return;
  }
  const completion = complete(plan, asked);
  if (asked.stream) return stream(completion, plan.kind === "cut", asked, response, signal, pace.next);
  if (plan.kind === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    response.write('{"id":"chatcmpl-');
    response.destroy();
    return;
  }
  json(response, 200, {
    ...head(asked, "chat.completion"),
    choices: Array.from({ length: asked.choiceCount }, (_, index) => ({
      index,
      message: {
        role: "assistant",
        content: completion.calls.length > 0 ? null : completion.text,
        ...(completion.calls.length > 0 && { tool_calls: completion.calls }),
      },
      finish_reason: completion.reason,
    })),
    usage: completion.usage,
  });
}

type Completion = ReturnType<typeof complete>;

function complete(plan: Exclude<Plan, { kind: "error" }>, asked: Asked) {
  const calls =
    plan.kind === "calls"
      ? plan.calls.map(({ name, arguments: args }, index) => ({
          id: `call_${asked.digest}${index}`,
          type: "function" as const,
          function: { name, arguments: args },
        }))
      : [];
  const whole = plan.kind === "text" ? plan.text : "This answer is cut in the middle of its stream.";
  const stopped = calls.length > 0 ? "" : beforeStop(whole, asked.stops);
  const tokens = tokensOf(stopped);
  const isShortened = asked.tokensMax !== null && tokens.length > asked.tokensMax;
  const kept = isShortened ? tokens.slice(0, asked.tokensMax ?? 0) : tokens;
  const completionTokens = kept.length + calls.reduce((sum, call) => sum + tokensOf(JSON.stringify(call)).length, 0);
  const promptTokens = asked.messages.reduce((sum, { text }) => sum + tokensOf(text).length + 4, 2);
  return {
    text: kept.join(""),
    tokens: kept,
    calls,
    reason: calls.length > 0 ? "tool_calls" : isShortened ? "length" : "stop",
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens * asked.choiceCount,
      total_tokens: promptTokens + completionTokens * asked.choiceCount,
    },
  };
}

const beforeStop = (text: string, stops: readonly string[]): string =>
  stops.reduce((kept, stop) => (kept.includes(stop) ? kept.slice(0, kept.indexOf(stop)) : kept), text);

/** Words with the space before them, as tokens are roughly. Joined they are the text again. */
const tokensOf = (text: string): string[] => text.match(/\s*\S{1,8}|\s+$/g) ?? [];

const head = ({ digest, model }: Asked, object: string) => ({
  id: `chatcmpl-${digest}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
  system_fingerprint: "fp_sample",
});

async function stream(
  { tokens, calls, reason, usage }: Completion,
  isCut: boolean,
  asked: Asked,
  response: ServerResponse,
  signal: AbortSignal,
  paceMs: number,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const base = head(asked, "chat.completion.chunk");
  const send = (choices: readonly unknown[], more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ ...base, choices, ...(asked.includeUsage && { usage: null }), ...more })}\n\n`,
    );
  const everyChoice = (delta: object, finish_reason: string | null = null) =>
    send(Array.from({ length: asked.choiceCount }, (_, index) => ({ index, delta, finish_reason })));

  everyChoice({ role: "assistant", content: calls.length > 0 ? null : "" });
  for (const [index, token] of tokens.entries()) {
    if (!(await pause(paceMs, signal))) return;
    everyChoice({ content: token });
    if (isCut && index >= tokens.length / 2) {
      response.destroy();
      return;
    }
  }
  for (const [index, call] of calls.entries()) {
    everyChoice({ tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: "" } }] });
    for (const fragment of call.function.arguments.match(/[\s\S]{1,12}/g) ?? []) {
      if (!(await pause(paceMs, signal))) return;
      everyChoice({ tool_calls: [{ index, function: { arguments: fragment } }] });
    }
  }
  everyChoice({}, reason);
  if (asked.includeUsage) send([], { usage });
  response.end("data: [DONE]\n\n");
}

const ERRORS: Readonly<Record<number, readonly [type: string, code: string | null, message: string]>> = {
  400: ["invalid_request_error", null, "You asked the sample model for a bad request."],
  401: ["invalid_request_error", "invalid_api_key", "You asked the sample model to refuse the API key."],
  429: ["requests", "rate_limit_exceeded", "You asked the sample model for a rate limit."],
};

function fail(response: ServerResponse, status: number): void {
  const [type, code, message] = ERRORS[status] ?? [
    "server_error",
    null,
    `You asked the sample model for error ${status}.`,
  ];
  if (status === 429) response.setHeader("retry-after", "1");
  json(response, status, { error: { message, type, param: null, code } });
}

const refuse = (response: ServerResponse, status: number, message: string): void =>
  json(response, status, { error: { message, type: "invalid_request_error", param: null, code: null } });

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

/** The body, or null where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > BODY_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** False where the caller went away meanwhile. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const done = () => {
      clearTimeout(timer);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", done);
      done();
    }, ms);
    signal.addEventListener("abort", done, { once: true });
  });
