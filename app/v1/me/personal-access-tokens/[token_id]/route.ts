import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/tokens/contract";
import { deletePersonalAccessToken } from "@/lib/tokens/service";

export const DELETE = endpoint(contract.deletePersonalAccessToken, (ctx, { params }) =>
  deletePersonalAccessToken(ctx, params.token_id),
);
