import { anthropic } from "./anthropic/entry";
import { bedrock } from "./bedrock/entry";
import { cohere } from "./cohere/entry";
import { custom } from "./custom/entry";
import type { LlmEntry } from "./entry";
import { gemini } from "./gemini/entry";
import { mistral } from "./mistral/entry";
import { openai } from "./openai/entry";

/** Every model provider, in the order the canvas menu shows them. One line each. */
export const llmEntries: readonly LlmEntry[] = [openai, anthropic, gemini, mistral, cohere, bedrock, custom];
