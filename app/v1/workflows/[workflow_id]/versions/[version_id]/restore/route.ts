import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { restoreWorkflowVersion } from "@/lib/workflows/service";

export const POST = endpoint(contract.restoreWorkflowVersion, (ctx, { params }) =>
  restoreWorkflowVersion(ctx, params.workflow_id, params.version_id),
);
