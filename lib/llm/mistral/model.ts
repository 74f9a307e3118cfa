import "server-only";
import { createMistral } from "@ai-sdk/mistral";
import { providerModel } from "../ai-sdk";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";
import { mistral } from "./entry";

const OWN_URL = "https://api.mistral.ai/v1";

export function mistralModel(fields: ModelFields): LanguageModel {
  const apiKey = requiredField(fields, "api_key", "API key", "Mistral");
  const baseURL = textField(fields, "url") || OWN_URL;
  return providerModel({
    who: nameOf("Mistral", baseURL, "api.mistral.ai"),
    scrub: scrubber([apiKey]),
    forwardsExtra: true,
    make: (model, fetch) => createMistral({ apiKey, baseURL, fetch })(bareModel(model, mistral.modelPrefix)),
  });
}
