import "server-only";
import { createAnthropic } from "@ai-sdk/anthropic";
import { providerModel } from "../ai-sdk";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";
import { withoutRefusedSampling } from "./claude";
import { anthropic } from "./entry";

const OWN_URL = "https://api.anthropic.com/v1";

export function anthropicModel(fields: ModelFields): LanguageModel {
  const apiKey = requiredField(fields, "api_key", "API key", "Anthropic");
  const baseURL = textField(fields, "url") || OWN_URL;
  return providerModel({
    who: nameOf("Anthropic", baseURL, "api.anthropic.com"),
    scrub: scrubber([apiKey]),
    forwardsExtra: true,
    make: (model, fetch) => createAnthropic({ apiKey, baseURL, fetch })(bareModel(model, anthropic.modelPrefix)),
    prepare: withoutRefusedSampling,
    options: ({ thinking }) => ({
      anthropic: {
        ...(thinking?.enabled && { thinking: { type: "enabled", budgetTokens: thinking.budget_tokens } }),
      },
    }),
  });
}
