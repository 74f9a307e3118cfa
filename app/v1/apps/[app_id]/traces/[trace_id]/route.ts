import { getAppTrace } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/traces/contract";

export const GET = endpoint(contract.getAppTrace, (ctx, { params }) =>
  getAppTrace(ctx, params.app_id, params.trace_id),
);
