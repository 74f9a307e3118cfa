import * as contract from "@/lib/access-keys/contract";
import { createAccessKey, listAccessKeys } from "@/lib/access-keys/service";
import { endpoint } from "@/lib/http/endpoint";

export const GET = endpoint(contract.listAccessKeys, (ctx, { params, query }) =>
  listAccessKeys(ctx, params.org_id, query),
);
export const POST = endpoint(contract.createAccessKey, (ctx, { params, body }) =>
  createAccessKey(ctx, params.org_id, body),
);
