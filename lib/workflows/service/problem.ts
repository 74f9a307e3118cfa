import type { Problem } from "@/lib/engine/flow";
import type { FlowProblem } from "../contract";

/** A fault of a graph, as the API spells it. */
export const toProblem = ({ nodeId, nodeName, path, message }: Problem): FlowProblem => ({
  node_id: nodeId,
  node_name: nodeName,
  path,
  message,
});
