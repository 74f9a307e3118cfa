import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/members/contract";
import { removeProjectMember, updateProjectMember } from "@/lib/members/service";

export const PUT = endpoint(contract.updateProjectMember, (ctx, { params, body }) =>
  updateProjectMember(ctx, params.project_id, params.user_id, body),
);
export const DELETE = endpoint(contract.removeProjectMember, (ctx, { params }) =>
  removeProjectMember(ctx, params.project_id, params.user_id),
);
