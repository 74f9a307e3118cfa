import "server-only";
import type { OrganizationRole, ProjectRole } from "@/lib/auth/permissions";
import type { OrganizationScope, Scope } from "@/lib/auth/scope";
import { conflict, notFound } from "@/lib/core/errors";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import { isDuplicate, isMissing } from "@/lib/db/failures";
import type { OrganizationMember, ProjectMember } from "./contract";

type MemberRow<R> = {
  readonly userId: string;
  readonly role: R;
  readonly createdAt: Date;
  readonly user: { readonly email: string; readonly firstName: string; readonly lastName: string };
};

const include = { user: { select: { email: true, firstName: true, lastName: true } } } as const;
const byEmail = [{ user: { email: "asc" as const } }];

const toMember = <R extends OrganizationRole | ProjectRole>({ userId, role, createdAt, user }: MemberRow<R>) => ({
  user_id: userId,
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
  role,
  created_at: createdAt.toISOString(),
});

/** By e-mail address. */
export async function list(
  { db, organizationId }: OrganizationScope,
  query: PageQuery,
): Promise<Page<OrganizationMember>> {
  const where = { organizationId };
  const [rows, count] = await Promise.all([
    db.organizationMember.findMany({ where, include, orderBy: byEmail, ...window(query) }),
    db.organizationMember.count({ where }),
  ]);
  return toPage(rows.map(toMember), query, count);
}

/** Until the transaction ends, whoever else would change members of this organization waits. */
export async function lock({ db, organizationId }: OrganizationScope): Promise<void> {
  await db.$queryRaw`select 1 from organization where id = ${organizationId}::uuid for no key update`;
}

export async function findRole(
  { db, organizationId }: OrganizationScope,
  userId: string,
): Promise<OrganizationRole | null> {
  const row = await db.organizationMember.findUnique({ where: { organizationId_userId: { organizationId, userId } } });
  return row?.role ?? null;
}

export const countOwners = ({ db, organizationId }: OrganizationScope): Promise<number> =>
  db.organizationMember.count({ where: { organizationId, role: "owner" } });

export async function setRole(
  { db, organizationId }: OrganizationScope,
  userId: string,
  role: OrganizationRole,
): Promise<OrganizationMember> {
  const where = { organizationId_userId: { organizationId, userId } };
  return toMember(await db.organizationMember.update({ where, data: { role }, include }));
}

/** From the organization and from each of its projects. */
export async function remove({ db, organizationId }: OrganizationScope, userId: string): Promise<void> {
  await db.projectMember.deleteMany({ where: { userId, project: { organizationId } } });
  await db.organizationMember.delete({ where: { organizationId_userId: { organizationId, userId } } });
}

/** By e-mail address. */
export async function listOfProject({ db, projectId }: Scope, query: PageQuery): Promise<Page<ProjectMember>> {
  const where = { projectId };
  const [rows, count] = await Promise.all([
    db.projectMember.findMany({ where, include, orderBy: byEmail, ...window(query) }),
    db.projectMember.count({ where }),
  ]);
  return toPage(rows.map(toMember), query, count);
}

/** The member of the project's organization whom the id or e-mail address names, or null. */
export async function findColleague(
  { db, organizationId }: Scope,
  { user_id, email }: { user_id?: string | undefined; email?: string | undefined },
): Promise<string | null> {
  const row = await db.organizationMember.findFirst({
    where: {
      organizationId,
      ...(user_id !== undefined && { userId: user_id }),
      ...(email !== undefined && { user: { email } }),
    },
  });
  return row?.userId ?? null;
}

/** @throws AppError `conflict` where the person was added before. */
export async function insertIntoProject(
  { db, projectId }: Scope,
  userId: string,
  role: ProjectRole,
): Promise<ProjectMember> {
  try {
    return toMember(await db.projectMember.create({ data: { projectId, userId, role }, include }));
  } catch (error) {
    if (isDuplicate(error)) throw conflict("This person was added to the project already. Change their role.", error);
    throw error;
  }
}

/** @throws AppError `not_found` */
export async function setProjectRole(
  { db, projectId }: Scope,
  userId: string,
  role: ProjectRole,
): Promise<ProjectMember> {
  try {
    const where = { projectId_userId: { projectId, userId } };
    return toMember(await db.projectMember.update({ where, data: { role }, include }));
  } catch (error) {
    throw isMissing(error) ? notFound("Member") : error;
  }
}

/** @throws AppError `not_found` */
export async function removeFromProject({ db, projectId }: Scope, userId: string): Promise<void> {
  const { count } = await db.projectMember.deleteMany({ where: { projectId, userId } });
  if (count === 0) throw notFound("Member");
}
