import { listAppRuns } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/runs/contract";

export const GET = endpoint(contract.listAppRuns, (ctx, { params, query }) => listAppRuns(ctx, params.app_id, query));
