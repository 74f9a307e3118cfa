import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/members/contract";
import { removeOrganizationMember, updateOrganizationMember } from "@/lib/members/service";

export const PUT = endpoint(contract.updateOrganizationMember, (ctx, { params, body }) =>
  updateOrganizationMember(ctx, params.org_id, params.user_id, body),
);
export const DELETE = endpoint(contract.removeOrganizationMember, (ctx, { params }) =>
  removeOrganizationMember(ctx, params.org_id, params.user_id),
);
