import * as contract from "@/lib/apps/contract";
import { createApp, listApps } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.listApps, (ctx, { query }) => listApps(ctx, query));
export const POST = endpoint(contract.createApp, (ctx, { body }) => createApp(ctx, body));
