import "server-only";
import { ORGANIZATION_ROLES, type OrganizationRole } from "@/lib/auth/permissions";
import type { OrganizationScope, PersonScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import type { Tx } from "@/lib/db/client";
import type { Invitation as Row } from "@/lib/db/generated/client";
import { authorsOf } from "@/lib/people/authors";
import type { CreateInvitation, Invitation } from "./contract";
import { pending } from "./link";

type InvitationRow = Omit<Row, "hash"> & { organization: { name: string } };

const include = { organization: { select: { name: true } } } as const;

async function toInvitations(using: Tx, rows: readonly InvitationRow[]): Promise<Invitation[]> {
  const authors = await authorsOf(
    rows.map(({ invitedById }) => invitedById),
    using,
  );
  return rows.map((row) => ({
    id: row.id,
    org_id: row.organizationId,
    org_name: row.organization.name,
    email: row.email,
    role: row.role,
    invited_by: authors.get(row.invitedById ?? "") ?? null,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }));
}

/** Pending ones, newest first. */
export async function list({ db, organizationId }: OrganizationScope, query: PageQuery): Promise<Page<Invitation>> {
  const where = { organizationId, ...pending() };
  const [rows, count] = await Promise.all([
    db.invitation.findMany({ where, include, orderBy: [{ createdAt: "desc" }, { id: "desc" }], ...window(query) }),
    db.invitation.count({ where }),
  ]);
  return toPage(await toInvitations(db, rows), query, count);
}

/** Pending ones to an address, newest first. */
export async function listTo({ db }: PersonScope, email: string, query: PageQuery): Promise<Page<Invitation>> {
  const where = { email, ...pending() };
  const [rows, count] = await Promise.all([
    db.invitation.findMany({ where, include, orderBy: [{ createdAt: "desc" }, { id: "desc" }], ...window(query) }),
    db.invitation.count({ where }),
  ]);
  return toPage(await toInvitations(db, rows), query, count);
}

export const findTo = ({ db }: PersonScope, email: string, id: string): Promise<{ id: string; hash: string } | null> =>
  db.invitation.findFirst({ where: { id, email, ...pending() }, select: { id: true, hash: true } });

export async function confirmEmail({ db, userId }: PersonScope): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { emailConfirmed: true } });
}

export async function isMember({ db, organizationId }: OrganizationScope, email: string): Promise<boolean> {
  const member = await db.organizationMember.findFirst({ where: { organizationId, user: { email } } });
  return member !== null;
}

/** Takes the place of an earlier pending invitation to the same address. */
export async function insert(
  { db, organizationId }: OrganizationScope,
  { email, role }: CreateInvitation,
  { hash, expiresAt, invitedById }: { hash: string; expiresAt: Date; invitedById: string | null },
): Promise<Invitation> {
  await db.invitation.updateMany({
    where: { organizationId, email, ...pending() },
    data: { canceledAt: new Date() },
  });
  const row = await db.invitation.create({
    data: { organizationId, email, role, hash, expiresAt, invitedById },
    include,
  });
  const [invitation] = await toInvitations(db, [row]);
  if (!invitation) throw new Error("The invitation was not made.");
  return invitation;
}

/** @throws AppError `not_found` */
export async function cancel({ db, organizationId }: OrganizationScope, id: string): Promise<void> {
  const { count } = await db.invitation.updateMany({
    where: { id, organizationId, ...pending() },
    data: { canceledAt: new Date() },
  });
  if (count === 0) throw notFound("Invitation");
}

/** Cancels what a person invited to that their role no longer allows; all of it where they are no member any more. */
export async function cancelBy(
  { db, organizationId }: OrganizationScope,
  userId: string,
  role: OrganizationRole | null,
): Promise<void> {
  const allowed =
    role === null || role === "member" ? [] : ORGANIZATION_ROLES.slice(0, ORGANIZATION_ROLES.indexOf(role) + 1);
  await db.invitation.updateMany({
    where: { organizationId, invitedById: userId, role: { notIn: [...allowed] }, ...pending() },
    data: { canceledAt: new Date() },
  });
}
