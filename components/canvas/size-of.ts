import type { WorkflowDocument } from "@/lib/workflows/contract";
import { listOf } from "./document";
import type { Box } from "./edits";
import { heightOf, NODE_WIDTH } from "./size";

/** Every card's place and size. */
export function sizedBoxes({ flow, flow_ui }: WorkflowDocument): readonly Box[] {
  const options = new Map(flow.nodes.map((node) => [node.id, listOf(node.options).length]));
  return flow_ui.nodes
    .filter(({ id }) => options.has(id))
    .map(({ id, position }) => ({ id, ...position, width: NODE_WIDTH, height: heightOf(options.get(id) ?? 0) }));
}
