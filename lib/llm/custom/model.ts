import "server-only";
import { AppError } from "@/lib/core/errors";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { chatCompletions } from "../openai/chat-completions";
import { scrubber } from "../scrub";

/** The SDK puts the prefix before the name to choose a dialect; it is no part of what the server is sent. */
export function customModel(fields: ModelFields): LanguageModel {
  const url = requiredField(fields, "url", "URL", "the custom LLM");
  if (!URL.canParse(url)) throw new AppError("bad_input", "The URL of the connection is not an address.");
  const apiKey = textField(fields, "api_key");
  return chatCompletions({
    who: nameOf("The model", url, ""),
    scrub: scrubber([apiKey]),
    url,
    apiKey,
    prepare: ({ provider_prefix: prefix, ...body }) => ({
      ...body,
      model: bareModel(String(body.model), typeof prefix === "string" && prefix ? `${prefix}/` : "openai/"),
    }),
  });
}
