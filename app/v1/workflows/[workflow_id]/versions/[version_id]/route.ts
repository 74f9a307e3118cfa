import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { getWorkflowVersion } from "@/lib/workflows/service";

export const GET = endpoint(contract.getWorkflowVersion, (ctx, { params }) =>
  getWorkflowVersion(ctx, params.workflow_id, params.version_id),
);
