import type { LlmEntry } from "../entry";

export const mistral: LlmEntry = {
  className: "Mistral",
  title: "Mistral",
  description: "A model of Mistral AI.",
  icon: "wind",
  slug: "mistral",
  connections: ["dynamiq.connections.Mistral"],
  modelPrefix: "mistral/",
  models: [
    { id: "mistral-large-latest", context: 128_000 },
    { id: "mistral-medium-latest", context: 128_000 },
    { id: "mistral-small-latest", context: 128_000 },
    { id: "ministral-8b-latest", context: 128_000 },
    { id: "codestral-latest", context: 256_000 },
  ],
  params: {},
};
