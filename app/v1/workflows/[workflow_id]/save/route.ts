import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { saveWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.saveWorkflow, (ctx, { params, body, query }) =>
  saveWorkflow(ctx, params.workflow_id, body, query),
);
