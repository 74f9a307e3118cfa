import { z } from "zod";
import { defineConnection, secretField, urlField } from "../../define";

export const httpApiKey = defineConnection({
  type: "dynamiq.connections.HttpApiKey",
  title: "HTTP with API key",
  group: "HTTP",
  help: "The base URL of a service that speaks OpenAI's API, and its key: for models of your own, or a gateway.",
  icon: "key-round",
  canTest: true,
  fields: z.object({
    url: urlField({ title: "URL", placeholder: "https://models.example.com/v1", isRequired: true }),
    api_key: secretField({ title: "API key", isRequired: true }),
  }),
});
