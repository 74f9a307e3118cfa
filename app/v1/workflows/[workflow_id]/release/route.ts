import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { releaseWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.releaseWorkflow, (ctx, { params, body, query }) =>
  releaseWorkflow(ctx, params.workflow_id, body, query),
);
