import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/members/contract";
import { listOrganizationMembers } from "@/lib/members/service";

export const GET = endpoint(contract.listOrganizationMembers, (ctx, { params, query }) =>
  listOrganizationMembers(ctx, params.org_id, query),
);
