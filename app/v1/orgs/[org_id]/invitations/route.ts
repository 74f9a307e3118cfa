import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/invitations/contract";
import { createInvitation, listInvitations } from "@/lib/invitations/service";

export const GET = endpoint(contract.listInvitations, (ctx, { params, query }) =>
  listInvitations(ctx, params.org_id, query),
);
export const POST = endpoint(contract.createInvitation, (ctx, { params, body }) =>
  createInvitation(ctx, params.org_id, body),
);
