import "server-only";
import { AppError } from "@/lib/core/errors";
import { EndlessLine, eventData } from "@/lib/core/event-data";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import { type Blame, cutBy, failedWithin, failureOf, refusedBy, rubbishFrom, unreachable } from "../failure";
import type {
  CallOptions,
  ChatMessage,
  ChatRequest,
  FinishReason,
  LanguageModel,
  StreamPart,
  TokenCounts,
  ToolCall,
} from "../model";

/** An endpoint that speaks OpenAI's chat completions. */
export type Endpoint = Blame & {
  /** Where `/chat/completions` is below. */
  readonly url: string;
  readonly apiKey: string;
  /** The endpoint's own spelling of a request. */
  readonly prepare?: (body: JsonObject, request: ChatRequest) => JsonObject;
};

const ERROR_BODY_MAX = 16_384;
const ANSWER_CHARACTERS_MAX = 64 * 1024 * 1024;

/** OpenAI, and everything that speaks its chat completions. */
export const chatCompletions = (endpoint: Endpoint): LanguageModel => ({
  chat: async function* (request, options) {
    const body = bodyOf(endpoint, request, options.stream);
    let response: Response;
    try {
      response = await post(endpoint, body, request, options);
    } catch (error) {
      // Older servers know streams, but not that option of theirs.
      const said = failureOf(error);
      if (said?.kind !== "bad_request" || !/stream_options|include_usage/.test(said.said)) throw error;
      const { stream_options: _, ...without } = body;
      response = await post(endpoint, without, request, options);
    }
    const isJson = /\bjson\b/i.test(response.headers.get("content-type") ?? "");
    if (options.stream && !isJson && response.body) {
      yield* streamedParts(endpoint, response.body, request.model, options.signal);
    } else {
      yield* wholeParts(endpoint, await textOf(endpoint, response, options.signal), request.model);
    }
  },
});

function bodyOf({ prepare }: Endpoint, request: ChatRequest, stream: boolean): JsonObject {
  const { extra, thinking: _, messages, ...params } = request;
  const body: Record<string, Json> = { ...(params as JsonObject), messages: messages.map(messageOf), ...extra };
  if (stream) {
    body.stream = true;
    body.stream_options = { include_usage: true, ...(isObject(extra?.stream_options) ? extra.stream_options : {}) };
  } else {
    delete body.stream;
    delete body.stream_options;
  }
  const prepared = prepare ? prepare(body, request) : body;
  return Object.fromEntries(Object.entries(prepared).filter(([, value]) => value !== null && value !== undefined));
}

function messageOf({ content, ...message }: ChatMessage): JsonObject {
  if (content === null) return message.tool_calls ? { ...message } : { ...message, content: "" };
  return { ...message, content };
}

async function post(endpoint: Endpoint, body: JsonObject, request: ChatRequest, options: CallOptions) {
  let response: Response;
  try {
    response = await options.fetch(addressOf(endpoint), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: options.stream ? "text/event-stream, application/json" : "application/json",
        ...(endpoint.apiKey && { authorization: `Bearer ${keyOf(endpoint)}` }),
      },
      body: JSON.stringify(body),
      signal: options.signal,
    });
  } catch (thrown) {
    throw unreachable(endpoint, thrown, options.signal);
  }
  if (response.ok) return response;
  const text = await textOf(endpoint, response, options.signal, ERROR_BODY_MAX).catch((error: unknown) => {
    if (options.signal.aborted) throw error;
    return "";
  });
  throw refusedBy(endpoint, response.status, text, response.headers.get("retry-after"), request.model);
}

function addressOf({ url, who }: Endpoint): string {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new AppError("bad_input", `The URL of the connection to ${who} is not an http address.`);
  }
  const path = address.pathname.replace(/\/+$/, "");
  address.pathname = path.endsWith("/chat/completions") ? path : `${path}/chat/completions`;
  return address.href;
}

function keyOf({ apiKey, who }: Endpoint): string {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return apiKey;
  throw new AppError("bad_input", `The API key of the connection to ${who} has a space or a character no key has.`);
}

/** The body as text, up to `max` characters; longer than that is cut for errors, refused for answers. */
async function textOf(endpoint: Endpoint, response: Response, signal: AbortSignal, max = ANSWER_CHARACTERS_MAX) {
  try {
    // Its length is known and small enough: no need to count as it comes.
    if (Number(response.headers.get("content-length") ?? Number.NaN) <= max) return await response.text();
    const reader = response.body?.getReader();
    if (!reader) return "";
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > max) {
        await reader.cancel().catch(() => undefined);
        return text.slice(0, max);
      }
    }
  } catch (thrown) {
    throw unreachable(endpoint, thrown, signal, true);
  }
}

function* wholeParts(endpoint: Endpoint, text: string, model: string): Generator<StreamPart, void, undefined> {
  const answer = parsed(text);
  if (!isObject(answer)) throw rubbishFrom(endpoint, "a chat completion", text);
  if (answer.error) throw failedWithin(endpoint, answer.error);
  const choice: unknown = Array.isArray(answer.choices) ? answer.choices.find(isFirst) : undefined;
  if (!isObject(choice) || !isObject(choice.message)) throw rubbishFrom(endpoint, "a chat completion", text);
  const { message } = choice;
  const reasoning = textIn(message.reasoning_content ?? message.reasoning);
  if (reasoning) yield { kind: "reasoning", text: reasoning };
  const content = textIn(message.content) || textIn(message.refusal);
  if (content) yield { kind: "text", text: content };
  const calls = new Calls();
  if (Array.isArray(message.tool_calls)) for (const call of message.tool_calls) calls.add(call);
  for (const call of calls.complete()) yield { kind: "tool_call", call };
  yield {
    kind: "finish",
    reason: reasonOf(choice.finish_reason, calls.size > 0),
    tokens: tokensOf(answer.usage),
    model: typeof answer.model === "string" ? answer.model : model,
  };
}

async function* streamedParts(
  endpoint: Endpoint,
  body: ReadableStream<Uint8Array>,
  requested: string,
  signal: AbortSignal,
): AsyncGenerator<StreamPart, void, undefined> {
  const calls = new Calls();
  let reason: unknown;
  let tokens: TokenCounts | null = null;
  let model = requested;
  let hasChunk = false;
  let isDone = false;
  const seen = { start: "" };
  const events = eventData(body, seen);
  try {
    for (;;) {
      const next = await events.next().catch((thrown: unknown) => {
        if (thrown instanceof EndlessLine)
          throw rubbishFrom(endpoint, "a stream of chat completion chunks", seen.start);
        // A connection that breaks after the last word has cut nothing.
        if (reason !== undefined && !signal.aborted) return { done: true as const, value: undefined };
        throw unreachable(endpoint, thrown, signal, true);
      });
      if (next.done) break;
      if (next.value.trim() === "[DONE]") {
        isDone = true;
        break;
      }
      const chunk = parsed(next.value);
      if (!isObject(chunk)) {
        // A stream that is cut ends in half a line.
        const isLast = (await events.next().catch(() => ({ done: true }))).done;
        if (!isLast || !/^\s*[{[]/.test(next.value)) {
          throw rubbishFrom(endpoint, "a stream of chat completion chunks", next.value);
        }
        if (reason === undefined) throw cutBy(endpoint);
        break;
      }
      if (chunk.error) throw failedWithin(endpoint, chunk.error);
      hasChunk = true;
      if (typeof chunk.model === "string" && chunk.model) model = chunk.model;
      tokens = tokensOf(chunk.usage) ?? tokens;
      const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices.find(isFirst) : undefined;
      if (!isObject(choice)) continue;
      const delta = isObject(choice.delta) ? choice.delta : isObject(choice.message) ? choice.message : {};
      const reasoning = textIn(delta.reasoning_content ?? delta.reasoning);
      if (reasoning) yield { kind: "reasoning", text: reasoning };
      const content = textIn(delta.content) || textIn(delta.refusal);
      if (content) yield { kind: "text", text: content };
      if (Array.isArray(delta.tool_calls)) {
        for (const fragment of delta.tool_calls) {
          const part = calls.add(fragment);
          if (part) yield part;
        }
      }
      if (choice.finish_reason !== null && choice.finish_reason !== undefined) reason = choice.finish_reason;
    }
  } finally {
    await events.return();
  }
  if (!hasChunk) throw rubbishFrom(endpoint, "a stream of chat completion chunks", seen.start);
  if (reason === undefined && !isDone) throw cutBy(endpoint);
  for (const call of calls.complete()) yield { kind: "tool_call", call };
  yield { kind: "finish", reason: reasonOf(reason, calls.size > 0), tokens, model };
}

/** Puts calls together from fragments that may be interleaved. */
class Calls {
  readonly #calls: { id: string; name: string; args: string }[] = [];
  readonly #places = new Map<number, number>();

  get size(): number {
    return this.#calls.length;
  }

  /** Notes a fragment. What came of it as a part, or null where it said nothing. */
  add(fragment: unknown): StreamPart | null {
    if (!isObject(fragment)) return null;
    const given = isObject(fragment.function) ? fragment.function : {};
    const id = typeof fragment.id === "string" ? fragment.id : "";
    const name = typeof given.name === "string" ? given.name : "";
    const args =
      typeof given.arguments === "string"
        ? given.arguments
        : isObject(given.arguments)
          ? JSON.stringify(given.arguments)
          : "";
    const index = this.#placeOf(fragment.index, id, name);
    const call = this.#calls[index];
    if (!call) {
      this.#calls[index] = { id: id || `call_${index}`, name, args };
      return { kind: "tool_call_delta", index, id: id || `call_${index}`, name, arguments: args };
    }
    if (!call.name) call.name = name;
    call.args += args;
    return args ? { kind: "tool_call_delta", index, arguments: args } : null;
  }

  complete(): ToolCall[] {
    return this.#calls.map(({ id, name, args }) => ({
      id,
      type: "function",
      function: { name, arguments: args || "{}" },
    }));
  }

  /** Some servers number their calls from anywhere, some not at all: then a new id begins a new call. */
  #placeOf(index: unknown, id: string, name: string): number {
    if (typeof index === "number") {
      const place = this.#places.get(index) ?? this.#calls.length;
      this.#places.set(index, place);
      return place;
    }
    const known = id ? this.#calls.findIndex((call) => call.id === id) : -1;
    if (known >= 0) return known;
    return id || name || this.#calls.length === 0 ? this.#calls.length : this.#calls.length - 1;
  }
}

const isFirst = (choice: unknown): boolean => isObject(choice) && (choice.index ?? 0) === 0;

/** Text, also where it comes as a list of parts. */
function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: unknown) => (isObject(part) && typeof part.text === "string" ? part.text : "")).join("");
}

function tokensOf(usage: unknown): TokenCounts | null {
  if (!isObject(usage)) return null;
  const count = (value: unknown) => (typeof value === "number" && value >= 0 ? value : undefined);
  const prompt = count(usage.prompt_tokens);
  const completion = count(usage.completion_tokens);
  if (prompt === undefined && completion === undefined) return null;
  const prompted = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const completed = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const cached = count(prompted.cached_tokens) ?? count(usage.prompt_cache_hit_tokens);
  const reasoning = count(completed.reasoning_tokens);
  return {
    prompt: prompt ?? 0,
    completion: completion ?? 0,
    ...(cached !== undefined && { cached }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

function reasonOf(reason: unknown, hasCalls: boolean): FinishReason {
  switch (reason) {
    case "length":
    case "content_filter":
    case "tool_calls":
      return reason;
    case "function_call":
      return "tool_calls";
    case "stop":
    case undefined:
    case null:
      return hasCalls ? "tool_calls" : "stop";
    default:
      return "other";
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
