import type { LlmEntry } from "../entry";

export const cohere: LlmEntry = {
  className: "Cohere",
  title: "Cohere",
  description: "A Command model of Cohere.",
  icon: "shapes",
  slug: "cohere",
  connections: ["dynamiq.connections.Cohere"],
  modelPrefix: "",
  models: [
    { id: "command-a-03-2025", context: 256_000 },
    { id: "command-r-plus-08-2024", context: 128_000 },
    { id: "command-r-08-2024", context: 128_000 },
    { id: "command-r7b-12-2024", context: 128_000 },
  ],
  params: {},
};
