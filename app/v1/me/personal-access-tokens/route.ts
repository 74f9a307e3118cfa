import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/tokens/contract";
import { createPersonalAccessToken, listPersonalAccessTokens } from "@/lib/tokens/service";

export const GET = endpoint(contract.listPersonalAccessTokens, (ctx, { query }) =>
  listPersonalAccessTokens(ctx, query),
);
export const POST = endpoint(contract.createPersonalAccessToken, (ctx, { body }) =>
  createPersonalAccessToken(ctx, body),
);
