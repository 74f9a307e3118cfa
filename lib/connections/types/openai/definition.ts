import { z } from "zod";
import { defineConnection, secretField, urlField } from "../../define";

export const openai = defineConnection({
  type: "dynamiq.connections.OpenAI",
  title: "OpenAI",
  group: "Models",
  help: "Create a key at platform.openai.com under API keys. Any service that speaks OpenAI's API works with its own URL.",
  icon: "sparkles",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "OPENAI_API_KEY", placeholder: "sk-…", isRequired: true }),
    url: urlField({ title: "URL", env: "OPENAI_URL", fallback: "https://api.openai.com/v1", isRequired: true }),
  }),
});
