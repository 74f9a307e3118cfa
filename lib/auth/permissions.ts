/** Roles in rising order: each may do all that those before it may. */
export const PROJECT_ROLES = ["viewer", "editor", "admin"] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export const ORGANIZATION_ROLES = ["member", "admin", "owner"] as const;
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

/**
 * What may be done in a project: the least role that may, and whether an Access Key may too.
 * Add a permission here and nowhere else.
 */
export const PROJECT_PERMISSIONS = {
  "project:read": { role: "viewer", accessKey: false },
  "project:write": { role: "admin", accessKey: false },
  "connections:read": { role: "viewer", accessKey: false },
  "connections:write": { role: "editor", accessKey: false },
  "workflows:read": { role: "viewer", accessKey: false },
  "workflows:write": { role: "editor", accessKey: false },
  /** Runs a graph from the editor, with the project's connections. */
  "workflows:test": { role: "editor", accessKey: false },
  "apps:read": { role: "viewer", accessKey: true },
  "apps:write": { role: "editor", accessKey: false },
  /** Calls a private app at its own address. */
  "apps:invoke": { role: "editor", accessKey: true },
  "runs:read": { role: "viewer", accessKey: true },
  "traces:read": { role: "viewer", accessKey: true },
} as const satisfies Record<string, { role: ProjectRole; accessKey: boolean }>;
export type ProjectPermission = keyof typeof PROJECT_PERMISSIONS;

/** What may be done in an organization, and the least role that may. Access Keys may none of it. */
export const ORGANIZATION_PERMISSIONS = {
  "organization:read": "member",
  "organization:write": "admin",
  "members:write": "admin",
  "projects:create": "member",
  "access_keys:read": "member",
  "access_keys:write": "member",
} as const satisfies Record<string, OrganizationRole>;
export type OrganizationPermission = keyof typeof ORGANIZATION_PERMISSIONS;

export const reachesProjectRole = (role: ProjectRole, least: ProjectRole): boolean =>
  PROJECT_ROLES.indexOf(role) >= PROJECT_ROLES.indexOf(least);

export const reachesOrganizationRole = (role: OrganizationRole, least: OrganizationRole): boolean =>
  ORGANIZATION_ROLES.indexOf(role) >= ORGANIZATION_ROLES.indexOf(least);

/**
 * The role a person has in a project, or null where they may not know of it.
 *
 * Owners and admins of the organization are admins of each of its projects. An explicit membership
 * counts next. In an Internal project every other member of the organization is an editor.
 */
export function projectRoleOf(
  organizationRole: OrganizationRole | null,
  membership: ProjectRole | null,
  visibility: "internal" | "private",
): ProjectRole | null {
  if (organizationRole === null) return null;
  if (reachesOrganizationRole(organizationRole, "admin")) return "admin";
  return membership ?? (visibility === "internal" ? "editor" : null);
}
