import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/organizations/contract";
import { deleteOrganization, getOrganization, updateOrganization } from "@/lib/organizations/service";

export const GET = endpoint(contract.getOrganization, (ctx, { params }) => getOrganization(ctx, params.org_id));
export const PUT = endpoint(contract.updateOrganization, (ctx, { params, body }) =>
  updateOrganization(ctx, params.org_id, body),
);
export const DELETE = endpoint(contract.deleteOrganization, (ctx, { params }) =>
  deleteOrganization(ctx, params.org_id),
);
