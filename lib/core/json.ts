/** Any value JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys that would reach an object's prototype. They are refused wherever a request may name keys. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Text as PostgreSQL can store it: NUL characters and lone surrogates become U+FFFD.
 * Everything else is kept.
 */
export const storableText = (text: string): string => text.replaceAll("\u0000", "\uFFFD").toWellFormed();

/** JSON text that PostgreSQL stores: as `JSON.stringify` writes it, with NUL and lone surrogates replaced, in keys too. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) => {
    if (typeof part === "string") return storableText(part);
    if (!isObject(part) || Object.keys(part).every((key) => storableText(key) === key)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [storableText(key), inner]));
  });

/** How deep a value that somebody sent may be nested: deeper ones would exhaust the stack of whoever walks them. */
const DEPTH_MAX = 200;

/**
 * What is wrong with JSON that somebody sent, or null: it is nested too deep, or has a key that would replace an
 * object's prototype wherever the object is copied key by key.
 */
export function faultOfJson(value: unknown): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) return `is nested deeper than ${DEPTH_MAX} levels`;
    const next: unknown[] = [];
    for (const part of level) {
      if (typeof part !== "object" || part === null) continue;
      if (Object.hasOwn(part, "__proto__")) return "has a key named __proto__";
      // Files a form brought are no JSON.
      if (ArrayBuffer.isView(part)) continue;
      for (const inner of Object.values(part)) if (typeof inner === "object" && inner !== null) next.push(inner);
    }
    level = next;
  }
  return null;
}
