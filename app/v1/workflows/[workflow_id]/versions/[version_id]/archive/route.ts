import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { archiveWorkflowVersion } from "@/lib/workflows/service";

export const POST = endpoint(contract.archiveWorkflowVersion, (ctx, { params }) =>
  archiveWorkflowVersion(ctx, params.workflow_id, params.version_id),
);
