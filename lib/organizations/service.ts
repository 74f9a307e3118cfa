import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorizeOrganization, authorizePerson, transaction } from "@/lib/auth/scope";
import type { Page, PageQuery } from "@/lib/core/page";
import { removeProjects } from "@/lib/projects/removal";
import type { CreateOrganization, Organization } from "./contract";
import * as organizations from "./repository";

export const listOrganizations = async (ctx: Context, query: PageQuery): Promise<Page<Organization>> =>
  organizations.list(authorizePerson(ctx), query);

export const getOrganization = async (ctx: Context, id: string): Promise<Organization> =>
  organizations.get(await authorizeOrganization(ctx, "organization:read", id));

/** Whoever creates an organization owns it. */
export const createOrganization = async (ctx: Context, input: CreateOrganization): Promise<Organization> =>
  organizations.insert(authorizePerson(ctx), input);

export const updateOrganization = async (ctx: Context, id: string, input: CreateOrganization): Promise<Organization> =>
  organizations.rename(await authorizeOrganization(ctx, "organization:write", id), input);

/** Deletes an organization with its projects, members, invitations and keys. */
export async function deleteOrganization(ctx: Context, id: string): Promise<void> {
  const scope = await authorizeOrganization(ctx, "organization:write", id);
  await transaction(scope, async (scope) => {
    await removeProjects(scope.db, await organizations.lockProjects(scope));
    await organizations.remove(scope);
  });
}
