import { z } from "zod";
import { defineConnection, secretField } from "../../define";
import { httpFields } from "../http/fields";

export const tavily = defineConnection({
  type: "dynamiq.connections.Tavily",
  title: "Tavily",
  group: "Search",
  help: "Create a key at app.tavily.com.",
  icon: "search",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "TAVILY_API_KEY", placeholder: "tvly-…", isRequired: true }),
    ...httpFields({ url: "https://api.tavily.com", method: "POST" }),
  }),
});
