import { z } from "zod";
import { defineConnection, hostField, secretField } from "../../define";

export const e2b = defineConnection({
  type: "dynamiq.connections.E2B",
  title: "E2B",
  group: "Code and audio",
  help: "Create a key in the E2B dashboard.",
  icon: "square-terminal",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "E2B_API_KEY", placeholder: "e2b_…", isRequired: true }),
    domain: hostField({
      title: "Domain",
      description: "Of your own E2B; e2b.app where left empty.",
      env: "E2B_DOMAIN",
    }),
    public_preview_domain: hostField({ title: "Public preview domain", env: "E2B_PREVIEW_PUBLIC_DOMAIN" }),
  }),
});
