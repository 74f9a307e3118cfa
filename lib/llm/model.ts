import type { Json, JsonObject } from "@/lib/core/json";

/** A message, as OpenAI's chat format has it. */
export type ChatMessage = {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string | null | readonly ContentPart[];
  readonly name?: string;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
};

export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "image_url";
      readonly image_url: { readonly url: string; readonly detail?: "auto" | "high" | "low" };
    }
  | { readonly type: "file"; readonly file: { readonly file_data: string; readonly filename?: string } };

export type ToolCall = {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
};

/** A request to any provider. Keys a provider does not know are its adapter's to drop or to pass on. */
export type ChatRequest = {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly stop?: readonly string[];
  readonly top_p?: number;
  readonly seed?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  /** In OpenAI's function shape. */
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: Json;
  readonly response_format?: JsonObject;
  /** Whether the model may think before it answers, and with how many tokens. */
  readonly thinking?: { readonly enabled: boolean; readonly budget_tokens: number };
  /** Unknown keys of the node: forwarded as they are. */
  readonly extra?: JsonObject;
};

/** `prompt` includes the cached tokens, `completion` the reasoning tokens. */
export type TokenCounts = {
  readonly prompt: number;
  readonly completion: number;
  readonly cached?: number;
  readonly reasoning?: number;
};

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "other";

/** What a model sends, part by part. A stream ends with exactly one `finish`, or throws. */
export type StreamPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  /** A fragment of a call's arguments; the first of an `index` has `id` and `name`. Streams only. */
  | {
      readonly kind: "tool_call_delta";
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  /** A complete call, once all of its arguments have arrived. */
  | { readonly kind: "tool_call"; readonly call: ToolCall }
  | {
      readonly kind: "finish";
      readonly reason: FinishReason;
      readonly tokens: TokenCounts | null;
      readonly model: string;
    };

export type CallOptions = {
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** Whether parts should come as the provider makes them; otherwise in one answer. */
  readonly stream: boolean;
};

/**
 * A provider, behind one interface.
 *
 * @throws AppError `upstream_failed` or `timeout` whose cause is a ModelFailure (failure.ts).
 */
export type LanguageModel = {
  readonly chat: (request: ChatRequest, options: CallOptions) => AsyncIterable<StreamPart>;
};
