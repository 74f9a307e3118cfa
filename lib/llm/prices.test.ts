import { expect, test } from "vitest";
import { PRICES_DATE, PRICES_VERSION, priceOf, usageOf } from "./prices";

test.each([
  ["gpt-4o", 2.5],
  ["openai/gpt-4o-mini", 0.15],
  ["gpt-4o-2024-11-20", 2.5],
  ["gpt-4.1-nano-2025-04-14", 0.1],
  ["anthropic/claude-sonnet-4-5-20250929", 3],
  ["claude-3-5-haiku-latest", 0.8],
  ["bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0", 1],
  ["gemini/gemini-2.5-flash", 0.3],
  ["mistral-large-2411", 2],
  ["command-r-plus-08-2024", 2.5],
  ["amazon.nova-lite-v1:0", 0.06],
])("%s costs what the table says", (model, dollars) => expect(priceOf(model)?.in).toBe(dollars));

test.each(["sample", "gpt-4o-audio-preview", "gpt-4-32k", "gpt-9", "llama", "", "constructor"])(
  "the price of %s is not known",
  (model) => expect(priceOf(model)).toBeNull(),
);

test("cached tokens cost less, and what has no price has no cost", () => {
  expect(usageOf("gpt-4o", { prompt: 1_000_000, completion: 100_000, cached: 400_000 })).toEqual({
    model: "gpt-4o",
    prompt_tokens: 1_000_000,
    completion_tokens: 100_000,
    total_tokens: 1_100_000,
    cached_tokens: 400_000,
    prompt_cost: 2,
    completion_cost: 1,
  });
  expect(usageOf("sample", { prompt: 5, completion: 2 })).toMatchObject({ prompt_cost: null, completion_cost: null });
});

test("the table says which it is, and of which day", () => {
  expect(PRICES_VERSION).toBeGreaterThan(0);
  expect(Date.parse(PRICES_DATE)).toBeLessThan(Date.now());
});
