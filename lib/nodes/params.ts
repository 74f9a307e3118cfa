import type { JsonObject } from "@/lib/core/json";
import { NodeException } from "@/lib/engine/errors";
import { BASE_NODE_SHAPE, type FlowNode } from "@/lib/engine/flow";
import type { NodeDefinition } from "./define";

/** A node's own settings: everything beside the fields every node has. */
export function ownSettings(node: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(node)) if (!Object.hasOwn(BASE_NODE_SHAPE, key)) own[key] = node[key];
  return own;
}

const parsed = new WeakMap<FlowNode, JsonObject>();

/**
 * A node's settings, parsed by its type and kept for as long as the node is.
 * @throws NodeException `ValidationError` that names the field.
 */
export function paramsOf(definition: NodeDefinition, node: FlowNode): JsonObject {
  const known = parsed.get(node);
  if (known) return known;
  const result = definition.params.safeParse(ownSettings(node));
  if (!result.success) throw invalid("setting", result.error.issues);
  const params = result.data as JsonObject;
  parsed.set(node, params);
  return params;
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** What is wrong with the values a node got, as one error. Another attempt would find the same. */
export function invalid(what: "setting" | "input", issues: readonly Issue[]): NodeException {
  const said = issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `“${path.join(".")}”: ${message}`));
  const more = issues.length > 5 ? ` (and ${issues.length - 5} more)` : "";
  return new NodeException("ValidationError", `The node's ${what} is not what it needs. ${said.join(" ")}${more}`, {
    retryable: false,
  });
}
