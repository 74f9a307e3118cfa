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

/** JSON text that PostgreSQL stores: as `JSON.stringify` writes it, with NUL and lone surrogates replaced. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) => (typeof part === "string" ? storableText(part) : part));
