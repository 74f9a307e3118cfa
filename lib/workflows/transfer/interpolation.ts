import { badRequest } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";

/**
 * `${…}` in workflow YAML: `${a.b}` is another place of the same document, `${oc.env:NAME}` the
 * environment, `\${` the plain characters. The environment here is the server's and none of the
 * file's business: such a reference stays as it is written.
 *
 * Backslashes before a mark come in pairs, each standing for one; an odd one makes the mark plain.
 */
const MARK = /(\\*)\$\{(?:([^${}]*)\})?/g;
const WHOLE = /^\$\{([^${}]*)\}$/;

/** References may name places that hold references; more steps than this is a circle. */
const DEPTH_MAX = 20;

/** References that are followed in one file, and characters they may make: a few lines can ask for billions. */
const REFERENCES_MAX = 10_000;
const CHARACTERS_MAX = 16 * 1024 * 1024;

/** The document with its inner references resolved. @throws AppError where one leads nowhere or in a circle. */
export function interpolate(document: unknown): unknown {
  let followed = 0;
  let characters = 0;
  const follow = (path: string, depth: number): unknown => {
    followed += 1;
    if (followed > REFERENCES_MAX || characters > CHARACTERS_MAX) {
      throw badRequest("References in the file expand to too much.", { content: "has too many references" });
    }
    const value = resolve(at(document, path), depth + 1);
    characters += typeof value === "string" ? value.length : JSON.stringify(value ?? null).length;
    return value;
  };
  const resolve = (value: unknown, depth: number): unknown => {
    if (depth > DEPTH_MAX)
      throw badRequest("References in the file go in a circle.", { content: "has circular references" });
    if (typeof value === "string") return inText(value, depth);
    if (Array.isArray(value)) return value.map((part) => resolve(part, depth));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, depth)]));
  };
  const inText = (text: string, depth: number): unknown => {
    const whole = WHOLE.exec(text)?.[1];
    if (whole !== undefined && isInner(whole)) return follow(whole, depth);
    return text.replace(MARK, (found, slashes: string, name: string | undefined) => {
      const kept = slashes.slice(0, Math.floor(slashes.length / 2));
      const isPlain = slashes.length % 2 === 1;
      if (isPlain) return kept + found.slice(slashes.length);
      return name !== undefined && isInner(name) ? kept + String(follow(name, depth)) : found;
    });
  };
  return resolve(document, 0);
}

/** Values with every `${` escaped, so that the SDK's loader reads them as text. */
export function protectInterpolation(value: unknown): unknown {
  if (typeof value === "string") return value.replace(MARK, (found, slashes: string) => `${slashes}\\${found}`);
  if (Array.isArray(value)) return value.map(protectInterpolation);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, protectInterpolation(part)]));
}

const isInner = (name: string): boolean => !name.includes(":");

function at(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split(".")) {
    const holder = Array.isArray(value) || isObject(value) ? (value as Record<string, unknown>) : {};
    if (!Object.hasOwn(holder, key))
      throw badRequest(`\${${path}} names a place that the file does not have.`, { content: `refers to ${path}` });
    value = holder[key];
  }
  return value;
}
