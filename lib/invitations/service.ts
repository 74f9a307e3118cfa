import "server-only";
import { type Context, userIdOf } from "@/lib/auth/context";
import { type OrganizationRole, reachesOrganizationRole } from "@/lib/auth/permissions";
import { authorizeOrganization, authorizePerson, type OrganizationScope, transaction } from "@/lib/auth/scope";
import { conflict, forbidden, notFound } from "@/lib/core/errors";
import { type Page, type PageQuery, toPage } from "@/lib/core/page";
import type { Organization } from "@/lib/organizations/contract";
import { getOrganization } from "@/lib/organizations/service";
import { emailOf } from "@/lib/people/service";
import { hashOf } from "@/lib/tokens/secret";
import type { AcceptInvitation, CreateInvitation, Invitation, NewInvitation } from "./contract";
import { join, makeLink } from "./link";
import * as invitations from "./repository";

/** Days until an invitation that nobody accepted is worth nothing. */
const VALID_DAYS = 7;

export async function listInvitations(ctx: Context, orgId: string, query: PageQuery): Promise<Page<Invitation>> {
  return invitations.list(await authorizeOrganization(ctx, "organization:read", orgId), query);
}

/**
 * Invites a person; an earlier invitation to the same address is worth nothing any more.
 *
 * @throws AppError `forbidden` where the role is above one's own, `conflict` where the person is a member.
 */
export async function createInvitation(ctx: Context, orgId: string, input: CreateInvitation): Promise<NewInvitation> {
  const scope = await authorizeOrganization(ctx, "members:write", orgId);
  if (!reachesOrganizationRole(scope.role, input.role)) {
    throw forbidden(`You are ${scope.role} here, so you cannot invite somebody as ${input.role}.`);
  }
  const { hash, url } = makeLink();
  const expiresAt = new Date(Date.now() + VALID_DAYS * 24 * 60 * 60 * 1000);
  return transaction(scope, async (scope) => {
    if (await invitations.isMember(scope, input.email)) throw conflict(`${input.email} is a member already.`);
    const made = await invitations.insert(scope, input, { hash, expiresAt, invitedById: userIdOf(ctx) });
    return { ...made, url };
  });
}

export async function cancelInvitation(ctx: Context, orgId: string, id: string): Promise<void> {
  await invitations.cancel(await authorizeOrganization(ctx, "members:write", orgId), id);
}

/** None for an account whose e-mail address nobody vouched for: it may be somebody else's. */
export async function listMyInvitations(ctx: Context, query: PageQuery): Promise<Page<Invitation>> {
  const scope = authorizePerson(ctx);
  const { email, emailConfirmed } = await emailOf(scope);
  return emailConfirmed ? invitations.listTo(scope, email, query) : toPage([], query, 0);
}

/**
 * Joins the organization of an invitation to one's own address, once.
 *
 * @throws AppError `not_found` where there is no such invitation, or it is for somebody else, used, canceled or too
 * old; or where nobody vouched for the account's address and the link's secret is not given.
 */
export async function acceptInvitation(ctx: Context, id: string, { secret }: AcceptInvitation): Promise<Organization> {
  const scope = authorizePerson(ctx);
  const organizationId = await transaction(scope, async (scope) => {
    const { email, emailConfirmed } = await emailOf(scope);
    const invitation = await invitations.findTo(scope, email, id);
    const hasLink = secret !== undefined && invitation?.hash === hashOf(secret);
    if (!invitation || !(emailConfirmed || hasLink)) throw notFound("Invitation");
    const joined = await join(scope.db, { id }, scope.userId);
    if (!joined) throw notFound("Invitation");
    if (!emailConfirmed) await invitations.confirmEmail(scope);
    return joined.organizationId;
  });
  return getOrganization(ctx, organizationId);
}

/** Takes back what a person invited to that their role (`null`: they left) no longer allows. */
export const cancelInvitationsBy = (
  scope: OrganizationScope,
  userId: string,
  role: OrganizationRole | null,
): Promise<void> => invitations.cancelBy(scope, userId, role);
