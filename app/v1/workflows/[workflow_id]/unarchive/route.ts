import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { unarchiveWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.unarchiveWorkflow, (ctx, { params }) =>
  unarchiveWorkflow(ctx, params.workflow_id),
);
