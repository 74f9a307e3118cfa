import * as contract from "@/lib/apps/contract";
import { archiveApp } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.archiveApp, (ctx, { params }) => archiveApp(ctx, params.app_id));
