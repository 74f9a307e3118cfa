import type { FlowDocument, FlowUi, WorkflowDocument } from "./contract";
import { layOut } from "./flow-ui";

/**
 * The graph every workflow begins with: Input and Output, which stand from the start and stay.
 *
 * They are named as the SDK names them. A node's result stands beside the flow's own input under the node's
 * name, so an Input called `input` would hide the field of that name.
 */
export function newFlow(id: string): FlowDocument {
  return {
    id,
    nodes: [
      {
        id: "start",
        name: "start",
        type: "dynamiq.nodes.utils.Input",
        schema: {
          type: "object",
          properties: {
            input: { type: "Any", required: false, deletable: true },
            files: { type: "list[files]", required: false, deletable: true },
          },
        },
      },
      {
        id: "end",
        name: "end",
        type: "dynamiq.nodes.utils.Output",
        schema: {
          type: "object",
          properties: {
            output: { type: "Any", required: true, deletable: true },
            files: { type: "list[files]", required: false, deletable: true },
          },
        },
        depends: [],
      },
    ],
  };
}

export function newDocument(id: string): WorkflowDocument {
  const flow = newFlow(id);
  const flow_ui: FlowUi = layOut(flow, null);
  return { flow, flow_ui };
}
