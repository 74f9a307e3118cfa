import "server-only";
import type { JsonObject } from "@/lib/core/json";
import { type ModelFields, nameOf, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";
import { chatCompletions } from "./chat-completions";
import { openai } from "./entry";

const OWN_URL = "https://api.openai.com/v1";

export function openaiModel(fields: ModelFields): LanguageModel {
  const apiKey = requiredField(fields, "api_key", "API key", "OpenAI");
  const url = textField(fields, "url") || OWN_URL;
  return chatCompletions({
    who: nameOf("OpenAI", url, "api.openai.com"),
    scrub: scrubber([apiKey]),
    url,
    apiKey,
    prepare: (body) => prepare({ ...body, model: bareModel(String(body.model), openai.modelPrefix) }),
  });
}

/** Settings the reasoning models refuse. */
const SAMPLING = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "stop"];

/**
 * The o-series and GPT-5 count `max_completion_tokens`, sample as they like and take an effort; the other models
 * know neither effort nor verbosity.
 *
 * Source: SDK 0.61, OpenAI LLM
 */
function prepare(body: JsonObject): JsonObject {
  const { reasoning_effort: effort, verbosity, ...rest } = body;
  const model = String(body.model);
  const isGpt5 = /^gpt-5(?!.*chat)/.test(model);
  if (!isGpt5 && !/^o\d/.test(model)) return rest;
  const { max_tokens: tokensMax, ...kept } = rest;
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([key]) => !SAMPLING.includes(key))),
    ...(tokensMax !== undefined && { max_completion_tokens: tokensMax }),
    ...(effort !== undefined && effort !== null && effort !== "auto" && { reasoning_effort: effort }),
    ...(isGpt5 && verbosity !== undefined && verbosity !== null && { verbosity }),
  };
}
