import { z } from "zod";
import { defineConnection, secretField } from "../../define";
import { httpFields } from "../http/fields";

export const elevenlabs = defineConnection({
  type: "dynamiq.connections.ElevenLabs",
  title: "ElevenLabs",
  group: "Code and audio",
  help: "Create a key in the ElevenLabs settings under API keys.",
  icon: "audio-lines",
  canTest: true,
  fields: z.object({
    api_key: secretField({ title: "API key", env: "ELEVENLABS_API_KEY", isRequired: true }),
    ...httpFields({ url: "https://api.elevenlabs.io/v1/", urlEnv: "ELEVENLABS_URL", method: "POST" }),
  }),
});
