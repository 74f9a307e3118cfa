import { type Json, storableJson, storableText } from "@/lib/core/json";

/** Characters of JSON that one value of a trace may have. */
export const TRACE_VALUE_MAX = 1024 * 1024;
/** Characters of JSON that a run's input or output may have. */
export const RUN_VALUE_MAX = 16 * 1024 * 1024;

const PREVIEW_LENGTH = 16 * 1024;

/** NUL and lone surrogates as JSON text spells them: PostgreSQL stores neither. */
const UNSTORABLE = /\\u0000|\\u[dD][89a-fA-F]/;

/**
 * A value as JSON text that PostgreSQL stores. One whose text is longer than `lengthMax` is replaced by
 * `{ truncated: true, length, preview }`, `preview` being the beginning of its text.
 */
export function storedJson(value: Json | undefined, lengthMax: number): string {
  if (value === null || value === undefined) return "null";
  const text = JSON.stringify(value);
  const safe = UNSTORABLE.test(text) ? storableJson(value) : text;
  if (safe.length <= lengthMax) return safe;
  return storableJson({ truncated: true, length: safe.length, preview: safe.slice(0, PREVIEW_LENGTH) });
}

/** A text, or its absence, as JSON text that PostgreSQL stores. */
export const storedText = (value: string | null): string =>
  value === null ? "null" : JSON.stringify(storableText(value));
