import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/invitations/contract";
import { acceptInvitation } from "@/lib/invitations/service";

export const POST = endpoint(contract.acceptInvitation, (ctx, { params, body }) =>
  acceptInvitation(ctx, params.invitation_id, body),
);
