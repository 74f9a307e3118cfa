import { z } from "zod";
import { defineConnection, headersField, secretField, urlField } from "../../define";

export const dynamiq = defineConnection({
  type: "dynamiq.connections.Dynamiq",
  title: "Dynamiq",
  group: "Platform",
  help: "A Personal Access Token or an Access Key of this platform or another one.",
  icon: "workflow",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "DYNAMIQ_API_KEY", isRequired: true }),
    url: urlField({ title: "URL", env: "DYNAMIQ_URL", fallback: "https://api.getdynamiq.ai", isRequired: true }),
    headers: headersField({ title: "Further headers" }),
  }),
});
