import type { WorkflowDocument } from "@/lib/workflows/contract";
import { listOf } from "./document";
import { heightOf, NODE_WIDTH } from "./size";

type Box = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Every card's place and size. */
export function sizedBoxes({ flow, flow_ui }: WorkflowDocument): readonly Box[] {
  const options = new Map(flow.nodes.map((node) => [node.id, listOf(node.options).length]));
  return flow_ui.nodes
    .filter(({ id }) => options.has(id))
    .map(({ id, position }) => ({ id, ...position, width: NODE_WIDTH, height: heightOf(options.get(id) ?? 0) }));
}
