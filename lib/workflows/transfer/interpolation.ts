import { badRequest } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";

/**
 * `${…}` in workflow YAML: `${a.b}` is another place of the same document, `${oc.env:NAME}` the
 * environment, `\${` the plain characters. The environment here is the server's and none of the
 * file's business: such a reference stays as it is written.
 */
const REFERENCE = /(\\)?\$\{([^${}]*)\}/g;
const WHOLE = /^\$\{([^${}]*)\}$/;

/** References may name places that hold references; more steps than this is a circle. */
const DEPTH_MAX = 20;

/** The document with its inner references resolved. @throws AppError where one leads nowhere or in a circle. */
export function interpolate(document: unknown): unknown {
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
    if (whole !== undefined && isInner(whole)) return resolve(at(document, whole), depth + 1);
    return text.replace(REFERENCE, (found, escaped: string | undefined, name: string) => {
      if (escaped) return found.slice(1);
      return isInner(name) ? String(resolve(at(document, name), depth + 1)) : found;
    });
  };
  return resolve(document, 0);
}

/** Values with every `${` escaped, so that the SDK's loader reads them as text. */
export function protectInterpolation(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", "\\${");
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
