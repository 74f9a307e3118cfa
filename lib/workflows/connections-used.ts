import { isObject } from "@/lib/core/json";

/** A place in a flow that names a connection by its id. */
export type ConnectionUse = { readonly nodeId: string; readonly path: string; readonly connectionId: string };

/**
 * Every place where a flow names a connection: a node's own, and those of what is nested in it (a Map's
 * inner node, a fallback model), at any depth. Connections written out in full are not references.
 */
export function connectionsUsed(flow: {
  readonly nodes: readonly { readonly id: string }[];
}): readonly ConnectionUse[] {
  return flow.nodes.flatMap((node) => usesIn(node, node.id, ""));
}

function usesIn(value: unknown, nodeId: string, path: string): ConnectionUse[] {
  if (Array.isArray(value)) return value.flatMap((part, index) => usesIn(part, nodeId, join(path, String(index))));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const at = join(path, key);
    if (key === "connection" && typeof part === "string") return [{ nodeId, path: at, connectionId: part }];
    return key === "schema" || key === "response_format" ? [] : usesIn(part, nodeId, at);
  });
}

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** The flow with every connection it names replaced as `replace` says. */
export function withConnections<T>(value: T, replace: (id: string) => string): T {
  if (Array.isArray(value)) return value.map((part: unknown) => withConnections(part, replace)) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    if (key === "connection" && typeof part === "string") return [key, replace(part)];
    return [key, key === "schema" || key === "response_format" ? part : withConnections(part, replace)];
  });
  return Object.fromEntries(entries) as T;
}
