import { z } from "zod";
import { defineConnection, secretField } from "../../define";

export const pinecone = defineConnection({
  type: "dynamiq.connections.Pinecone",
  title: "Pinecone",
  group: "Vector stores",
  help: "Create a key in the Pinecone console under API keys.",
  icon: "database",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "PINECONE_API_KEY", isRequired: true }),
  }),
});
