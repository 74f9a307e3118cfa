import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/invitations/contract";
import { listMyInvitations } from "@/lib/invitations/service";

export const GET = endpoint(contract.listMyInvitations, (ctx, { query }) => listMyInvitations(ctx, query));
