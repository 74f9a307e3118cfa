import { z } from "zod";
import { defineConnection, secretField } from "../../define";
import { httpFields } from "../http/fields";

export const exa = defineConnection({
  type: "dynamiq.connections.Exa",
  title: "Exa",
  group: "Search",
  help: "Create a key in the Exa dashboard.",
  icon: "search",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "EXA_API_KEY", isRequired: true }),
    ...httpFields({ url: "https://api.exa.ai", method: "POST" }),
  }),
});
