import * as contract from "@/lib/apps/contract";
import { deleteApp, getApp, updateApp } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.getApp, (ctx, { params }) => getApp(ctx, params.app_id));
export const PUT = endpoint(contract.updateApp, (ctx, { params, body }) => updateApp(ctx, params.app_id, body));
export const DELETE = endpoint(contract.deleteApp, (ctx, { params }) => deleteApp(ctx, params.app_id));
