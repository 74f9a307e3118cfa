import * as contract from "@/lib/apps/contract";
import { getAppMetrics } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.getAppMetrics, (ctx, { params, query }) =>
  getAppMetrics(ctx, params.app_id, query),
);
