import { z } from "zod";
import { defineConnection, secretField, urlField } from "../../define";

export const qdrant = defineConnection({
  type: "dynamiq.connections.Qdrant",
  title: "Qdrant",
  group: "Vector stores",
  help: "The cluster's URL with its port, and a key from Qdrant Cloud, or of your own server.",
  icon: "database",
  canTest: true,
  fields: z.object({
    url: urlField({
      title: "URL",
      env: "QDRANT_URL",
      placeholder: "https://xyz.cloud.qdrant.io:6333",
      isRequired: true,
    }),
    api_key: secretField({ title: "API key", env: "QDRANT_API_KEY", isRequired: true }),
  }),
});
