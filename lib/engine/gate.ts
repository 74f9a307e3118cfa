import { isObject } from "@/lib/core/json";
import { holds } from "./conditions";
import { type NodeErrorType, toNodeError } from "./errors";
import type { Dependency, FlowNode, NodeError, NodeResult } from "./flow";

/** Why a node may not run: it is skipped, or, where a condition could not be judged, it has failed. */
export type Refusal = { readonly status: "skip" | "failure"; readonly error: NodeError };

type Lookup = { readonly get: (id: string) => NodeResult | undefined };
type Nodes = { readonly get: (id: string) => { readonly node: FlowNode } | undefined };

/**
 * Whether what a node waited for lets it run, once all of it has settled: null, or why not.
 *
 * A dependency that failed or was skipped stops it, unless that node returns its errors; then its condition
 * must hold and its option have been chosen, also where it returns its errors.
 */
export function refusalOf(node: FlowNode, nodes: Nodes, results: Lookup): Refusal | null {
  for (const dependency of node.depends) {
    const result = results.get(dependency.node);
    const before = nodes.get(dependency.node)?.node;
    if (!result || !before) continue;
    const refusal =
      statusRefusal(before, result) ??
      conditionRefusal(dependency, before, result) ??
      optionRefusal(dependency, before, result);
    if (refusal) return refusal;
  }
  return null;
}

function statusRefusal(before: FlowNode, { status }: NodeResult): Refusal | null {
  if (status === "success" || before.error_handling.behavior === "return") return null;
  const name = nameOf(before);
  if (status === "failure") return skip("NodeFailedException", `“${name}” failed.`);
  return skip("NodeSkippedException", `“${name}” was skipped.`);
}

function conditionRefusal({ condition }: Dependency, before: FlowNode, result: NodeResult): Refusal | null {
  if (condition == null) return null;
  try {
    if (holds(condition, result)) return null;
  } catch (thrown) {
    return { status: "failure", error: toNodeError(thrown) };
  }
  return skip("NodeConditionFailedException", `The condition on “${nameOf(before)}” does not hold.`);
}

function optionRefusal({ option }: Dependency, before: FlowNode, { output }: NodeResult): Refusal | null {
  if (option == null) return null;
  const chosen = isObject(output) && Object.hasOwn(output, option) ? output[option] : null;
  const status = isObject(chosen) ? chosen.status : null;
  if (status === "success") return null;
  return status === "skip"
    ? skip("NodeConditionSkippedException", `“${nameOf(before)}” chose an earlier option.`)
    : skip("NodeConditionFailedException", `“${nameOf(before)}” did not choose this option.`);
}

const skip = (type: NodeErrorType, message: string): Refusal => ({ status: "skip", error: { type, message } });

/** What people call a node. */
export const nameOf = ({ name, id }: Pick<FlowNode, "name" | "id">): string => name || id;
