import { download } from "@/lib/http/download";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/workflows/contract";
import { exportWorkflow } from "@/lib/workflows/service";

export const GET = endpoint(contract.exportWorkflow, async (ctx, { params, query }) =>
  download(await exportWorkflow(ctx, params.workflow_id, query)),
);
