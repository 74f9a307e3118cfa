import { isObject } from "@/lib/core/json";
import { type DocumentNode, MAP_TYPE } from "./document";

/**
 * Where a node's settings name other nodes, and how those names change.
 *
 * A mapping reads from `{...workflow input, <node id>: {status, input, output, error}}`; anything else
 * that holds a path reads from the node's input, which is that same object only while nothing is mapped.
 */
export type Names = ReadonlyMap<string, string>;

const ROOT = /^\$(?:\.([A-Za-z0-9_-]+)|\[\s*'([^'\]]*)'\s*\]|\[\s*"([^"\]]*)"\s*\])(?=$|[.[])/;
const RESULT = /^(?:\.(?:output|status|error|input)\b|\['(?:output|status|error|input)'\])/;
/** Left as they are: text, shapes, and paths into the node's own output. */
const NOT_REFERENCES = new Set([
  "id",
  "type",
  "name",
  "description",
  "messages",
  "output_transformer",
  "schema",
  "response_format",
  "depends",
  "input_transformer",
  "connection",
  "metadata",
]);

/** `name` as a step of a JSONPath: `.agent`, or `['3d-model']` where a parser would stumble. */
export const step = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `.${name}` : `['${name.replaceAll("'", "\\'")}']`;

/** The first name in a JSONPath and what follows it, or null. */
export function rootOf(path: string): { readonly root: string; readonly rest: string } | null {
  const match = ROOT.exec(path);
  if (!match) return null;
  return { root: match[1] ?? match[2] ?? match[3] ?? "", rest: path.slice(match[0].length) };
}

function renamed(path: string, names: Names, onlyResults: boolean): string {
  const at = rootOf(path);
  const next = at ? names.get(at.root) : undefined;
  if (!at || next === undefined || (onlyResults && !RESULT.test(at.rest))) return path;
  return `$${step(next)}${at.rest}`;
}

/** The node with every mention of another node said by its new name. The same object where there is none. */
export function withNames<N extends Record<string, unknown>>(node: N, names: Names): N {
  const changes: Record<string, unknown> = {};
  const set = (key: string, value: unknown): void => {
    if (value !== node[key]) changes[key] = value;
  };
  set("depends", dependsWith(node.depends, names));
  set("input_transformer", transformerWith(node.input_transformer, names));
  const isWholeSource = !hasMapping(node.input_transformer);
  for (const [key, value] of Object.entries(node)) {
    // The inner node of a Map sees one item of a list and no other node.
    if (NOT_REFERENCES.has(key) || (key === "node" && node.type === MAP_TYPE)) continue;
    set(key, valueWith(value, names, isWholeSource));
  }
  return Object.keys(changes).length === 0 ? node : { ...node, ...changes };
}

const isNode = (value: Record<string, unknown>): boolean => typeof value.type === "string" && value.type.includes(".");

function valueWith(value: unknown, names: Names, isWholeSource: boolean): unknown {
  if (typeof value === "string") return isWholeSource ? renamed(value, names, true) : value;
  if (Array.isArray(value)) {
    let isSame = true;
    const next = value.map((part: unknown) => {
      const other = valueWith(part, names, isWholeSource);
      if (other !== part) isSame = false;
      return other;
    });
    return isSame ? value : next;
  }
  if (!isObject(value)) return value;
  if (isNode(value)) return withNames(value, names);
  const changes: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (NOT_REFERENCES.has(key)) continue;
    const other = valueWith(part, names, isWholeSource);
    if (other !== part) changes[key] = other;
  }
  return Object.keys(changes).length === 0 ? value : { ...value, ...changes };
}

function dependsWith(depends: unknown, names: Names): unknown {
  if (!Array.isArray(depends)) return depends;
  let isSame = true;
  const next = depends.map((dependency: unknown) => {
    const to = isObject(dependency) && typeof dependency.node === "string" ? names.get(dependency.node) : undefined;
    if (to === undefined) return dependency;
    isSame = false;
    return { ...(dependency as object), node: to };
  });
  return isSame ? depends : next;
}

const isAll = (path: unknown): boolean => path === null || path === undefined || path === "" || path === "$";

export function hasMapping(transformer: unknown): boolean {
  if (!isObject(transformer)) return false;
  return !isAll(transformer.path) || (isObject(transformer.selector) && Object.keys(transformer.selector).length > 0);
}

function transformerWith(transformer: unknown, names: Names): unknown {
  if (!isObject(transformer)) return transformer;
  const path = typeof transformer.path === "string" ? renamed(transformer.path, names, false) : transformer.path;
  // With a path, the selector reads from what the path found, and names no node.
  const selector =
    isObject(transformer.selector) && isAll(transformer.path)
      ? selectorWith(transformer.selector, names)
      : transformer.selector;
  return path === transformer.path && selector === transformer.selector
    ? transformer
    : { ...transformer, path, selector };
}

function selectorWith(selector: Record<string, unknown>, names: Names): Record<string, unknown> {
  let isSame = true;
  const entries = Object.entries(selector).map(([key, value]) => {
    const next = typeof value === "string" ? renamed(value, names, false) : value;
    if (next !== value) isSame = false;
    return [key, next];
  });
  return isSame ? selector : Object.fromEntries(entries);
}

/** Every node of the list with the names changed. */
export const allWithNames = (nodes: readonly DocumentNode[], names: Names): DocumentNode[] =>
  nodes.map((node) => withNames(node, names));
