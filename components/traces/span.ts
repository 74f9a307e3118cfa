import { isObject, type Json } from "@/lib/core/json";
import type { TraceRun } from "@/lib/traces/contract";

/** How a line stands; one that has not ended runs. */
export const standingOf = ({
  status,
}: Pick<TraceRun, "status">): "running" | "succeeded" | "failed" | "skipped" | "canceled" => status ?? "running";

export type SpanUsage = {
  readonly model: string | null;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  /** US dollars; null where the price is not known. */
  readonly cost: number | null;
};

const numberAt = (value: Record<string, unknown>, key: string): number | null => {
  const part = value[key];
  return typeof part === "number" && Number.isFinite(part) ? part : null;
};

/** What a line says of its tokens, or null. A collected trace may say anything, so each number is looked at. */
export function usageOf({ metadata }: Pick<TraceRun, "metadata">): SpanUsage | null {
  const usage: unknown = metadata.usage;
  if (!isObject(usage)) return null;
  const prompt = numberAt(usage, "prompt_tokens") ?? 0;
  const completion = numberAt(usage, "completion_tokens") ?? 0;
  const costs = [numberAt(usage, "prompt_cost"), numberAt(usage, "completion_cost")].filter((cost) => cost !== null);
  return {
    model: typeof usage.model === "string" ? usage.model : null,
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: numberAt(usage, "total_tokens") ?? prompt + completion,
    cost: costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : null,
  };
}

/** The node a line is of, or null where it is a workflow or flow, or the sender did not say. */
export function nodeOf({ metadata }: Pick<TraceRun, "metadata">): { id: string; type: string | null } | null {
  const node: unknown = metadata.node;
  if (!isObject(node) || typeof node.id !== "string") return null;
  return { id: node.id, type: typeof node.type === "string" ? node.type : null };
}

export type PromptMessage = { readonly role: string; readonly content: Json };

/** A rendered prompt as messages, or null where there is none. */
export function messagesOf(prompt: unknown): readonly PromptMessage[] | null {
  const messages: unknown = isObject(prompt) ? prompt.messages : prompt;
  if (!Array.isArray(messages)) return null;
  return messages.flatMap((message: unknown) =>
    isObject(message) ? [{ role: String(message.role ?? "user"), content: (message.content ?? null) as Json }] : [],
  );
}

/** A failure as one sentence, whatever shape its sender gave it. */
export function errorTextOf(error: Json): string | null {
  if (error === null) return null;
  if (typeof error === "string") return error;
  if (isObject(error) && typeof error.message === "string") return error.message;
  return JSON.stringify(error);
}
