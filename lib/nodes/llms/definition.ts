import { z } from "zod";
import type { Json } from "@/lib/core/json";
import { SafeJson } from "@/lib/engine/flow";
import { llmEntries } from "@/lib/llm/entries";
import type { LlmEntry } from "@/lib/llm/entry";
import { defineNode } from "../define";

const TextPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const ImagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.looseObject({
    url: z.string().min(1, "Give the image's address, or a variable that holds it."),
    detail: z.enum(["auto", "high", "low"]).nullish(),
  }),
});
const FilePart = z.looseObject({
  type: z.literal("file"),
  file: z.looseObject({ file_data: z.string().min(1, "Name the variable that holds the file.") }),
});

export const PromptMessage = z.looseObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.union([z.string(), z.array(z.discriminatedUnion("type", [TextPart, ImagePart, FilePart]))]).nullish(),
  /** Sent as it is, without filling in variables. */
  static: z.boolean().nullish(),
});
export type PromptMessage = z.infer<typeof PromptMessage>;

const JsonObject = z.record(z.string(), SafeJson);

export const InlinePrompt = z.looseObject({
  messages: z.array(PromptMessage),
  tools: z.array(JsonObject).nullish(),
  response_format: JsonObject.nullish(),
});
export type InlinePrompt = z.infer<typeof InlinePrompt>;

const FALLBACK_TRIGGERS = ["any", "rate_limit", "connection"] as const;

const Fallback = z.looseObject({
  enabled: z.boolean().default(false),
  triggers: z.array(z.enum(FALLBACK_TRIGGERS)).default(["any"]),
  /** The node that answers instead. */
  llm: z.looseObject({ type: z.string(), model: z.string().optional() }).nullish(),
});

const number = (title: string, description?: string) =>
  z.number().meta({ title, widget: "number", ...(description && { description }) });

/** The settings every model has. Null and absent are the same: the provider decides. */
const commonParams = (entry: LlmEntry) => ({
  model: z
    .string()
    .trim()
    .min(1, "Choose a model.")
    .max(300)
    .meta({ title: "Model", widget: "model", models: entry.models }),
  prompt: z
    .union([InlinePrompt, z.string().min(1)])
    .nullish()
    .meta({ title: "Prompt", widget: "messages" }),
  temperature: z.number().min(0).max(2).nullish().meta({
    title: "Temperature",
    description: "0 keeps to the likeliest words; higher is more varied.",
    widget: "number",
  }),
  max_tokens: z
    .number()
    .int()
    .min(1)
    .nullish()
    .meta({ title: "Max tokens", description: "Longest answer.", widget: "number" }),
  top_p: z.number().min(0).max(1).nullish().meta({ title: "Top P", widget: "number" }),
  stop: z
    .array(z.string().min(1))
    .nullish()
    .meta({ title: "Stop sequences", description: "The answer ends before the first of them.", widget: "list" }),
  seed: z.number().int().nullish().meta({ title: "Seed", widget: "number" }),
  presence_penalty: number("Presence penalty").min(-2).max(2).nullish(),
  frequency_penalty: number("Frequency penalty").min(-2).max(2).nullish(),
  tools: z.array(JsonObject).nullish().meta({
    title: "Tools",
    description: "Functions the model may call, in OpenAI's format.",
    widget: "json",
  }),
  tool_choice: z.union([z.string(), JsonObject]).nullish().meta({
    title: "Tool choice",
    description: "auto, none, required, or one function.",
    widget: "json",
  }),
  strict_tools: z
    .union([z.boolean(), z.array(z.string())])
    .default(false)
    .meta({ title: "Strict tools", description: "For all tools, or those named.", widget: "json" }),
  response_format: JsonObject.nullish().meta({
    title: "Response format",
    description: "json_object or json_schema, in OpenAI's format.",
    widget: "json",
  }),
  thinking_enabled: z.boolean().nullish().meta({ title: "Thinking", widget: "switch" }),
  budget_tokens: z.number().int().min(0).default(1024).meta({ title: "Thinking budget (tokens)", widget: "number" }),
  fallback: Fallback.nullish().meta({
    title: "Fallback",
    description: "Another model that answers where this one fails.",
    widget: "json",
  }),
  model_info: z.looseObject({}).nullish().meta({ title: "Model info", widget: "json" }),
  inference_mode: z
    .enum(["DEFAULT", "XML", "FUNCTION_CALLING", "STRUCTURED_OUTPUT"])
    .nullish()
    .meta({ title: "Inference mode", description: "Older flows only; use tools or response format." }),
  schema: z
    .union([JsonObject, z.array(JsonObject)])
    .nullish()
    .meta({ title: "Schema", description: "Older flows only, with inference mode.", widget: "json" }),
});

const ToolCalled = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.json() as z.ZodType<Json> }),
});

/**
 * The node type of a model provider. Keys it does not know are sent to the provider as they are.
 *
 * `tool_calls` is by function name; a further call of the same function stands under its id.
 */
export const llmNode = (entry: LlmEntry) =>
  defineNode({
    type: `dynamiq.nodes.llms.${entry.className}`,
    group: "llms",
    palette: "llms",
    title: entry.title,
    description: entry.description,
    icon: entry.icon,
    slug: entry.slug,
    params: z.object({ ...commonParams(entry), ...entry.params }),
    input: z.looseObject({}),
    output: z.looseObject({ content: z.string(), tool_calls: z.record(z.string(), ToolCalled).optional() }),
    connections: entry.connections,
    keepsUnknownKeys: true,
    timeoutSeconds: 600,
    canStream: true,
    summary: ({ model }) => (typeof model === "string" ? model : ""),
    initial: {
      model: entry.models[0]?.id ?? "",
      prompt: { messages: [{ role: "user", content: "" }] },
    },
  });

export const llmDefinitions = llmEntries.map(llmNode);
