import { z } from "zod";
import { defineConnection, secretField } from "../../define";
import { httpFields } from "../http/fields";

export const scaleSerp = defineConnection({
  type: "dynamiq.connections.ScaleSerp",
  title: "ScaleSerp",
  group: "Search",
  help: "Copy the key from the ScaleSerp dashboard.",
  icon: "search",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "SERP_API_KEY", isRequired: true }),
    ...httpFields({ url: "https://api.scaleserp.com", method: "GET" }),
  }),
});
