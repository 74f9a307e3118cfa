import "server-only";
import { type ProjectRole, projectRoleOf } from "@/lib/auth/permissions";
import type { OrganizationScope, PersonScope, Scope } from "@/lib/auth/scope";
import { conflict, notFound } from "@/lib/core/errors";
import { NOBODY } from "@/lib/core/fields";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import { isDuplicate } from "@/lib/db/failures";
import type { OrganizationMember, ProjectMember, Project as Row } from "@/lib/db/generated/client";
import type { CreateProject, Project, UpdateProject } from "./contract";

/** A project with the memberships of one person. */
type ProjectRow = Row & {
  readonly members: readonly ProjectMember[];
  readonly organization: { readonly members: readonly OrganizationMember[] };
};

const seenBy = (userId: string) =>
  ({
    members: { where: { userId } },
    organization: { select: { members: { where: { userId } } } },
  }) as const;

function toProject({ organization, members, ...row }: ProjectRow): Project {
  const role = projectRoleOf(organization.members[0]?.role ?? null, members[0]?.role ?? null, row.visibility);
  return written(row, role ?? "admin");
}

const written = (row: Row, role: ProjectRole): Project => ({
  id: row.id,
  name: row.name,
  org_id: row.organizationId,
  visibility: row.visibility,
  role,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** Those the person may open, by name: the same rule as `projectRoleOf`, said to the database. */
export async function list(
  { db, userId }: PersonScope,
  { org_id, ...query }: PageQuery & { org_id?: string | undefined },
): Promise<Page<Project>> {
  const where = {
    ...(org_id !== undefined && { organizationId: org_id }),
    organization: { members: { some: { userId } } },
    OR: [
      { visibility: "internal" as const },
      { members: { some: { userId } } },
      { organization: { members: { some: { userId, role: { in: ["owner" as const, "admin" as const] } } } } },
    ],
  };
  const [rows, count] = await Promise.all([
    db.project.findMany({
      where,
      include: seenBy(userId),
      orderBy: [{ name: "asc" }, { id: "asc" }],
      ...window(query),
    }),
    db.project.count({ where }),
  ]);
  return toPage(rows.map(toProject), query, count);
}

export async function get({ db, projectId, actor }: Scope): Promise<Project> {
  const userId = actor.kind === "person" ? actor.userId : NOBODY;
  const row = await db.project.findUnique({ where: { id: projectId }, include: seenBy(userId) });
  if (!row) throw notFound("Project");
  return toProject(row);
}

/** Whoever creates a private project is its admin. @throws AppError `conflict` where the name is taken. */
export async function insert(
  { db, organizationId, actor, role }: OrganizationScope,
  { name, visibility }: CreateProject,
): Promise<Project> {
  const userId = actor.kind === "person" ? actor.userId : null;
  const membership = userId && visibility === "private" ? ("admin" as const) : null;
  try {
    const row = await db.project.create({
      data: {
        organizationId,
        name,
        visibility,
        createdById: userId,
        ...(userId && membership && { members: { create: { userId, role: membership } } }),
      },
    });
    return written(row, projectRoleOf(role, membership, visibility) ?? "admin");
  } catch (error) {
    throw nameTaken(error, name);
  }
}

/** @throws AppError `conflict` where the name is taken. */
export async function update(scope: Scope, { name, visibility }: UpdateProject): Promise<Project> {
  try {
    await scope.db.project.update({
      where: { id: scope.projectId },
      data: { ...(name !== undefined && { name }), ...(visibility !== undefined && { visibility }) },
    });
  } catch (error) {
    throw nameTaken(error, name ?? "");
  }
  return get(scope);
}

const nameTaken = (error: unknown, name: string): unknown =>
  isDuplicate(error) ? conflict(`This organization already has a project named “${name}”.`, error) : error;
