import "server-only";
import { type Context, userIdOf } from "@/lib/auth/context";
import type { OrganizationPermission, OrganizationRole } from "@/lib/auth/permissions";
import {
  authorize,
  authorizeOrganization,
  authorizePerson,
  type OrganizationScope,
  transaction,
} from "@/lib/auth/scope";
import { badRequest, conflict, forbidden, notFound } from "@/lib/core/errors";
import type { Page, PageQuery } from "@/lib/core/page";
import { cancelInvitationsBy } from "@/lib/invitations/service";
import type {
  AddProjectMember,
  OrganizationMember,
  ProjectMember,
  UpdateOrganizationMember,
  UpdateProjectMember,
} from "./contract";
import * as members from "./repository";

export async function listOrganizationMembers(
  ctx: Context,
  orgId: string,
  query: PageQuery,
): Promise<Page<OrganizationMember>> {
  return members.list(await authorizeOrganization(ctx, "organization:read", orgId), query);
}

/**
 * Changes a member's role. What they invited others to and may no longer is taken back.
 *
 * @throws AppError `forbidden` where someone who is no owner makes or unmakes one, `conflict` where nobody would
 * own the organization.
 */
export async function updateOrganizationMember(
  ctx: Context,
  orgId: string,
  userId: string,
  { role }: UpdateOrganizationMember,
): Promise<OrganizationMember> {
  return changeMember(ctx, "members:write", orgId, userId, async (scope, current) => {
    if (role === "owner") refuseUnlessOwner(scope);
    if (current === "owner" && role !== "owner") await refuseLastOwner(scope);
    await cancelInvitationsBy(scope, userId, role);
    return members.setRole(scope, userId, role);
  });
}

/** Removes a member from the organization and its projects, at once. @throws as `updateOrganizationMember` */
export async function removeOrganizationMember(ctx: Context, orgId: string, userId: string): Promise<void> {
  await changeMember(ctx, "members:write", orgId, userId, removeMember(userId));
}

/** @throws AppError `conflict` for the last owner. */
export async function leaveOrganization(ctx: Context, orgId: string): Promise<void> {
  const { userId } = authorizePerson(ctx);
  await changeMember(ctx, "organization:read", orgId, userId, removeMember(userId));
}

const removeMember = (userId: string) => async (scope: OrganizationScope, current: OrganizationRole) => {
  if (current === "owner") await refuseLastOwner(scope);
  await cancelInvitationsBy(scope, userId, null);
  await members.remove(scope, userId);
};

/**
 * Changes one member while nobody else changes any: who may and who is left is read under the lock, so two requests
 * at once cannot remove the last two owners, and one who was just demoted cannot go on.
 */
async function changeMember<T>(
  ctx: Context,
  permission: OrganizationPermission,
  orgId: string,
  userId: string,
  work: (scope: OrganizationScope, current: OrganizationRole) => Promise<T>,
): Promise<T> {
  const asked = await authorizeOrganization(ctx, permission, orgId);
  return transaction(asked, async (locked) => {
    await members.lock(locked);
    const scope = await authorizeOrganization(ctx, permission, orgId, locked.db);
    const current = await members.findRole(scope, userId);
    if (current === null) throw notFound("Member");
    if (current === "owner" && userId !== userIdOf(ctx)) refuseUnlessOwner(scope);
    return work(scope, current);
  });
}

function refuseUnlessOwner({ role }: OrganizationScope): void {
  if (role !== "owner") throw forbidden("Only an owner makes or unmakes owners. Ask one of them.");
}

async function refuseLastOwner(scope: OrganizationScope): Promise<void> {
  if ((await members.countOwners(scope)) > 1) return;
  throw conflict("An organization has an owner at all times. Make somebody else one first.");
}

export async function listProjectMembers(
  ctx: Context,
  projectId: string,
  query: PageQuery,
): Promise<Page<ProjectMember>> {
  return members.listOfProject(await authorize(ctx, "project:read", projectId), query);
}

/** @throws AppError `bad_request` where the person is no member of the organization, `conflict` where they were added. */
export async function addProjectMember(
  ctx: Context,
  projectId: string,
  input: AddProjectMember,
): Promise<ProjectMember> {
  const scope = await authorize(ctx, "project:write", projectId);
  return transaction(scope, async (scope) => {
    const userId = await members.findColleague(scope, input);
    if (userId) return members.insertIntoProject(scope, userId, input.role);
    const message = "No member of the organization has this id or e-mail address. Invite the person first.";
    throw badRequest(message, { [input.user_id === undefined ? "email" : "user_id"]: message });
  });
}

export async function updateProjectMember(
  ctx: Context,
  projectId: string,
  userId: string,
  { role }: UpdateProjectMember,
): Promise<ProjectMember> {
  return members.setProjectRole(await authorize(ctx, "project:write", projectId), userId, role);
}

export async function removeProjectMember(ctx: Context, projectId: string, userId: string): Promise<void> {
  await members.removeFromProject(await authorize(ctx, "project:write", projectId), userId);
}
