import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import type { ChatMessage, ContentPart } from "@/lib/llm/model";
import { renderTemplate, templateVariables } from "@/lib/templates/jinja";
import type { InlinePrompt, PromptMessage } from "./definition";

/**
 * The prompt's messages with the input's values filled in.
 *
 * @throws AppError `bad_input` where the input lacks a variable of the prompt, with what it has.
 * Source: SDK 0.61, prompts and LLM input schema
 */
export function renderMessages({ messages }: InlinePrompt, input: JsonObject): ChatMessage[] {
  const expected = [...new Set(messages.filter(({ static: isStatic }) => !isStatic).flatMap(variablesOf))];
  const missing = expected.filter((name) => !Object.hasOwn(input, name));
  if (missing.length > 0) {
    const list = (names: readonly string[]) => (names.length > 0 ? names.join(", ") : "nothing");
    throw new AppError(
      "bad_input",
      `Invalid parameters were provided: the prompt expects ${list(expected)}, but got ${list(Object.keys(input))}. ` +
        `Missing: ${list(missing)}.`,
    );
  }
  return messages.map((message) => rendered(message, input));
}

function variablesOf({ content }: PromptMessage): string[] {
  if (typeof content === "string") return templateVariables(content);
  return (content ?? []).flatMap((part) => {
    if (part.type === "text") return templateVariables(part.text);
    return templateVariables(part.type === "image_url" ? part.image_url.url : part.file.file_data);
  });
}

function rendered({ static: isStatic, content, ...message }: PromptMessage, input: JsonObject): ChatMessage {
  const text = (source: string) => (isStatic ? source : renderTemplate(source, input));
  const others = message as Omit<ChatMessage, "content">;
  if (content === null || content === undefined) return { ...others, content: null };
  if (typeof content === "string") return { ...others, content: text(content) };
  const parts = content.map((part): ContentPart => {
    if (part.type === "text") return { type: "text", text: text(part.text) };
    // A static message keeps its words, and still shows the run's images.
    if (part.type === "image_url") {
      const { detail, ...image } = part.image_url;
      const url = fileIn(part.image_url.url, input) ?? renderTemplate(part.image_url.url, input);
      return { type: "image_url", image_url: { ...image, url, ...(detail && { detail }) } };
    }
    const data = fileIn(part.file.file_data, input) ?? renderTemplate(part.file.file_data, input);
    return { type: "file", file: { ...part.file, file_data: data } };
  });
  const [only] = parts;
  return { ...others, content: parts.length === 1 && only?.type === "text" ? only.text : parts };
}

/** A file of the input as a data URL, where the template is nothing but the variable that holds it. */
function fileIn(template: string, input: JsonObject): string | null {
  const name = /^\s*\{\{\s*(\w+)(?:\[0\])?\s*\}\}\s*$/.exec(template)?.[1];
  if (name === undefined || !Object.hasOwn(input, name)) return null;
  const value = input[name];
  const file = Array.isArray(value) ? value[0] : value;
  if (typeof file !== "object" || file === null || Array.isArray(file)) return null;
  const { content, mime_type: type } = file as JsonObject;
  if (typeof content !== "string") return null;
  return `data:${typeof type === "string" ? type : "application/octet-stream"};base64,${content}`;
}
