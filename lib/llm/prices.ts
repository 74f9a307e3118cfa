import type { Usage } from "@/lib/engine/events";
import { llmEntries } from "./entries";
import { bareModel } from "./entry";
import type { TokenCounts } from "./model";

/** US dollars for a million tokens. `cached` is the price of prompt tokens read from the provider's cache. */
export type Price = { readonly in: number; readonly out: number; readonly cached?: number };

/** Goes up with every change of the table. */
export const PRICES_VERSION = 1;
/** List prices as publicly known on this day; contracts, batches, regions and long contexts may differ. */
export const PRICES_DATE = "2025-12-01";

/**
 * By the start of the model's name: the longest that fits counts, and it must end there or before a date or
 * version (`gpt-4o` prices `gpt-4o-2024-11-20`, not `gpt-4o-audio`).
 */
const PRICES: Readonly<Record<string, Price>> = {
  "gpt-5.1": { in: 1.25, out: 10, cached: 0.125 },
  "gpt-5": { in: 1.25, out: 10, cached: 0.125 },
  "gpt-5-mini": { in: 0.25, out: 2, cached: 0.025 },
  "gpt-5-nano": { in: 0.05, out: 0.4, cached: 0.005 },
  "gpt-5-chat-latest": { in: 1.25, out: 10, cached: 0.125 },
  "gpt-5-pro": { in: 15, out: 120 },
  "gpt-4.1": { in: 2, out: 8, cached: 0.5 },
  "gpt-4.1-mini": { in: 0.4, out: 1.6, cached: 0.1 },
  "gpt-4.1-nano": { in: 0.1, out: 0.4, cached: 0.025 },
  "gpt-4o": { in: 2.5, out: 10, cached: 1.25 },
  "gpt-4o-mini": { in: 0.15, out: 0.6, cached: 0.075 },
  "gpt-4-turbo": { in: 10, out: 30 },
  "gpt-4": { in: 30, out: 60 },
  "gpt-3.5-turbo": { in: 0.5, out: 1.5 },
  o1: { in: 15, out: 60, cached: 7.5 },
  "o1-mini": { in: 1.1, out: 4.4, cached: 0.55 },
  o3: { in: 2, out: 8, cached: 0.5 },
  "o3-mini": { in: 1.1, out: 4.4, cached: 0.55 },
  "o3-pro": { in: 20, out: 80 },
  "o4-mini": { in: 1.1, out: 4.4, cached: 0.275 },
  "claude-opus-4-5": { in: 5, out: 25, cached: 0.5 },
  "claude-opus-4-1": { in: 15, out: 75, cached: 1.5 },
  "claude-opus-4": { in: 15, out: 75, cached: 1.5 },
  "claude-sonnet-4-5": { in: 3, out: 15, cached: 0.3 },
  "claude-sonnet-4": { in: 3, out: 15, cached: 0.3 },
  "claude-3-7-sonnet": { in: 3, out: 15, cached: 0.3 },
  "claude-3-5-sonnet": { in: 3, out: 15, cached: 0.3 },
  "claude-haiku-4-5": { in: 1, out: 5, cached: 0.1 },
  "claude-3-5-haiku": { in: 0.8, out: 4, cached: 0.08 },
  "claude-3-haiku": { in: 0.25, out: 1.25, cached: 0.03 },
  "claude-3-opus": { in: 15, out: 75, cached: 1.5 },
  "gemini-2.5-pro": { in: 1.25, out: 10, cached: 0.125 },
  "gemini-2.5-flash": { in: 0.3, out: 2.5, cached: 0.03 },
  "gemini-2.5-flash-lite": { in: 0.1, out: 0.4, cached: 0.01 },
  "gemini-2.0-flash": { in: 0.1, out: 0.4, cached: 0.025 },
  "gemini-2.0-flash-lite": { in: 0.075, out: 0.3 },
  "gemini-1.5-pro": { in: 1.25, out: 5 },
  "gemini-1.5-flash": { in: 0.075, out: 0.3 },
  "mistral-large": { in: 2, out: 6 },
  "mistral-medium": { in: 0.4, out: 2 },
  "mistral-small": { in: 0.1, out: 0.3 },
  "ministral-8b": { in: 0.1, out: 0.1 },
  "ministral-3b": { in: 0.04, out: 0.04 },
  codestral: { in: 0.3, out: 0.9 },
  "open-mistral-nemo": { in: 0.15, out: 0.15 },
  "command-a": { in: 2.5, out: 10 },
  "command-r-plus": { in: 2.5, out: 10 },
  "command-r": { in: 0.15, out: 0.6 },
  "command-r7b": { in: 0.0375, out: 0.15 },
  "amazon.nova-pro": { in: 0.8, out: 3.2 },
  "amazon.nova-lite": { in: 0.06, out: 0.24 },
  "amazon.nova-micro": { in: 0.035, out: 0.14 },
  "meta.llama3-3-70b-instruct": { in: 0.72, out: 0.72 },
  "deepseek-chat": { in: 0.28, out: 0.42, cached: 0.028 },
  "deepseek-reasoner": { in: 0.28, out: 0.42, cached: 0.028 },
};

const PREFIXES = [...llmEntries.map(({ modelPrefix }) => modelPrefix).filter(Boolean), "cohere/", "converse/"];
/** What may follow a name without changing the price: a date, a build, `latest`, Bedrock's version. */
const SAME_MODEL = /^(?:-(?:latest|\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{2}-\d{4}|\d{3}|0))?(?:-?v\d+(?::\d+)?)?$/;

/** The price of a model, or null where the table does not know it. Provider prefixes are passed over. */
export function priceOf(model: string): Price | null {
  const bare = PREFIXES.reduce(bareModel, model)
    .replace(/^(?:us|eu|apac|global)\./, "")
    .replace(/^anthropic\./, "");
  const name = Object.keys(PRICES)
    .filter((start) => bare.startsWith(start) && SAME_MODEL.test(bare.slice(start.length)))
    .sort((one, other) => other.length - one.length)[0];
  return name === undefined ? null : (PRICES[name] ?? null);
}

/**
 * A call's usage with its cost. `model` is the one that answered, `asked` the one that was asked for.
 * Costs are null where the price of neither is known.
 */
export function usageOf(model: string, tokens: TokenCounts, asked = model): Usage {
  const price = priceOf(model) ?? priceOf(asked);
  const cached = Math.min(tokens.cached ?? 0, tokens.prompt);
  return {
    model,
    prompt_tokens: tokens.prompt,
    completion_tokens: tokens.completion,
    total_tokens: tokens.prompt + tokens.completion,
    ...(tokens.cached !== undefined && { cached_tokens: tokens.cached }),
    ...(tokens.reasoning !== undefined && { reasoning_tokens: tokens.reasoning }),
    prompt_cost: price && dollars((tokens.prompt - cached) * price.in + cached * (price.cached ?? price.in)),
    completion_cost: price && dollars(tokens.completion * price.out),
  };
}

/** From dollars for a million tokens, without the noise of binary fractions. */
const dollars = (millionths: number): number => Number((millionths / 1_000_000).toFixed(12));
