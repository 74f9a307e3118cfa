import { renewingSession } from "@/lib/auth/renew-session";
import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/people/contract";
import { changePassword } from "@/lib/people/service";

export const PUT = renewingSession(endpoint(contract.changePassword, (ctx, { body }) => changePassword(ctx, body)));
