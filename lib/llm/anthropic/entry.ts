import { z } from "zod";
import type { LlmEntry } from "../entry";

export const anthropic: LlmEntry = {
  className: "Anthropic",
  title: "Anthropic",
  description: "A Claude model of Anthropic.",
  icon: "feather",
  slug: "anthropic",
  connections: ["dynamiq.connections.Anthropic"],
  modelPrefix: "anthropic/",
  models: [
    { id: "claude-opus-4-5", context: 200_000 },
    { id: "claude-sonnet-4-5", context: 200_000 },
    { id: "claude-haiku-4-5", context: 200_000 },
    { id: "claude-opus-4-1", context: 200_000 },
    { id: "claude-sonnet-4-0", context: 200_000 },
    { id: "claude-3-5-haiku-latest", context: 200_000 },
  ],
  params: {
    cache_control: z
      .looseObject({ type: z.string() })
      .nullish()
      .meta({ title: "Cache control", description: 'Prompt caching, as {"type": "ephemeral"}.', widget: "json" }),
  },
};
