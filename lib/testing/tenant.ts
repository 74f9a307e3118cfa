import type { Context } from "@/lib/auth/context";
import type { OrganizationRole, ProjectRole } from "@/lib/auth/permissions";
import { makeSessionToken, sessionCookieName } from "@/lib/auth/session";
import { db } from "@/lib/db/client";
import { makeSecret } from "@/lib/tokens/secret";

/**
 * Who a test acts as. `owner`, `admin` and `member` are roles in the organization; `project_admin`, `editor` and
 * `viewer` are members of the organization who were given that role in the project.
 */
export const TENANT_ROLES = ["owner", "admin", "member", "project_admin", "editor", "viewer"] as const;
export type TenantRole = (typeof TENANT_ROLES)[number];

/** An organization with one Internal project, and whoever is needed in it. Each role is one person, made on first use. */
export type Tenant = {
  readonly organizationId: string;
  readonly projectId: string;
  /** The person of a role, as a service sees them. */
  as(role: TenantRole): Promise<Context>;
  userId(role: TenantRole): Promise<string>;
  /** A Personal Access Token of the person. */
  pat(role: TenantRole): Promise<string>;
  /** A `Cookie` header that signs the person in. */
  cookie(role: TenantRole): Promise<string>;
  /** An Access Key of the organization, or of one project. */
  accessKey(projectId?: string): Promise<string>;
};

const ROLES: Record<TenantRole, { organization: OrganizationRole; project?: ProjectRole }> = {
  owner: { organization: "owner" },
  admin: { organization: "admin" },
  member: { organization: "member" },
  project_admin: { organization: "member", project: "admin" },
  editor: { organization: "member", project: "editor" },
  viewer: { organization: "member", project: "viewer" },
};

export async function aTenant({
  visibility = "internal",
}: {
  visibility?: "internal" | "private";
} = {}): Promise<Tenant> {
  const organization = await db().organization.create({ data: { name: `Organization ${unique()}` } });
  const project = await db().project.create({
    data: { organizationId: organization.id, name: "First project", visibility },
  });
  const people = new Map<TenantRole, Promise<string>>();

  async function join(role: TenantRole): Promise<string> {
    const id = await aPerson();
    const { organization: organizationRole, project: projectRole } = ROLES[role];
    await db().organizationMember.create({
      data: { organizationId: organization.id, userId: id, role: organizationRole },
    });
    if (projectRole)
      await db().projectMember.create({ data: { projectId: project.id, userId: id, role: projectRole } });
    return id;
  }

  function userId(role: TenantRole): Promise<string> {
    const person = people.get(role) ?? join(role);
    people.set(role, person);
    return person;
  }

  await userId("owner");
  return {
    organizationId: organization.id,
    projectId: project.id,
    userId,
    as: async (role) => asPerson(await userId(role)),
    pat: async (role) => aPersonalAccessToken(await userId(role)),
    cookie: async (role) => aCookie(await userId(role)),
    accessKey: (projectId) => anAccessKey(organization.id, projectId ?? null),
  };
}

/** A person in no organization. Nobody knows their password: it has no hash. */
export async function aPerson(email = `${unique()}@example.com`): Promise<string> {
  const { id } = await db().user.create({ data: { email, firstName: "Test", lastName: "Person", passwordHash: "-" } });
  return id;
}

export const asPerson = (userId: string): Context => ({
  actor: { kind: "person", userId, via: "session" },
  requestId: crypto.randomUUID(),
});

export const aCookie = async (userId: string): Promise<string> =>
  `${sessionCookieName()}=${await makeSessionToken(userId)}`;

export async function aPersonalAccessToken(userId: string, expiresAt: Date | null = null): Promise<string> {
  const { text, hash, preview } = makeSecret("pat");
  await db().personalAccessToken.create({ data: { userId, name: "Test token", hash, preview, expiresAt } });
  return text;
}

export async function anAccessKey(
  organizationId: string,
  projectId: string | null = null,
  expiresAt: Date | null = null,
): Promise<string> {
  const { text, hash, preview } = makeSecret("access_key");
  await db().accessKey.create({ data: { organizationId, projectId, name: "Test key", hash, preview, expiresAt } });
  return text;
}

const unique = (): string => crypto.randomUUID().slice(0, 13);
