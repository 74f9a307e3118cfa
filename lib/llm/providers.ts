import "server-only";
import { anthropicModel } from "./anthropic/model";
import { bedrockModel } from "./bedrock/model";
import { cohereModel } from "./cohere/model";
import type { ModelFields } from "./connection";
import { customModel } from "./custom/model";
import { geminiModel } from "./gemini/model";
import { mistralModel } from "./mistral/model";
import type { LanguageModel } from "./model";
import { openaiModel } from "./openai/model";

/**
 * A provider's model from the fields of its connection, by the class name of its entry. One line each.
 *
 * @throws AppError `bad_input` where a field is missing or wrong.
 */
export const providers: Readonly<Record<string, (fields: ModelFields) => LanguageModel>> = {
  OpenAI: openaiModel,
  Anthropic: anthropicModel,
  Gemini: geminiModel,
  Mistral: mistralModel,
  Cohere: cohereModel,
  Bedrock: bedrockModel,
  CustomLLM: customModel,
};
