import { Flow, type Problem } from "@/lib/engine/flow";
import { problemsOf } from "@/lib/engine/problems";
import { definitionOf } from "@/lib/nodes/definitions";
import type { FlowDocument } from "@/lib/workflows/contract";
import { nameOf, OUTPUT_TYPE, selectorOf, textOf } from "./document";
import { schemaFieldsOf } from "./variables";

type Known = readonly { readonly id: string; readonly type: string }[];

/** Everything that is wrong with the graph, as the server would say it. Without `connections` those are not looked at. */
export function faultsOf(flow: FlowDocument, connections: Known | null): readonly Problem[] {
  const shape = Flow.safeParse(flow);
  const found = shape.success ? problemsOf(shape.data, definitionOf) : shapeFaults(flow, shape.error.issues);
  const all = [...found, ...answerFaults(flow)];
  return connections === null ? all : [...all, ...connectionFaults(flow, connections)];
}

/** A required field of the answer that nothing is mapped to: the run would succeed and answer without it. */
function answerFaults(flow: FlowDocument): Problem[] {
  return flow.nodes
    .filter(({ type }) => type === OUTPUT_TYPE)
    .flatMap((node) => {
      const selector = selectorOf(node);
      return schemaFieldsOf(node)
        .filter(({ key, isRequired }) => isRequired && (selector[key] ?? "") === "")
        .map(({ key }) => ({
          nodeId: node.id,
          nodeName: nameOf(node),
          path: `input_transformer.selector.${key}`,
          message: `Nothing is mapped to “${key}”: the answer will lack it.`,
          severity: "warning" as const,
        }));
    });
}

type Issues = readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];

function shapeFaults(flow: FlowDocument, issues: Issues): Problem[] {
  return issues.map(({ path, message }) => {
    const [list, index, ...rest] = path;
    const node = list === "nodes" && typeof index === "number" ? flow.nodes[index] : undefined;
    return {
      nodeId: node?.id ?? null,
      nodeName: node ? nameOf(node) : null,
      path: (node ? rest : path).map(String).join("."),
      message,
      severity: "error",
    };
  });
}

/** A node's own connection only: the server looks at nested ones too. */
function connectionFaults(flow: FlowDocument, connections: Known): Problem[] {
  const types = new Map(connections.map(({ id, type }) => [id, type]));
  return flow.nodes.flatMap((node) => {
    const id = textOf(node.connection);
    if (id === "") return [];
    const about = { nodeId: node.id, nodeName: nameOf(node), path: "connection", severity: "error" as const };
    const type = types.get(id);
    if (type === undefined) return [{ ...about, message: "This connection is not in the project. Choose another." }];
    const accepted = definitionOf(node.type)?.connections ?? [];
    if (accepted.length === 0 || accepted.includes(type)) return [];
    return [{ ...about, message: "This node cannot use a connection of that type. Choose another." }];
  });
}

/** Errors by node. */
export function countByNode(problems: readonly Problem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { nodeId, severity } of problems) {
    if (nodeId !== null && severity === "error") counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  }
  return counts;
}

/** The faults of one node by path, the first at each place. */
export function faultsByPath(problems: readonly Problem[], nodeId: string): Readonly<Record<string, string>> {
  const byPath: Record<string, string> = {};
  for (const { nodeId: of, path, message } of problems) if (of === nodeId) byPath[path] ??= message;
  return byPath;
}
