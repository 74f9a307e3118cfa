import "server-only";
import { isObject, type Json } from "@/lib/core/json";
import type { RunEvent } from "@/lib/engine/events";
import { spanKey } from "@/lib/traces/fold";
import type { Redactor } from "./redact";

type Chunk = Extract<RunEvent, { kind: "node.chunk" }>;

/** Where a fragment of an answer stands in a chunk: `choices[0].delta`. */
const FIELDS = ["content", "reasoning_content"] as const;
type Field = (typeof FIELDS)[number];

/**
 * Masks secrets that come in pieces: a fragment is kept back while what it ends with may be the beginning of one. It
 * goes on with the next fragment that says otherwise, and at the latest before anything else of its node.
 */
export function heldChunks({ clean, begunBy }: Pick<Redactor, "clean" | "begunBy">) {
  const held = new Map<string, Chunk[]>();

  /** The events to tell now, in order; `event` is among them, or is told with a later one. */
  return function take(event: RunEvent): readonly RunEvent[] {
    const key = spanKey(event);
    const before = held.get(key) ?? [];
    if (event.kind !== "node.chunk" || fieldOf(event) === null) {
      held.delete(key);
      return [...before, event];
    }
    const field = fieldOf(event);
    const sameField = before.filter((chunk) => fieldOf(chunk) === field);
    const told = sameField.length === before.length ? [] : before;
    const chunks = masked([...(told.length === 0 ? before : []), event], clean);
    let rest = begunBy(chunks.map(textOf).join(""));
    let from = chunks.length;
    while (rest > 0 && from > 0) {
      from -= 1;
      rest -= textOf(chunks[from] as Chunk).length;
    }
    if (from === chunks.length) held.delete(key);
    else held.set(key, chunks.slice(from));
    return [...told, ...chunks.slice(0, from)];
  };
}

/** With a secret among them, the first has the whole text, masked, and the others none. */
function masked(chunks: readonly Chunk[], clean: Redactor["clean"]): readonly Chunk[] {
  const text = chunks.map(textOf).join("");
  const cleaned = clean(text);
  if (cleaned === text) return chunks;
  return chunks.map((chunk, index) => withText(chunk, index === 0 ? cleaned : ""));
}

function deltaOf({ data }: Chunk): Readonly<Record<string, unknown>> | null {
  const [choice] = isObject(data) && Array.isArray(data.choices) ? (data.choices as unknown[]) : [];
  return isObject(choice) && isObject(choice.delta) ? choice.delta : null;
}

function fieldOf(chunk: Chunk): Field | null {
  const delta = deltaOf(chunk);
  return FIELDS.find((field) => typeof delta?.[field] === "string") ?? null;
}

function textOf(chunk: Chunk): string {
  const field = fieldOf(chunk);
  return field === null ? "" : String(deltaOf(chunk)?.[field]);
}

function withText(chunk: Chunk, text: string): Chunk {
  const field = fieldOf(chunk);
  const data = chunk.data as { readonly [key: string]: Json; readonly choices: readonly { [key: string]: Json }[] };
  const [choice, ...others] = data.choices;
  if (field === null || !choice) return chunk;
  const delta = { ...(choice.delta as Record<string, Json>), [field]: text };
  return { ...chunk, data: { ...data, choices: [{ ...choice, delta }, ...others] } };
}
