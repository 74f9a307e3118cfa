import * as contract from "@/lib/apps/contract";
import { unarchiveApp } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.unarchiveApp, (ctx, { params }) => unarchiveApp(ctx, params.app_id));
