import { getAppRun } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/runs/contract";

export const GET = endpoint(contract.getAppRun, (ctx, { params }) => getAppRun(ctx, params.app_id, params.run_id));
