import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { archiveWorkflow } from "@/lib/workflows/service";

export const POST = endpoint(contract.archiveWorkflow, (ctx, { params }) => archiveWorkflow(ctx, params.workflow_id));
