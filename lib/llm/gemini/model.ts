import "server-only";
import { createGoogle } from "@ai-sdk/google";
import { providerModel } from "../ai-sdk";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";
import { gemini } from "./entry";

const OWN_URL = "https://generativelanguage.googleapis.com/v1beta";

export function geminiModel(fields: ModelFields): LanguageModel {
  const apiKey = requiredField(fields, "api_key", "API key", "Gemini");
  const baseURL = textField(fields, "url") || OWN_URL;
  return providerModel({
    who: nameOf("Gemini", baseURL, "generativelanguage.googleapis.com"),
    scrub: scrubber([apiKey]),
    forwardsExtra: true,
    make: (model, fetch) => createGoogle({ apiKey, baseURL, fetch })(bareModel(model, gemini.modelPrefix)),
    options: ({ thinking }) => ({
      google: {
        ...(thinking && {
          thinkingConfig: thinking.enabled
            ? { thinkingBudget: thinking.budget_tokens, includeThoughts: true }
            : { thinkingBudget: 0 },
        }),
      },
    }),
  });
}
