import { listAppTraces } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/traces/contract";

export const GET = endpoint(contract.listAppTraces, (ctx, { params, query }) =>
  listAppTraces(ctx, params.app_id, query),
);
