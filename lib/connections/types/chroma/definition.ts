import { z } from "zod";
import { defineConnection, hostField, portField } from "../../define";

export const chroma = defineConnection({
  type: "dynamiq.connections.Chroma",
  title: "Chroma",
  group: "Vector stores",
  help: "The host and port of a Chroma server.",
  icon: "database",
  canTest: true,
  fields: z.object({
    host: hostField({ title: "Host", env: "CHROMA_HOST", isRequired: true }),
    port: portField({ title: "Port", env: "CHROMA_PORT", placeholder: "8000", isRequired: true }),
  }),
});
