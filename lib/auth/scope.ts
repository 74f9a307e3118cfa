import "server-only";
import { AppError, forbidden, notFound } from "@/lib/core/errors";
import { isId, NOBODY } from "@/lib/core/fields";
import { db, type Tx } from "@/lib/db/client";
import type { Actor, Context } from "./context";
import {
  ORGANIZATION_PERMISSIONS,
  type OrganizationPermission,
  type OrganizationRole,
  PROJECT_PERMISSIONS,
  type ProjectPermission,
  projectRoleOf,
  reachesOrganizationRole,
  reachesProjectRole,
} from "./permissions";

const granted = Symbol("granted");

/**
 * Leave to work in one project. Repositories take a Scope and only `authorize` makes one, so a query
 * that nobody authorized, or that forgot its project, does not compile.
 */
export type Scope = Context & {
  readonly projectId: string;
  readonly organizationId: string;
  readonly db: Tx;
  readonly [granted]: ProjectPermission;
};

/** Leave to work in one organization, with the role of whoever asked. */
export type OrganizationScope = Context & {
  readonly organizationId: string;
  readonly role: OrganizationRole;
  readonly db: Tx;
  readonly [granted]: OrganizationPermission;
};

/** Leave to work on what is one person's own. */
export type PersonScope = Context & { readonly userId: string; readonly db: Tx; readonly [granted]: "person" };

/**
 * @throws AppError `not_found` where the actor may not even know of the project, `forbidden` where it
 * may see the project but not do this. `projectId` null stands for a thing that is not there.
 */
export async function authorize(
  ctx: Context,
  permission: ProjectPermission,
  projectId: string | null,
  what = "Project",
): Promise<Scope> {
  const { actor } = ctx;
  if (projectId === null || !isId(projectId)) throw notFound(what);
  const userId = actor.kind === "person" ? actor.userId : NOBODY;
  const project = await db().project.findUnique({
    where: { id: projectId },
    select: {
      organizationId: true,
      visibility: true,
      organization: { select: { members: { where: { userId } } } },
      members: { where: { userId } },
    },
  });
  if (!project) throw notFound(what);
  const scope = { ...ctx, projectId, organizationId: project.organizationId, db: db(), [granted]: permission };
  const { role: least, accessKey } = PROJECT_PERMISSIONS[permission];
  switch (actor.kind) {
    case "system":
      return scope;
    case "person": {
      const organizationRole = project.organization.members[0]?.role ?? null;
      const role = projectRoleOf(organizationRole, project.members[0]?.role ?? null, project.visibility);
      if (role === null) throw notFound(what);
      if (!reachesProjectRole(role, least)) {
        throw forbidden(
          `This needs the role ${least} in the project; yours is ${role}. A project admin can change it.`,
        );
      }
      return scope;
    }
    case "access_key": {
      if (!reachesProject(actor, { id: projectId, organizationId: project.organizationId })) throw notFound(what);
      if (!accessKey) throw forbidden("An Access Key may not do this: use a Personal Access Token.");
      return scope;
    }
    case "anonymous":
      throw new AppError("unauthorized", "Sign in, or send a token as “Authorization: Bearer …”.");
  }
}

/**
 * Leave to work in every project where the actor may do this, by name; of one organization, where it is given.
 * For lists that name no project. @throws AppError `forbidden` for an Access Key that may do it nowhere.
 */
export async function authorizeAll(
  ctx: Context,
  permission: ProjectPermission,
  organizationId?: string,
): Promise<readonly Scope[]> {
  const { actor } = ctx;
  const { role: least, accessKey } = PROJECT_PERMISSIONS[permission];
  if (actor.kind === "anonymous") {
    throw new AppError("unauthorized", "Sign in, or send a token as “Authorization: Bearer …”.");
  }
  if (actor.kind === "access_key" && !accessKey) {
    throw forbidden("An Access Key may not do this: use a Personal Access Token.");
  }
  if (organizationId !== undefined && !isId(organizationId)) return [];
  const userId = actor.kind === "person" ? actor.userId : NOBODY;
  const projects = await db().project.findMany({
    where: {
      AND: [
        organizationId ? { organizationId } : {},
        actor.kind === "person" ? { organization: { members: { some: { userId } } } } : {},
        actor.kind === "access_key" ? { organizationId: actor.organizationId } : {},
        actor.kind === "access_key" && actor.projectId ? { id: actor.projectId } : {},
      ],
    },
    select: {
      id: true,
      organizationId: true,
      visibility: true,
      organization: { select: { members: { where: { userId } } } },
      members: { where: { userId } },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return projects
    .filter(({ organization, members, visibility }) => {
      if (actor.kind !== "person") return true;
      const role = projectRoleOf(organization.members[0]?.role ?? null, members[0]?.role ?? null, visibility);
      return role !== null && reachesProjectRole(role, least);
    })
    .map((project) => ({
      ...ctx,
      projectId: project.id,
      organizationId: project.organizationId,
      db: db(),
      [granted]: permission,
    }));
}

/**
 * As `authorize`, for an Access Key and a project that is at hand: asks nobody, for paths that every call takes.
 * The process itself may too: what is public acts for itself.
 */
export function authorizeKey(
  ctx: Context,
  permission: ProjectPermission,
  project: { readonly id: string; readonly organizationId: string },
  what: string,
): Scope {
  const { actor } = ctx;
  const isKey = actor.kind === "access_key";
  if (!isKey && actor.kind !== "system") throw forbidden("This needs an Access Key.");
  if (isKey && !reachesProject(actor, project)) throw notFound(what);
  if (isKey && !PROJECT_PERMISSIONS[permission].accessKey) {
    throw forbidden("An Access Key may not do this: use a Personal Access Token.");
  }
  return { ...ctx, projectId: project.id, organizationId: project.organizationId, db: db(), [granted]: permission };
}

const reachesProject = (
  key: Extract<Actor, { kind: "access_key" }>,
  project: { readonly id: string; readonly organizationId: string },
): boolean => key.organizationId === project.organizationId && (key.projectId ?? project.id) === project.id;

/**
 * `using` is given where the role must be read under a transaction's lock.
 *
 * @throws AppError `not_found` where the person is no member, `forbidden` where their role is too low.
 */
export async function authorizeOrganization(
  ctx: Context,
  permission: OrganizationPermission,
  organizationId: string,
  using: Tx = db(),
): Promise<OrganizationScope> {
  const { actor } = ctx;
  const least = ORGANIZATION_PERMISSIONS[permission];
  if (!isId(organizationId)) throw notFound("Organization");
  if (actor.kind === "system") {
    return { ...ctx, organizationId, role: "owner", db: using, [granted]: permission };
  }
  if (actor.kind !== "person") throw forbidden("This needs a person: sign in, or use a Personal Access Token.");
  const membership = await using.organizationMember.findUnique({
    where: { organizationId_userId: { organizationId, userId: actor.userId } },
  });
  if (!membership) throw notFound("Organization");
  if (!reachesOrganizationRole(membership.role, least)) {
    throw forbidden(`This needs the role ${least} in the organization; yours is ${membership.role}.`);
  }
  return { ...ctx, organizationId, role: membership.role, db: using, [granted]: permission };
}

/** @throws AppError `forbidden` where no person is asking. */
export function authorizePerson(ctx: Context): PersonScope {
  if (ctx.actor.kind !== "person") {
    throw forbidden("This belongs to a person: sign in, or use a Personal Access Token.");
  }
  return { ...ctx, userId: ctx.actor.userId, db: db(), [granted]: "person" };
}

/** Runs `work` in one database transaction; all of it happens or none. */
export const transaction = <S extends { readonly db: Tx }, T>(scope: S, work: (scope: S) => Promise<T>): Promise<T> =>
  db().$transaction((tx) => work({ ...scope, db: tx }));
