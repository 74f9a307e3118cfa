import type { Json, JsonObject } from "@/lib/core/json";
import type { Transformer } from "./flow";
import { asOne, findAll, notAPath, pick, readPath } from "./jsonpath";
import { put } from "./own";

/** Whether a transformer does anything. */
export const isActive = (transformer: Transformer | null | undefined): transformer is Transformer =>
  transformer != null && (transformer.path != null || transformer.selector != null);

/**
 * A value through a transformer: first `path` picks from it, then `selector` builds a new object of what
 * it picks. A transformer with neither passes the value on.
 *
 * @throws NodeException `JsonPathError`
 */
export function transform(value: Json, { path, selector }: Transformer): Json {
  const picked = path == null ? value : pick(path, value);
  return selector == null ? picked : select(picked, selector);
}

export function select(value: Json, selector: Readonly<Record<string, string>>): JsonObject {
  const built: Record<string, Json> = {};
  for (const [key, text] of Object.entries(selector)) put(built, key, selected(text, value));
  return built;
}

/**
 * What one entry of a selector stands for: what its path finds; null where it starts with `$` or `@` and finds
 * nothing; otherwise the text itself.
 *
 * @throws NodeException `JsonPathError` where the text has a character no path can have.
 */
export function selected(text: string, value: Json): Json {
  const reading = readPath(text);
  if (reading.kind === "text") return text;
  if (reading.kind === "illegal") throw notAPath(text, reading);
  return orText(text, findAll(reading.path, value));
}

/** Where nothing was found, a text that does not look like a path was meant as it stands. */
export function orText(text: string, found: readonly Json[]): Json {
  if (found.length > 0) return asOne(found);
  return text.startsWith("$") || text.startsWith("@") ? null : text;
}
