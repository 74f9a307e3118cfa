import { z } from "zod";
import { ORGANIZATION_ROLES } from "@/lib/auth/permissions";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Id, Name, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const Organization = z.object({
  id: Id,
  name: z.string(),
  /** The caller's role in it. */
  role: z.enum(ORGANIZATION_ROLES),
  created_at: Time,
});
export type Organization = z.infer<typeof Organization>;

export const CreateOrganization = z.object({ name: Name("organization") });
export type CreateOrganization = z.infer<typeof CreateOrganization>;

const tag = "Organizations";
const accepts = ["session", "pat"] as const;

export const listOrganizations = contract({
  method: "GET",
  path: "/v1/orgs",
  summary: "List the organizations one belongs to, by name",
  tag,
  accepts,
  query: PageQuery,
  reply: many(Organization),
});

export const getOrganization = contract({
  method: "GET",
  path: "/v1/orgs/{org_id}",
  summary: "Get an organization",
  tag,
  accepts,
  reply: one(Organization),
});

export const createOrganization = contract({
  method: "POST",
  path: "/v1/orgs",
  summary: "Create an organization and become its owner",
  tag,
  accepts,
  body: CreateOrganization,
  reply: one(Organization),
});

export const updateOrganization = contract({
  method: "PUT",
  path: "/v1/orgs/{org_id}",
  summary: "Rename an organization",
  tag,
  accepts,
  body: CreateOrganization,
  reply: one(Organization),
});

export const deleteOrganization = contract({
  method: "DELETE",
  path: "/v1/orgs/{org_id}",
  summary: "Delete an organization with all that is in it",
  tag,
  accepts,
  reply: ack("deleted"),
});

export const leaveOrganization = contract({
  method: "POST",
  path: "/v1/orgs/{org_id}/leave",
  summary: "Leave an organization; its last owner cannot",
  tag,
  accepts,
  reply: ack(),
});
