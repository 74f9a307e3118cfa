import { z } from "zod";
import { defineConnection, secretField } from "../../define";

export const anthropic = defineConnection({
  type: "dynamiq.connections.Anthropic",
  title: "Anthropic",
  group: "Models",
  help: "Create a key in the Anthropic console under API keys.",
  icon: "sparkles",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "ANTHROPIC_API_KEY", placeholder: "sk-ant-…", isRequired: true }),
  }),
});
