import "server-only";
import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import { isRetryable } from "@/lib/engine/errors";
import { BASE_NODE_SHAPE, type FlowNode } from "@/lib/engine/flow";
import { llmEntries } from "@/lib/llm/entries";
import type { LlmEntry } from "@/lib/llm/entry";
import { failureOf } from "@/lib/llm/failure";
import type { ChatRequest, StreamPart, ToolCall } from "@/lib/llm/model";
import { usageOf } from "@/lib/llm/prices";
import { providers } from "@/lib/llm/providers";
import { chat } from "@/lib/llm/recoveries";
import { defineExecutor, type Executor, type NodeContext } from "../context";
import { type InlinePrompt, llmDefinitions, llmNode } from "./definition";
import { renderMessages } from "./prompt";

type Definition = ReturnType<typeof llmNode>;
type Params = z.output<Definition["params"]>;
type Output = z.input<Definition["output"]>;

/** Keys of a node that would take the place of what the run itself sends. */
const RESERVED: ReadonlySet<string> = new Set(["messages", "contents", "stream", "client", "prompt_id"]);

const executeLlm = (entry: LlmEntry, definition: (typeof llmDefinitions)[number]): Executor =>
  defineExecutor(definition, async (ctx, { params, input }) => {
    const prompt = promptOf(params);
    const messages = renderMessages(prompt, input as JsonObject);
    ctx.emitDetail({ prompt: messages as unknown as Json });
    try {
      const make = providers[entry.className];
      if (!make) throw new Error(`No provider for ${entry.className}.`);
      const connection = await ctx.connection();
      // A key is only ever sent to the provider it was given for.
      if (!entry.connections.includes(connection.type)) {
        throw new AppError("bad_input", `${entry.title} needs a connection of its own type, not ${connection.type}.`);
      }
      const model = make(connection.fields);
      const request: ChatRequest = { ...settingsOf(params, prompt), messages, extra: extraOf(ctx.node, definition) };
      const options = { signal: ctx.signal, fetch: ctx.fetch, stream: ctx.isStreaming };
      return await answerOf(ctx, chat(model, request, options));
    } catch (error) {
      const substitute = substituteFor(params, prompt, ctx, error);
      if (!substitute) throw error;
      return answered(await ctx.runNode(substitute, input as JsonObject, "fallback"));
    }
  });

export const llmExecutors: readonly Executor[] = llmEntries.map((entry, index) =>
  executeLlm(entry, llmDefinitions[index] ?? llmNode(entry)),
);

function promptOf({ prompt }: Params): InlinePrompt {
  if (prompt === null || prompt === undefined) {
    throw new AppError("bad_input", "Unable to run the LLM: it has no prompt. Write its messages.");
  }
  if (typeof prompt === "string") {
    throw new AppError("bad_input", `The prompt “${prompt}” is not available here. Write the messages in the node.`);
  }
  return prompt;
}

/** The settings that are given. Where `stop` is empty, as where it is null, nothing is sent. */
function settingsOf(params: Params, prompt: InlinePrompt): Omit<ChatRequest, "messages" | "extra"> {
  const { temperature, max_tokens, stop, top_p, seed, presence_penalty, frequency_penalty, tool_choice } = params;
  const { tools, response_format } = formatsOf(params, prompt);
  return given({
    model: params.model,
    temperature,
    max_tokens,
    stop: stop && stop.length > 0 ? stop : undefined,
    top_p,
    seed,
    presence_penalty,
    frequency_penalty,
    tools,
    tool_choice: tools ? tool_choice : undefined,
    response_format,
    thinking:
      params.thinking_enabled === null || params.thinking_enabled === undefined
        ? undefined
        : { enabled: params.thinking_enabled, budget_tokens: params.budget_tokens },
  }) as Omit<ChatRequest, "messages" | "extra">;
}

/** Tools and response format: the node's, else the older `schema` by its mode, else the prompt's. */
function formatsOf(params: Params, prompt: InlinePrompt) {
  const { inference_mode: mode, schema } = params;
  const usesSchema = mode === "FUNCTION_CALLING" || mode === "STRUCTURED_OUTPUT";
  if (usesSchema && !schema && !params.tools && !params.response_format) {
    throw new AppError("bad_input", `Schema must be provided when using ${mode} inference mode.`);
  }
  const ofSchema = usesSchema && schema ? schema : null;
  const tools = params.tools ?? (mode === "FUNCTION_CALLING" && ofSchema ? [ofSchema].flat() : null) ?? prompt.tools;
  const format =
    params.response_format ??
    (mode === "STRUCTURED_OUTPUT" && ofSchema && !Array.isArray(ofSchema) ? asResponseFormat(ofSchema) : null) ??
    prompt.response_format;
  return {
    tools: tools && tools.length > 0 ? tools.map((tool) => withStrictness(tool, params.strict_tools)) : undefined,
    response_format: format ?? undefined,
  };
}

const asResponseFormat = (schema: JsonObject): JsonObject =>
  schema.type === "json_schema" || schema.type === "json_object"
    ? schema
    : { type: "json_schema", json_schema: { name: "answer", schema } };

function withStrictness(tool: JsonObject, strict: Params["strict_tools"]): JsonObject {
  const { function: called } = tool;
  if (!isObject(called)) return tool;
  const isStrict = Array.isArray(strict) ? strict.includes(String(called.name)) : strict;
  return isStrict ? { ...tool, function: { ...called, strict: true } } : tool;
}

/** What the node has beside the fields every model has: the provider's own settings, and unknown keys. */
function extraOf(node: FlowNode, { params }: Definition): JsonObject {
  const own = new Set(Object.keys(llmEntries.find((entry) => node.type.endsWith(`.${entry.className}`))?.params ?? {}));
  const isExtra = (key: string) =>
    !Object.hasOwn(BASE_NODE_SHAPE, key) && !RESERVED.has(key) && (own.has(key) || !Object.hasOwn(params.shape, key));
  return given(Object.fromEntries(Object.entries(node).filter(([key]) => isExtra(key)))) as JsonObject;
}

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

async function answerOf(ctx: NodeContext, parts: AsyncIterable<StreamPart>): Promise<Output> {
  const chunks = chunksTo(ctx);
  const calls: ToolCall[] = [];
  let content = "";
  for await (const part of parts) {
    chunks(part);
    if (part.kind === "text") content += part.text;
    if (part.kind === "tool_call") calls.push(part.call);
    if (part.kind === "finish" && part.tokens) {
      ctx.emitDetail({ usage: usageOf(part.model, part.tokens, String(ctx.node.model)) });
    }
  }
  if (calls.length === 0) return { content };
  const called: NonNullable<Output["tool_calls"]> = {};
  for (const { id, type, function: call } of calls) {
    const key = Object.hasOwn(called, call.name) ? id : call.name;
    called[key] = { id, type, function: { name: call.name, arguments: jsonOr(call.arguments) } };
  }
  return { content, tool_calls: called };
}

/** Passes parts on as OpenAI's chunks, where anybody listens. */
function chunksTo(ctx: NodeContext): (part: StreamPart) => void {
  if (!ctx.isStreaming) return () => undefined;
  const head = {
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: String(ctx.node.model),
    object: "chat.completion.chunk",
  };
  let isFirst = true;
  let fragments = 0;
  let complete = 0;
  const send = (delta: JsonObject, finishReason: string | null = null, usage?: JsonObject) => {
    const opened = isFirst ? { role: "assistant", ...delta } : delta;
    isFirst = false;
    ctx.emitChunk({
      ...head,
      choices: [{ index: 0, delta: opened, finish_reason: finishReason }],
      ...(usage && { usage }),
    });
  };
  return (part) => {
    switch (part.kind) {
      case "text":
        return send({ content: part.text });
      case "reasoning":
        return send({ reasoning_content: part.text });
      case "tool_call_delta": {
        const { index, id, name } = part;
        if (id !== undefined) fragments += 1;
        return send({
          tool_calls: [
            {
              index,
              ...(id !== undefined && { id, type: "function" }),
              function: { ...(name !== undefined && { name }), arguments: part.arguments },
            },
          ],
        });
      }
      case "tool_call":
        // A provider that gave the call in fragments has been passed on already.
        complete += 1;
        if (complete <= fragments) return;
        return send({ tool_calls: [{ index: complete - 1, ...part.call }] });
      case "finish":
        return send(
          {},
          part.reason === "other" ? "stop" : part.reason,
          part.tokens ? countsOf(part.tokens) : undefined,
        );
    }
  };
}

const countsOf = ({ prompt, completion }: { prompt: number; completion: number }): JsonObject => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
});

/**
 * The node that answers instead of this one, or null where the author wants none for such a failure. It gets
 * this node's input, prompt, tools and format.
 */
function substituteFor(params: Params, prompt: InlinePrompt, ctx: NodeContext, error: unknown): FlowNode | null {
  const { fallback } = params;
  if (!fallback?.enabled || !fallback.llm || ctx.signal.aborted) return null;
  // As long as this node will be tried again, it answers for itself.
  if (ctx.attempt < (ctx.node.error_handling?.max_retries ?? 0) && isRetryable(error)) return null;
  const kind = failureOf(error)?.kind;
  const isWanted = fallback.triggers.some((trigger) => trigger === "any" || trigger === kind);
  if (!isWanted) return null;
  const { fallback: _next, input_transformer: _in, output_transformer: _out, ...llm } = fallback.llm;
  const { tools, response_format } = formatsOf(params, prompt);
  return {
    depends: [],
    error_handling: {},
    streaming: ctx.node.streaming,
    ...llm,
    id: typeof llm.id === "string" ? llm.id : `${ctx.node.id}-fallback`,
    prompt: { ...prompt, ...(tools && { tools }), ...(response_format && { response_format }) },
  } as unknown as FlowNode;
}

function answered(result: Awaited<ReturnType<NodeContext["runNode"]>>): Output {
  if (result.status === "success") return result.output as unknown as Output;
  throw new AppError("upstream_failed", result.error?.message ?? "The fallback model failed too.");
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
