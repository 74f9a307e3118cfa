import "server-only";
import type { OrganizationRole } from "@/lib/auth/permissions";
import type { OrganizationScope, PersonScope } from "@/lib/auth/scope";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import type { Organization as Row } from "@/lib/db/generated/client";
import type { CreateOrganization, Organization } from "./contract";

const toOrganization = ({ id, name, createdAt }: Row, role: OrganizationRole): Organization => ({
  id,
  name,
  role,
  created_at: createdAt.toISOString(),
});

/** Those the person belongs to, by name. */
export async function list({ db, userId }: PersonScope, query: PageQuery): Promise<Page<Organization>> {
  const where = { userId };
  const [rows, count] = await Promise.all([
    db.organizationMember.findMany({
      where,
      include: { organization: true },
      orderBy: [{ organization: { name: "asc" } }, { organizationId: "asc" }],
      ...window(query),
    }),
    db.organizationMember.count({ where }),
  ]);
  return toPage(
    rows.map(({ organization, role }) => toOrganization(organization, role)),
    query,
    count,
  );
}

export async function get({ db, organizationId, role }: OrganizationScope): Promise<Organization> {
  return toOrganization(await db.organization.findUniqueOrThrow({ where: { id: organizationId } }), role);
}

/** With the person as its owner. */
export async function insert({ db, userId }: PersonScope, { name }: CreateOrganization): Promise<Organization> {
  const row = await db.organization.create({ data: { name, members: { create: { userId, role: "owner" } } } });
  return toOrganization(row, "owner");
}

export async function rename(
  { db, organizationId, role }: OrganizationScope,
  { name }: CreateOrganization,
): Promise<Organization> {
  return toOrganization(await db.organization.update({ where: { id: organizationId }, data: { name } }), role);
}

/** The ids of its projects; from now on nobody can add one, until the transaction ends. */
export async function lockProjects({ db, organizationId }: OrganizationScope): Promise<string[]> {
  await db.$queryRaw`select 1 from organization where id = ${organizationId}::uuid for update`;
  const rows = await db.project.findMany({ where: { organizationId }, select: { id: true } });
  return rows.map(({ id }) => id);
}

export async function remove({ db, organizationId }: OrganizationScope): Promise<void> {
  await db.organization.delete({ where: { id: organizationId } });
}
