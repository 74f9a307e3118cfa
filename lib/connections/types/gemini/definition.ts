import { z } from "zod";
import { defineConnection, secretField } from "../../define";

export const gemini = defineConnection({
  type: "dynamiq.connections.Gemini",
  title: "Gemini",
  group: "Models",
  help: "Create a key in Google AI Studio under API keys.",
  icon: "sparkles",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "GEMINI_API_KEY", isRequired: true }),
  }),
});
