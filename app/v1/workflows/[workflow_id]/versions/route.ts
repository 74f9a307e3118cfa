import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { listWorkflowVersions } from "@/lib/workflows/service";

export const GET = endpoint(contract.listWorkflowVersions, (ctx, { params, query }) =>
  listWorkflowVersions(ctx, params.workflow_id, query),
);
