"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { JsonField } from "./json";
import { TemplateField } from "./template";
import type { WidgetContext, WidgetProps } from "./widget";

type Message = Record<string, unknown>;

const ROLES = [
  { value: "system", label: "System" },
  { value: "user", label: "User" },
  { value: "assistant", label: "Assistant" },
];

const toMessages = (value: unknown): readonly Message[] => {
  const messages = (value as { messages?: unknown } | null | undefined)?.messages;
  return Array.isArray(messages) ? messages.filter((each) => typeof each === "object" && each !== null) : [];
};

/** The messages of a prompt. Other keys of the prompt stay as they are. */
export function MessagesWidget({ field, value, onChange, context }: WidgetProps) {
  const messages = toMessages(value);
  const change = (next: readonly Message[]) =>
    onChange({ ...(typeof value === "object" && value !== null ? value : {}), messages: next });

  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2" aria-label={field.title}>
      {messages.map((message, index) => (
        <MessageRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a message has no name but its place
          key={index}
          message={message}
          index={index}
          count={messages.length}
          context={context}
          onChange={(next) => change(messages.with(index, next))}
          onMove={(to) => {
            const rest = messages.toSpliced(index, 1);
            change(rest.toSpliced(to, 0, message));
          }}
          onRemove={() => change(messages.toSpliced(index, 1))}
        />
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => {
          const hasSystem = messages.some(({ role }) => role === "system");
          change([...messages, { role: messages.length > 0 && !hasSystem ? "system" : "user", content: "" }]);
        }}
      >
        <Plus aria-hidden />
        Add message
      </Button>
    </fieldset>
  );
}

type MessageRowProps = {
  message: Message;
  index: number;
  count: number;
  context: WidgetContext;
  onChange: (message: Message) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
};

function MessageRow({ message, index, count, context, onChange, onMove, onRemove }: MessageRowProps) {
  const { role, content } = message;
  const name = `message ${index + 1}`;
  return (
    <div className="rounded-lg border border-border bg-sunken p-2">
      <div className="mb-1.5 flex items-center gap-1">
        <Select
          aria-label={`Role of ${name}`}
          className="h-7 w-28"
          value={typeof role === "string" ? role : "user"}
          options={
            ROLES.some((each) => each.value === role) ? ROLES : [...ROLES, { value: String(role), label: String(role) }]
          }
          onValueChange={(next) => onChange({ ...message, role: next })}
        />
        <span className="flex-1" />
        <IconButton
          label={`Move ${name} up`}
          className="size-7"
          disabledReason={index === 0 ? "It is the first." : undefined}
          onClick={() => onMove(index - 1)}
        >
          <ArrowUp aria-hidden />
        </IconButton>
        <IconButton
          label={`Move ${name} down`}
          className="size-7"
          disabledReason={index === count - 1 ? "It is the last." : undefined}
          onClick={() => onMove(index + 1)}
        >
          <ArrowDown aria-hidden />
        </IconButton>
        <IconButton label={`Remove ${name}`} className="size-7" onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {Array.isArray(content) ? (
        <JsonField
          label={`Parts of ${name}`}
          value={content}
          onChange={(next) => onChange({ ...message, content: next ?? [] })}
        />
      ) : (
        <TemplateField
          label={`Text of ${name}`}
          value={typeof content === "string" ? content : ""}
          onChange={(text) => onChange({ ...message, content: text })}
          context={context}
          rows={3}
          placeholder="Write the message. Type / for a variable"
        />
      )}
    </div>
  );
}
