import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/members/contract";
import { addProjectMember, listProjectMembers } from "@/lib/members/service";

export const GET = endpoint(contract.listProjectMembers, (ctx, { params, query }) =>
  listProjectMembers(ctx, params.project_id, query),
);
export const POST = endpoint(contract.addProjectMember, (ctx, { params, body }) =>
  addProjectMember(ctx, params.project_id, body),
);
