import { endpoint } from "@/lib/http/endpoint";
import * as contract from "@/lib/projects/contract";
import { createProject, listProjects } from "@/lib/projects/service";

export const GET = endpoint(contract.listProjects, (ctx, { query }) => listProjects(ctx, query));
export const POST = endpoint(contract.createProject, (ctx, { body }) => createProject(ctx, body));
