import type { LlmEntry } from "../entry";

export const gemini: LlmEntry = {
  className: "Gemini",
  title: "Gemini",
  description: "A Gemini model of Google.",
  icon: "gem",
  slug: "gemini",
  connections: ["dynamiq.connections.Gemini"],
  modelPrefix: "gemini/",
  models: [
    { id: "gemini-2.5-pro", context: 1_048_576 },
    { id: "gemini-2.5-flash", context: 1_048_576 },
    { id: "gemini-2.5-flash-lite", context: 1_048_576 },
    { id: "gemini-2.0-flash", context: 1_048_576 },
  ],
  params: {},
};
