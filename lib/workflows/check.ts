import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { AppError, type ErrorDetails } from "@/lib/core/errors";
import { detailsOf } from "@/lib/core/parse";
import { Flow, type Problem } from "@/lib/engine/flow";
import { problemsOf } from "@/lib/engine/problems";
import { definitionOf } from "@/lib/nodes/definitions";
import { connectionsUsed } from "./connections-used";
import { connectionsNamed } from "./repository";

type CheckOptions = {
  readonly lenient: boolean;
  /** Each node must be sound, but the whole may still lack some: an Output, say. */
  readonly isUnfinished?: boolean;
};

/**
 * Everything that is wrong with a graph: its shape, its nodes, and, where a project is given, the
 * connections they name in it.
 */
export async function check(scope: Scope | null, flow: unknown, options: CheckOptions): Promise<readonly Problem[]> {
  const shape = Flow.safeParse(flow);
  if (!shape.success) return shapeProblems(flow, detailsOf(shape.error));
  return [
    ...problemsOf(shape.data, definitionOf, options),
    ...(scope ? await connectionProblems(scope, shape.data) : []),
  ];
}

/** @throws AppError `bad_request` whose details name node, field and fault: `nodes.<id>.<path>`. */
export async function refuseFaults(scope: Scope, flow: unknown, options: CheckOptions): Promise<void> {
  const errors = (await check(scope, flow, options)).filter(
    ({ severity, nodeId }) => severity === "error" && !(options.isUnfinished && nodeId === null),
  );
  if (errors.length === 0) return;
  const [first] = errors;
  const where = first?.nodeName ? `${first.nodeName}: ` : "";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new AppError("bad_request", `The graph has faults. ${where}${first?.message}${more}`, {
    details: toDetails(errors),
  });
}

export function toDetails(problems: readonly Problem[]): ErrorDetails {
  const details: Record<string, string> = {};
  for (const { nodeId, path, message } of problems) {
    details[[nodeId === null ? "flow" : `nodes.${nodeId}`, path].filter((part) => part !== "").join(".")] ??= message;
  }
  return details;
}

/** A faulty node's index in the list, said as the node's id where it has one. */
function shapeProblems(flow: unknown, details: ErrorDetails): Problem[] {
  const nodes = (flow as { nodes?: { id?: unknown; name?: unknown }[] } | null)?.nodes;
  return Object.entries(details).map(([at, message]) => {
    const [, index, rest] = /^nodes\.(\d+)\.?(.*)$/.exec(at) ?? [];
    const node = index === undefined || !Array.isArray(nodes) ? undefined : nodes[Number(index)];
    const nodeId = typeof node?.id === "string" ? node.id : null;
    const nodeName = typeof node?.name === "string" ? node.name : nodeId;
    return { nodeId, nodeName, path: nodeId === null ? at : (rest ?? ""), message, severity: "error" };
  });
}

async function connectionProblems(scope: Scope, flow: Flow): Promise<Problem[]> {
  const uses = connectionsUsed(flow);
  const named = await connectionsNamed(
    scope,
    uses.map(({ connectionId }) => connectionId),
  );
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return uses.flatMap(({ nodeId, path, connectionId }) => {
    const node = nodes.get(nodeId);
    const fault = (message: string): Problem[] => [
      { nodeId, nodeName: node?.name ?? nodeId, path, message, severity: "error" },
    ];
    const connection = named.get(connectionId);
    if (!connection) return fault("This connection is not in the project. Choose another.");
    const accepted = path === "connection" ? (definitionOf(node?.type ?? "")?.connections ?? []) : [];
    if (accepted.length > 0 && !accepted.includes(connection.type)) {
      return fault(
        `“${connection.name}” is a ${shortName(connection.type)} connection; this node takes ${accepted.map(shortName).join(" or ")}.`,
      );
    }
    return [];
  });
}

const shortName = (type: string): string => type.split(".").at(-1) ?? type;
