import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/invitations/contract";
import { cancelInvitation } from "@/lib/invitations/service";

export const DELETE = endpoint(contract.cancelInvitation, (ctx, { params }) =>
  cancelInvitation(ctx, params.org_id, params.invitation_id),
);
