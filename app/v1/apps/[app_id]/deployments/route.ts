import * as contract from "@/lib/apps/contract";
import { listDeployments } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.listDeployments, (ctx, { params, query }) =>
  listDeployments(ctx, params.app_id, query),
);
