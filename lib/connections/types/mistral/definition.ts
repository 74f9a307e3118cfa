import { z } from "zod";
import { defineConnection, secretField } from "../../define";

export const mistral = defineConnection({
  type: "dynamiq.connections.Mistral",
  title: "Mistral",
  group: "Models",
  help: "Create a key in the Mistral console under API keys.",
  icon: "sparkles",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "MISTRAL_API_KEY", isRequired: true }),
  }),
});
