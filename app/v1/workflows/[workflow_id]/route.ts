import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { deleteWorkflow, getWorkflow, updateWorkflow } from "@/lib/workflows/service";

export const GET = endpoint(contract.getWorkflow, (ctx, { params }) => getWorkflow(ctx, params.workflow_id));
export const PUT = endpoint(contract.updateWorkflow, (ctx, { params, body }) =>
  updateWorkflow(ctx, params.workflow_id, body),
);
export const DELETE = endpoint(contract.deleteWorkflow, (ctx, { params }) => deleteWorkflow(ctx, params.workflow_id));
