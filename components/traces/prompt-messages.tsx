import { CopyButton } from "@/components/ui/copy-button";
import { JsonView } from "@/components/ui/json-view";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { isObject, type Json } from "@/lib/core/json";
import type { PromptMessage } from "./span";

/** A rendered prompt as the model was sent it: text as text, whatever it looks like. */
export function PromptMessages({ messages }: { messages: readonly PromptMessage[] }) {
  return (
    <ol className="grid gap-2">
      {messages.map(({ role, content }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a recorded prompt never changes its order
        <li key={index} className="rounded-lg border border-border bg-surface">
          <div className="flex h-8 items-center justify-between border-border border-b pr-1 pl-3">
            <span className="font-medium text-muted text-xs">{role}</span>
            <CopyButton text={textOf(content)} label={`Copy the ${role} message`} />
          </div>
          <ScrollRegion label={`${role} message ${index + 1}`} className="max-h-96 p-3">
            <Content content={content} />
          </ScrollRegion>
        </li>
      ))}
    </ol>
  );
}

function Content({ content }: { content: Json }) {
  const text = plainText(content);
  return text === null ? (
    <JsonView value={content} label="Message" />
  ) : (
    <p className="whitespace-pre-wrap break-words text-sm">{text}</p>
  );
}

/** The text of a message that is text alone, or null where it holds anything else. */
function plainText(content: Json): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part: Json) => (isObject(part) && part.type === "text" ? String(part.text ?? "") : null));
  return texts.every((text) => text !== null) ? texts.join("\n") : null;
}

const textOf = (content: Json): string => plainText(content) ?? JSON.stringify(content, null, 2);
