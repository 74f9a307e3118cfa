import { z } from "zod";
import type { LlmEntry } from "../entry";

export const custom: LlmEntry = {
  className: "CustomLLM",
  title: "Custom LLM",
  description: "A model behind any address that speaks OpenAI's chat completions.",
  icon: "server",
  slug: "custom-llm",
  connections: ["dynamiq.connections.HttpApiKey"],
  modelPrefix: "",
  models: [],
  params: {
    provider_prefix: z.string().max(100).nullish().meta({
      title: "Provider prefix",
      description: "Taken off the front of the model's name before it is sent, as openai/ is where this is empty.",
    }),
  },
};
