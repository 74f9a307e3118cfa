import * as contract from "@/lib/apps/contract";
import { invokeApp } from "@/lib/apps/service";
import { endpoint } from "@/lib/http/endpoint";

export const POST = endpoint(contract.invokeAppAsPerson, (ctx, { params, body }) =>
  invokeApp(ctx, params.app_id, body),
);
