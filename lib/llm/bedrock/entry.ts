import type { LlmEntry } from "../entry";

export const bedrock: LlmEntry = {
  className: "Bedrock",
  title: "AWS Bedrock",
  description: "A model that Amazon Bedrock serves.",
  icon: "cloud",
  slug: "bedrock",
  connections: ["dynamiq.connections.AWS"],
  modelPrefix: "bedrock/",
  models: [
    { id: "anthropic.claude-sonnet-4-5-20250929-v1:0", context: 200_000 },
    { id: "anthropic.claude-haiku-4-5-20251001-v1:0", context: 200_000 },
    { id: "amazon.nova-pro-v1:0", context: 300_000 },
    { id: "amazon.nova-lite-v1:0", context: 300_000 },
    { id: "amazon.nova-micro-v1:0", context: 128_000 },
    { id: "meta.llama3-3-70b-instruct-v1:0", context: 128_000 },
  ],
  params: {},
};
