import { z } from "zod";
import { defineConnection, secretField } from "../../define";

export const cohere = defineConnection({
  type: "dynamiq.connections.Cohere",
  title: "Cohere",
  group: "Models",
  help: "Create a key in the Cohere dashboard under API keys.",
  icon: "sparkles",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "COHERE_API_KEY", isRequired: true }),
  }),
});
