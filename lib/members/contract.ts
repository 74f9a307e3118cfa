import { z } from "zod";
import { ORGANIZATION_ROLES, PROJECT_ROLES } from "@/lib/auth/permissions";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Id, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";
import { Email } from "@/lib/people/contract";

export const OrganizationMember = z.object({
  user_id: Id,
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  role: z.enum(ORGANIZATION_ROLES),
  created_at: Time,
});
export type OrganizationMember = z.infer<typeof OrganizationMember>;

export const ProjectMember = OrganizationMember.extend({ role: z.enum(PROJECT_ROLES) });
export type ProjectMember = z.infer<typeof ProjectMember>;

const tag = "Members";
const accepts = ["session", "pat"] as const;

export const listOrganizationMembers = contract({
  method: "GET",
  path: "/v1/orgs/{org_id}/members",
  summary: "List the members of an organization, by e-mail",
  tag,
  accepts,
  query: PageQuery,
  reply: many(OrganizationMember),
});

export const UpdateOrganizationMember = z.object({ role: z.enum(ORGANIZATION_ROLES) });
export type UpdateOrganizationMember = z.infer<typeof UpdateOrganizationMember>;

export const updateOrganizationMember = contract({
  method: "PUT",
  path: "/v1/orgs/{org_id}/members/{user_id}",
  summary: "Change a member's role; only an owner makes or unmakes owners",
  tag,
  accepts,
  body: UpdateOrganizationMember,
  reply: one(OrganizationMember),
});

export const removeOrganizationMember = contract({
  method: "DELETE",
  path: "/v1/orgs/{org_id}/members/{user_id}",
  summary: "Remove a member; the last owner cannot be removed",
  tag,
  accepts,
  reply: ack("deleted"),
});

export const listProjectMembers = contract({
  method: "GET",
  path: "/v1/projects/{project_id}/members",
  summary: "List who was added to a project by name",
  tag,
  accepts,
  query: PageQuery,
  reply: many(ProjectMember),
});

/** A member of the organization, by id or by e-mail. */
export const AddProjectMember = z
  .object({ user_id: Id.optional(), email: Email.optional(), role: z.enum(PROJECT_ROLES) })
  .refine(({ user_id, email }) => user_id !== undefined || email !== undefined, {
    message: "Name the person by user_id or e-mail.",
    path: ["email"],
  });
export type AddProjectMember = z.infer<typeof AddProjectMember>;

export const addProjectMember = contract({
  method: "POST",
  path: "/v1/projects/{project_id}/members",
  summary: "Add a member of the organization to a project",
  tag,
  accepts,
  body: AddProjectMember,
  reply: one(ProjectMember),
});

export const UpdateProjectMember = z.object({ role: z.enum(PROJECT_ROLES) });
export type UpdateProjectMember = z.infer<typeof UpdateProjectMember>;

export const updateProjectMember = contract({
  method: "PUT",
  path: "/v1/projects/{project_id}/members/{user_id}",
  summary: "Change a project member's role",
  tag,
  accepts,
  body: UpdateProjectMember,
  reply: one(ProjectMember),
});

export const removeProjectMember = contract({
  method: "DELETE",
  path: "/v1/projects/{project_id}/members/{user_id}",
  summary: "Remove a project member",
  tag,
  accepts,
  reply: ack("deleted"),
});
