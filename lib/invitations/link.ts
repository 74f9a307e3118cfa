import "server-only";
import { randomBytes } from "node:crypto";
import type { OrganizationRole } from "@/lib/auth/permissions";
import { baseUrl } from "@/lib/config/base-url";
import { forbidden } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { hashOf } from "@/lib/tokens/secret";

/** A new secret for an invitation link; only its hash is kept. */
export function makeLink(): { hash: string; url: string } {
  const secret = randomBytes(32).toString("base64url");
  return { hash: hashOf(secret), url: `${baseUrl()}/signup?invitation=${secret}` };
}

/** Invitations that can still be accepted. */
export const pending = () => ({ acceptedAt: null, canceledAt: null, expiresAt: { gt: new Date() } });

/** What the sign-up page shows of an invitation. */
export type LinkedInvitation = {
  readonly id: string;
  readonly email: string;
  readonly org_name: string;
  readonly role: OrganizationRole;
};

/** The pending invitation of a link, or null where it is unknown, accepted, canceled or too old. */
export async function findByLink(tx: Tx, secret: string): Promise<LinkedInvitation | null> {
  const row = await tx.invitation.findFirst({
    where: { hash: hashOf(secret), ...pending() },
    select: { id: true, email: true, role: true, organization: { select: { name: true } } },
  });
  return row && { id: row.id, email: row.email, role: row.role, org_name: row.organization.name };
}

/** The same, for a page. */
export const invitationOfLink = (secret: string): Promise<LinkedInvitation | null> => findByLink(db(), secret);

/** Makes the person a member. @throws AppError `forbidden` where the link was used or canceled in the meantime. */
export async function acceptByLink(tx: Tx, secret: string, userId: string): Promise<void> {
  const joined = await join(tx, { hash: hashOf(secret) }, userId);
  if (!joined) throw forbidden("This invitation was used or canceled. Ask for a new one.");
}

/**
 * Uses an invitation up and makes the person a member with its role; who is one already keeps their role.
 * Null where it is not pending: of two at once, one gets it.
 */
export async function join(
  tx: Tx,
  which: { hash: string } | { id: string },
  userId: string,
): Promise<{ organizationId: string } | null> {
  const [used] = await tx.invitation.updateManyAndReturn({
    where: { ...which, ...pending() },
    data: { acceptedAt: new Date() },
    select: { organizationId: true, role: true },
  });
  if (!used) return null;
  const { organizationId, role } = used;
  await tx.organizationMember.createMany({ data: [{ organizationId, userId, role }], skipDuplicates: true });
  return { organizationId };
}
