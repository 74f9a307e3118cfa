import { z } from "zod";
import type { LlmEntry } from "../entry";

export const openai: LlmEntry = {
  className: "OpenAI",
  title: "OpenAI",
  description: "A model of OpenAI, or of any server that speaks OpenAI's chat completions.",
  icon: "sparkles",
  slug: "openai",
  connections: ["dynamiq.connections.OpenAI"],
  modelPrefix: "openai/",
  models: [
    { id: "gpt-4o", context: 128_000 },
    { id: "gpt-4o-mini", context: 128_000 },
    { id: "gpt-4.1", context: 1_047_576 },
    { id: "gpt-4.1-mini", context: 1_047_576 },
    { id: "gpt-4.1-nano", context: 1_047_576 },
    { id: "gpt-5", context: 400_000 },
    { id: "gpt-5-mini", context: 400_000 },
    { id: "gpt-5-nano", context: 400_000 },
    { id: "o3", context: 200_000 },
    { id: "o4-mini", context: 200_000 },
  ],
  params: {
    reasoning_effort: z
      .enum(["auto", "none", "minimal", "low", "medium", "high", "xhigh"])
      .nullish()
      .meta({ title: "Reasoning effort", description: "Only for reasoning models (o-series, GPT-5)." }),
    verbosity: z
      .enum(["low", "medium", "high"])
      .nullish()
      .meta({ title: "Verbosity", description: "Only for GPT-5 models." }),
  },
};
