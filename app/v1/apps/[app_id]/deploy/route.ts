import * as contract from "@/lib/apps/contract";
import { deployApp } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.deployApp, (ctx, { params, body }) => deployApp(ctx, params.app_id, body));
