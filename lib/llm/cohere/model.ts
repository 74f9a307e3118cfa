import "server-only";
import { createCohere } from "@ai-sdk/cohere";
import { providerModel } from "../ai-sdk";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";

const OWN_URL = "https://api.cohere.com/v2";

export function cohereModel(fields: ModelFields): LanguageModel {
  const apiKey = requiredField(fields, "api_key", "API key", "Cohere");
  const baseURL = textField(fields, "url") || OWN_URL;
  return providerModel({
    who: nameOf("Cohere", baseURL, "api.cohere.com"),
    scrub: scrubber([apiKey]),
    forwardsExtra: true,
    make: (model, fetch) =>
      createCohere({ apiKey, baseURL, fetch })(bareModel(bareModel(model, "cohere_chat/"), "cohere/")),
    options: ({ thinking }) => ({
      cohere: {
        ...(thinking && {
          thinking: thinking.enabled ? { type: "enabled", tokenBudget: thinking.budget_tokens } : { type: "disabled" },
        }),
      },
    }),
  });
}
