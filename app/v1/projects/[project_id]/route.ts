import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/projects/contract";
import { deleteProject, getProject, updateProject } from "@/lib/projects/service";

export const GET = endpoint(contract.getProject, (ctx, { params }) => getProject(ctx, params.project_id));
export const PUT = endpoint(contract.updateProject, (ctx, { params, body }) =>
  updateProject(ctx, params.project_id, body),
);
export const DELETE = endpoint(contract.deleteProject, (ctx, { params }) => deleteProject(ctx, params.project_id));
