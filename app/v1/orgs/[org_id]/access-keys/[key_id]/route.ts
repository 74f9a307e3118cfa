import * as contract from "@/lib/access-keys/contract";
import { deleteAccessKey } from "@/lib/access-keys/service";
import { endpoint } from "@/lib/http/endpoint";

export const DELETE = endpoint(contract.deleteAccessKey, (ctx, { params }) =>
  deleteAccessKey(ctx, params.org_id, params.key_id),
);
