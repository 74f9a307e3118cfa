import * as contract from "@/lib/apps/contract";
import { endpoint } from "@/lib/http/endpoint";
import { listAppSessions } from "@/lib/sessions/service";

export const GET = endpoint(contract.listAppSessions, (ctx, { params, query }) =>
  listAppSessions(ctx, params.app_id, query),
);
