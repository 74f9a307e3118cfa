import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, authorizeOrganization, authorizePerson, transaction } from "@/lib/auth/scope";
import type { Page, PageQuery } from "@/lib/core/page";
import type { CreateProject, Project, UpdateProject } from "./contract";
import { removeProjects } from "./removal";
import * as projects from "./repository";

export const listProjects = async (
  ctx: Context,
  query: PageQuery & { org_id?: string | undefined },
): Promise<Page<Project>> => projects.list(authorizePerson(ctx), query);

export const getProject = async (ctx: Context, id: string): Promise<Project> =>
  projects.get(await authorize(ctx, "project:read", id));

/** @throws AppError `conflict` where the organization has a project of that name. */
export async function createProject(ctx: Context, input: CreateProject): Promise<Project> {
  const scope = await authorizeOrganization(ctx, "projects:create", input.org_id);
  return transaction(scope, (scope) => projects.insert(scope, input));
}

/** @throws AppError `conflict` where the organization has a project of that name. */
export async function updateProject(ctx: Context, id: string, change: UpdateProject): Promise<Project> {
  return projects.update(await authorize(ctx, "project:write", id), change);
}

/** Deletes a project with all that is in it; its keys are worth nothing from then on. */
export async function deleteProject(ctx: Context, id: string): Promise<void> {
  const scope = await authorize(ctx, "project:write", id);
  await transaction(scope, ({ db, projectId }) => removeProjects(db, [projectId]));
}
