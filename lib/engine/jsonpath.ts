import { isObject, type Json } from "@/lib/core/json";
import { NodeException } from "./errors";
import { type Expression, parsePath } from "./jsonpath-parser";

/** Values a search may look at before it is given up: `$..*..*` grows with a power of the data. */
const VISITS_MAX = 2_000_000;

/** A value and where it was found, which `parent` and `$` need. */
type Found = { readonly value: Json; readonly parent: Found | null };

/** A path read once and kept. `keys` is set where it only goes from field to field, which needs no search. */
export type Path = { readonly expression: Expression; readonly keys: readonly string[] | null };

/** What became of a text that may be a path: it is one; it is none; it has a character no path can have. */
export type Reading =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "text" }
  | { readonly kind: "illegal"; readonly character: string; readonly at: number };

const KEPT_MAX = 5000;
const readings = new Map<string, Reading>();

/**
 * Reads a text as a JSONPath. Never throws; kept, so that reading the same text again costs a look-up.
 *
 * The grammar is that of jsonpath-ng without its extensions: `$`, fields, `*`, `..`, indices, slices, lists of
 * either, `|`, `&`, `where`, parentheses and the operators `parent` and `this` in backquotes.
 */
export function readPath(text: string): Reading {
  const kept = readings.get(text);
  if (kept) return kept;
  const reading = toReading(text);
  if (readings.size >= KEPT_MAX) readings.clear();
  readings.set(text, reading);
  return reading;
}

function toReading(text: string): Reading {
  const parsed = parsePath(text);
  if (parsed.kind !== "path") return parsed;
  return { kind: "path", path: { expression: parsed.expression, keys: keysOf(parsed.expression) } };
}

/** Everything the path finds, in document order. Only an object's own keys are ever looked at. */
export function findAll({ expression, keys }: Path, root: Json): readonly Json[] {
  if (keys) return alongKeys(keys, 0, root);
  const budget = { left: VISITS_MAX };
  return find(expression, { value: root, parent: null }, budget).map(({ value }) => value);
}

/** What the keys from `start` on lead to: one value, or none. */
export function alongKeys(keys: readonly string[], start: number, root: Json): readonly Json[] {
  let value: Json = root;
  for (let index = start; index < keys.length; index += 1) {
    const key = keys[index] as string;
    if (!hasOwn(value, key)) return [];
    value = value[key] as Json;
  }
  return [value];
}

/**
 * The value of a path: null where it finds nothing, the value where it finds one, a list of all where more.
 * @throws NodeException `JsonPathError` where the text is no path.
 */
export function pick(text: string, root: Json): Json {
  const reading = readPath(text);
  if (reading.kind !== "path") throw notAPath(text, reading);
  return asOne(findAll(reading.path, root));
}

export const asOne = (found: readonly Json[]): Json =>
  found.length === 0 ? null : found.length === 1 ? (found[0] as Json) : found;

export function notAPath(text: string, reading: Exclude<Reading, { kind: "path" }>): NodeException {
  return new NodeException("JsonPathError", faultIn(text, reading), { retryable: false });
}

/** Why a text is no path, as a sentence. */
export function faultIn(text: string, reading: Exclude<Reading, { kind: "path" }>): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return reading.kind === "illegal"
    ? `“${shown}” is no path: “${reading.character}” at position ${reading.at + 1} cannot stand in one. Put names with special characters into $['…'].`
    : `“${shown}” is no path. Write one like $.node.output.content, with names that are not plain words in $['…'].`;
}

const hasOwn = (value: Json, key: string): value is { readonly [key: string]: Json } =>
  isObject(value) && Object.hasOwn(value, key);

/** The fields of a path that goes from one to the next, or null. Without `$` it starts at the root too. */
function keysOf(expression: Expression): readonly string[] | null {
  const keys: string[] = [];
  let at = expression;
  while (at.kind === "child") {
    const name = oneName(at.right);
    if (name === null) return null;
    keys.push(name);
    at = at.left;
  }
  if (at.kind !== "root") {
    const name = oneName(at);
    if (name === null) return null;
    keys.push(name);
  }
  return keys.reverse();
}

function oneName(expression: Expression): string | null {
  if (expression.kind !== "fields" || expression.names.length !== 1) return null;
  const [name] = expression.names;
  return name === undefined || name === "*" ? null : name;
}

function find(expression: Expression, from: Found, budget: { left: number }): readonly Found[] {
  const found = search(expression, from, budget);
  budget.left -= 1 + found.length;
  if (budget.left < 0) {
    throw new NodeException("JsonPathError", "A path searches through too much data. Name the fields it is after.", {
      retryable: false,
    });
  }
  return found;
}

function search(expression: Expression, from: Found, budget: { left: number }): readonly Found[] {
  switch (expression.kind) {
    case "root": {
      let top = from;
      while (top.parent) top = top.parent;
      return [top];
    }
    case "this":
      return [from];
    case "parent":
      return from.parent ? [from.parent] : [];
    case "fields":
      return fieldsOf(expression.names, from);
    case "index":
      return expression.indices.flatMap((index) => at(from, index));
    case "slice":
      return sliceOf(expression, from);
    case "child":
      return find(expression.left, from, budget).flatMap((found) => find(expression.right, found, budget));
    case "descendants":
      return find(expression.left, from, budget).flatMap((found) => within(expression.right, found, budget));
    case "union":
      return [...find(expression.left, from, budget), ...find(expression.right, from, budget)];
    case "intersect": {
      const right = new Set(find(expression.right, from, budget).map(({ value }) => value));
      return find(expression.left, from, budget).filter(({ value }) => right.has(value));
    }
    case "where":
      return find(expression.left, from, budget).filter(
        (found) => find(expression.right, found, budget).length > 0 !== expression.isNot,
      );
  }
}

function fieldsOf(names: readonly string[], from: Found): Found[] {
  const { value } = from;
  if (!isObject(value)) return [];
  const wanted = names.includes("*") ? Object.keys(value) : names.filter((name) => Object.hasOwn(value, name));
  return wanted.map((name) => ({ value: value[name] as Json, parent: from }));
}

function at(from: Found, index: number): Found[] {
  const { value } = from;
  if (!Array.isArray(value) && typeof value !== "string") return [];
  const found = value.at(index) as Json | undefined;
  return found === undefined ? [] : [{ value: found, parent: from }];
}

/** What is no list counts as a list of one, as jsonpath-ng has it; nothing and empty values find nothing. */
function sliceOf({ start, stop, step }: Extract<Expression, { kind: "slice" }>, from: Found): Found[] {
  const { value } = from;
  if (!value || (typeof value === "object" && Object.keys(value).length === 0)) return [];
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  const by = step ?? 1;
  if (by === 0) return [];
  const size = list.length;
  const bound = (position: number | null, otherwise: number): number => {
    if (position === null) return otherwise;
    const whole = position < 0 ? position + size : position;
    return by > 0 ? Math.min(Math.max(whole, 0), size) : Math.min(Math.max(whole, -1), size - 1);
  };
  const first = bound(start, by > 0 ? 0 : size - 1);
  const last = bound(stop, by > 0 ? size : -1);
  const found: Found[] = [];
  for (let index = first; by > 0 ? index < last : index > last; index += by) {
    found.push({ value: list[index] as Json, parent: from });
  }
  return found;
}

/** Matches at a value and at everything under it, parents first. A stack, not recursion: data may be deep. */
function within(right: Expression, top: Found, budget: { left: number }): Found[] {
  const found: Found[] = [];
  const waiting: Found[] = [top];
  for (let from = waiting.pop(); from; from = waiting.pop()) {
    for (const match of find(right, from, budget)) found.push(match);
    const parts = Array.isArray(from.value) ? from.value : isObject(from.value) ? Object.values(from.value) : [];
    for (let index = parts.length - 1; index >= 0; index -= 1) {
      const value = parts[index] as Json;
      if (typeof value === "object" && value !== null) waiting.push({ value, parent: from });
    }
  }
  return found;
}
