import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/people/contract";
import { getMe, updateMe } from "@/lib/people/service";

export const GET = endpoint(contract.getMe, (ctx) => getMe(ctx));
export const PUT = endpoint(contract.updateMe, (ctx, { body }) => updateMe(ctx, body));
