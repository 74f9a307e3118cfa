import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { duplicateWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.duplicateWorkflow, (ctx, { params, body }) =>
  duplicateWorkflow(ctx, params.workflow_id, body),
);
