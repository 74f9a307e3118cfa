import "server-only";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FilePart,
  LanguageModelV4FinishReason,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4StreamPart,
  LanguageModelV4TextPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { AppError } from "@/lib/core/errors";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import {
  type Blame,
  cutBy,
  failedWithin,
  failureOf,
  ModelFailure,
  refusedBy,
  rubbishFrom,
  unreachable,
} from "./failure";
import type {
  CallOptions,
  ChatMessage,
  ChatRequest,
  ContentPart,
  FinishReason,
  LanguageModel,
  StreamPart,
  TokenCounts,
} from "./model";

type Schema = LanguageModelV4FunctionTool["inputSchema"];
type ProviderOptions = NonNullable<LanguageModelV4CallOptions["providerOptions"]>;

/** A provider package of the AI SDK, as an adapter needs it. */
export type Provider = Blame & {
  readonly make: (model: string, fetch: typeof globalThis.fetch) => LanguageModelV4;
  readonly options?: (request: ChatRequest) => ProviderOptions;
  /** Settings this model refuses are left out up front. */
  readonly prepare?: (request: ChatRequest) => ChatRequest;
  /** Whether unknown keys can be put into the body: not where it is signed. */
  readonly forwardsExtra: boolean;
};

/** A model provider through its AI SDK package. */
export const providerModel = (provider: Provider): LanguageModel => ({
  chat: async function* (asked, options) {
    const request = provider.prepare?.(asked) ?? asked;
    const model = provider.make(request.model, fetchFor(provider, request, options));
    try {
      const call = {
        ...callOptions(request),
        prompt: await promptOf(request.messages, model, options),
        abortSignal: options.signal,
        ...(provider.options && { providerOptions: provider.options(request) }),
      };
      if (options.stream) yield* streamedParts(provider, model, call, request.model);
      else yield* wholeParts(provider, await model.doGenerate(call), request.model);
    } catch (thrown) {
      throw errorOf(provider, thrown, options.signal, request.model);
    }
  },
});

/** The run's fetch, with the node's unknown keys put into the body, and pages of HTML told from answers. */
function fetchFor(provider: Provider, { extra }: ChatRequest, options: CallOptions): typeof fetch {
  return async (input, init) => {
    let sent = init;
    if (extra && provider.forwardsExtra && typeof init?.body === "string") {
      const given = Object.entries(extra).filter(([, value]) => value !== null);
      sent = { ...init, body: JSON.stringify({ ...JSON.parse(init.body), ...Object.fromEntries(given) }) };
    }
    const response = await options.fetch(input, sent);
    if (response.ok && /\b(?:html|xml)\b/i.test(response.headers.get("content-type") ?? "")) {
      throw rubbishFrom(provider, "a model's answer", (await response.text()).slice(0, 500));
    }
    return response;
  };
}

function callOptions(request: ChatRequest): Omit<LanguageModelV4CallOptions, "prompt"> {
  const { temperature, max_tokens, stop, top_p, seed, presence_penalty, frequency_penalty } = request;
  const tools = request.tools?.map(toolOf);
  const toolChoice = toolChoiceOf(request.tool_choice);
  const responseFormat = responseFormatOf(request.response_format);
  return {
    ...(temperature !== undefined && { temperature }),
    ...(max_tokens !== undefined && { maxOutputTokens: max_tokens }),
    ...(stop !== undefined && { stopSequences: [...stop] }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(seed !== undefined && { seed }),
    ...(presence_penalty !== undefined && { presencePenalty: presence_penalty }),
    ...(frequency_penalty !== undefined && { frequencyPenalty: frequency_penalty }),
    ...(tools && tools.length > 0 && { tools }),
    ...(tools && toolChoice && { toolChoice }),
    ...(responseFormat && { responseFormat }),
  };
}

function toolOf(tool: JsonObject) {
  const given = isObject(tool.function) ? tool.function : {};
  return {
    type: "function" as const,
    name: String(given.name),
    inputSchema: (isObject(given.parameters) ? given.parameters : { type: "object", properties: {} }) as Schema,
    ...(typeof given.description === "string" && { description: given.description }),
    ...(typeof given.strict === "boolean" && { strict: given.strict }),
  };
}

function toolChoiceOf(choice: Json | undefined): LanguageModelV4CallOptions["toolChoice"] {
  if (choice === "auto" || choice === "none" || choice === "required") return { type: choice };
  if (isObject(choice) && isObject(choice.function) && typeof choice.function.name === "string") {
    return { type: "tool", toolName: choice.function.name };
  }
  return undefined;
}

function responseFormatOf(format: JsonObject | undefined): LanguageModelV4CallOptions["responseFormat"] {
  if (format?.type === "json_object") return { type: "json" };
  if (format?.type !== "json_schema" || !isObject(format.json_schema)) return undefined;
  const { schema, name, description } = format.json_schema;
  return {
    type: "json",
    ...(isObject(schema) && { schema: schema as Schema }),
    ...(typeof name === "string" && { name }),
    ...(typeof description === "string" && { description }),
  };
}

async function promptOf(
  messages: readonly ChatMessage[],
  model: LanguageModelV4,
  options: CallOptions,
): Promise<LanguageModelV4Message[]> {
  const names = new Map(
    messages.flatMap(({ tool_calls = [] }) => tool_calls.map((call) => [call.id, call.function.name])),
  );
  const prompt: LanguageModelV4Message[] = [];
  for (const message of messages) {
    switch (message.role) {
      case "system":
        prompt.push({ role: "system", content: plainText(message.content) });
        break;
      case "user":
        prompt.push({ role: "user", content: await partsOf(message.content, model, options) });
        break;
      case "assistant": {
        const text = plainText(message.content);
        prompt.push({
          role: "assistant",
          content: [
            ...(text ? [{ type: "text" as const, text }] : []),
            ...(message.tool_calls ?? []).map((call) => ({
              type: "tool-call" as const,
              toolCallId: call.id,
              toolName: call.function.name,
              input: jsonOr(call.function.arguments),
            })),
          ],
        });
        break;
      }
      case "tool":
        prompt.push({
          role: "tool",
          content: [
            {
              type: "tool-result",
              toolCallId: message.tool_call_id ?? "",
              toolName: names.get(message.tool_call_id ?? "") ?? message.name ?? "",
              output: { type: "text", value: plainText(message.content) },
            },
          ],
        });
    }
  }
  return prompt;
}

const plainText = (content: ChatMessage["content"]): string =>
  typeof content === "string"
    ? content
    : (content ?? []).map((part) => (part.type === "text" ? part.text : "")).join("");

async function partsOf(content: ChatMessage["content"], model: LanguageModelV4, options: CallOptions) {
  const parts: readonly ContentPart[] =
    typeof content === "string" ? [{ type: "text", text: content }] : (content ?? []);
  return Promise.all(
    parts.map(async (part): Promise<LanguageModelV4TextPart | LanguageModelV4FilePart> => {
      if (part.type === "text") return { type: "text", text: part.text };
      if (part.type === "image_url") return filePart(part.image_url.url, "image/*", undefined, model, options);
      return filePart(part.file.file_data, "application/pdf", part.file.filename, model, options);
    }),
  );
}

/** A file as data; as its address only where the provider itself fetches such addresses. */
async function filePart(
  source: string,
  fallbackType: string,
  filename: string | undefined,
  model: LanguageModelV4,
  options: CallOptions,
): Promise<LanguageModelV4FilePart> {
  const named = filename === undefined ? {} : { filename };
  const inline = /^data:([^;,]+)?[^,]*?(;base64)?,/i.exec(source);
  if (inline) {
    const payload = source.slice(inline[0].length);
    const data = inline[2] ? payload : Buffer.from(decodeURIComponent(payload)).toString("base64");
    return { type: "file", mediaType: inline[1] ?? fallbackType, data: { type: "data", data }, ...named };
  }
  const url = URL.parse(source);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError("bad_input", "A file or image of the prompt is neither an http address nor a data URL.");
  }
  const supported = await model.supportedUrls;
  const isSupported = Object.entries(supported).some(
    ([type, patterns]) => matches(type, fallbackType) && patterns.some((pattern) => pattern.test(source)),
  );
  if (isSupported) return { type: "file", mediaType: fallbackType, data: { type: "url", url }, ...named };
  const response = await options.fetch(source, { signal: options.signal });
  if (!response.ok) {
    throw new AppError("upstream_failed", `${url.host} did not give the file of the prompt (${response.status}).`);
  }
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim() || fallbackType;
  return {
    type: "file",
    mediaType,
    data: { type: "data", data: new Uint8Array(await response.arrayBuffer()) },
    ...named,
  };
}

const matches = (pattern: string, type: string): boolean =>
  pattern === "*" || pattern === "*/*" || pattern === type || pattern.split("/")[0] === type.split("/")[0];

function* wholeParts(
  provider: Provider,
  { content, finishReason, usage, response }: Awaited<ReturnType<LanguageModelV4["doGenerate"]>>,
  model: string,
): Generator<StreamPart, void, undefined> {
  if (finishReason.unified === "error") throw failedWithin(provider, finishReason.raw ?? "");
  if (finishReason.raw === undefined && content.length === 0) {
    throw rubbishFrom(provider, "a model's answer", JSON.stringify(response?.body ?? ""));
  }
  for (const part of content) {
    const translated = partOf(part);
    if (translated) yield translated;
  }
  yield finishOf(finishReason, usage, response?.modelId ?? model);
}

function partOf(part: LanguageModelV4Content): StreamPart | null {
  if (part.type === "text") return part.text ? { kind: "text", text: part.text } : null;
  if (part.type === "reasoning") return part.text ? { kind: "reasoning", text: part.text } : null;
  if (part.type === "tool-call") return { kind: "tool_call", call: callOf(part) };
  return null;
}

const callOf = ({ toolCallId, toolName, input }: { toolCallId: string; toolName: string; input: string }) => ({
  id: toolCallId,
  type: "function" as const,
  function: { name: toolName, arguments: input || "{}" },
});

async function* streamedParts(
  provider: Provider,
  model: LanguageModelV4,
  call: LanguageModelV4CallOptions,
  requested: string,
): AsyncGenerator<StreamPart, void, undefined> {
  const { stream } = await model.doStream(call);
  const reader = stream.getReader();
  const places = new Map<string, number>();
  let answering = requested;
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        isDone = true;
        throw cutBy(provider);
      }
      if (value.type === "response-metadata" && value.modelId) answering = value.modelId;
      if (value.type === "error") throw value.error;
      if (value.type === "finish") {
        // The packages close a cut stream with a reason of their own making.
        if (value.finishReason.unified === "error" || value.finishReason.raw === undefined) throw cutBy(provider);
        yield finishOf(value.finishReason, value.usage, answering);
        return;
      }
      const part = streamPartOf(value, places);
      if (part) yield part;
    }
  } finally {
    if (!isDone) await reader.cancel().catch(() => undefined);
  }
}

function streamPartOf(part: LanguageModelV4StreamPart, places: Map<string, number>): StreamPart | null {
  switch (part.type) {
    case "text-delta":
      return part.delta ? { kind: "text", text: part.delta } : null;
    case "reasoning-delta":
      return part.delta ? { kind: "reasoning", text: part.delta } : null;
    case "tool-input-start": {
      const index = places.size;
      places.set(part.id, index);
      return { kind: "tool_call_delta", index, id: part.id, name: part.toolName, arguments: "" };
    }
    case "tool-input-delta":
      return part.delta ? { kind: "tool_call_delta", index: places.get(part.id) ?? 0, arguments: part.delta } : null;
    case "tool-call":
      return { kind: "tool_call", call: callOf(part) };
    default:
      return null;
  }
}

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  length: "length",
  "content-filter": "content_filter",
  "tool-calls": "tool_calls",
};

const finishOf = (reason: LanguageModelV4FinishReason, usage: LanguageModelV4Usage, model: string): StreamPart => ({
  kind: "finish",
  reason: REASONS[reason.unified] ?? "other",
  tokens: tokensOf(usage),
  model,
});

function tokensOf({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenCounts | null {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return null;
  return {
    prompt: inputTokens.total ?? 0,
    completion: outputTokens.total ?? 0,
    ...(inputTokens.cacheRead !== undefined && { cached: inputTokens.cacheRead }),
    ...(outputTokens.reasoning !== undefined && { reasoning: outputTokens.reasoning }),
  };
}

/** Errors of the packages are recognised by their names: each package brings its own copy of the classes. */
function errorOf(provider: Provider, thrown: unknown, signal: AbortSignal, model: string): AppError {
  const own = causes(thrown).find((error) => error instanceof AppError);
  if (own && (failureOf(own) || own.code === "bad_input")) return own;
  if (signal.aborted) return unreachable(provider, thrown, signal);
  const [error] = causes(thrown);
  if (!isObject(error) || typeof error.name !== "string") return failedWithin(provider, thrown);
  if (error.name === "AI_APICallError") {
    const status = typeof error.statusCode === "number" ? error.statusCode : null;
    const body = typeof error.responseBody === "string" ? error.responseBody : String(error.message);
    const headers = isObject(error.responseHeaders) ? error.responseHeaders : {};
    const retryAfter = typeof headers["retry-after"] === "string" ? headers["retry-after"] : null;
    if (status !== null && status >= 400) return refusedBy(provider, status, body, retryAfter, model);
    if (status !== null) return rubbishFrom(provider, "a model's answer", body);
    return unreachable(provider, own ?? error.cause, signal);
  }
  if (
    /^AI_(?:JSONParse|TypeValidation|EmptyResponseBody|InvalidResponseData|NoContentGenerated)Error$/.test(error.name)
  ) {
    return rubbishFrom(provider, "a model's answer", typeof error.text === "string" ? error.text : "");
  }
  if (error.name.startsWith("AI_")) {
    const said = provider.scrub(String(error.message));
    return new AppError("upstream_failed", `${provider.who} cannot be sent this request: ${said}`, {
      cause: new ModelFailure("bad_request", said, null),
    });
  }
  if (own) return unreachable(provider, own, signal);
  return thrown instanceof Error ? unreachable(provider, thrown, signal, true) : failedWithin(provider, thrown);
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let error = thrown; isObject(error) && chain.length < 5; error = error.cause) chain.push(error);
  return chain.length > 0 ? chain : [thrown];
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
