import { z } from "zod";
import { PROJECT_ROLES } from "@/lib/auth/permissions";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Id, Name, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const Project = z.object({
  id: Id,
  name: z.string(),
  org_id: Id,
  visibility: z.enum(["internal", "private"]),
  /** The caller's role in it. */
  role: z.enum(PROJECT_ROLES),
  created_at: Time,
  updated_at: Time,
});
export type Project = z.infer<typeof Project>;

export const CreateProject = z.object({
  org_id: Id,
  name: Name("project"),
  visibility: z.enum(["internal", "private"]).default("internal"),
});
export type CreateProject = z.infer<typeof CreateProject>;

export const UpdateProject = z.object({
  name: Name("project").optional(),
  visibility: z.enum(["internal", "private"]).optional(),
});
export type UpdateProject = z.infer<typeof UpdateProject>;

const tag = "Projects";
const accepts = ["session", "pat"] as const;

export const listProjects = contract({
  method: "GET",
  path: "/v1/projects",
  summary: "List the projects one may open, by name",
  tag,
  accepts,
  query: PageQuery.extend({ org_id: Id.optional() }),
  reply: many(Project),
});

export const getProject = contract({
  method: "GET",
  path: "/v1/projects/{project_id}",
  summary: "Get a project",
  tag,
  accepts,
  /** Older clients send it; the project's own id says it already. */
  query: z.object({ org_id: z.string().optional() }),
  reply: one(Project),
});

export const createProject = contract({
  method: "POST",
  path: "/v1/projects",
  summary: "Create a project; its creator is the admin of a private one",
  tag,
  accepts,
  body: CreateProject,
  reply: one(Project),
});

export const updateProject = contract({
  method: "PUT",
  path: "/v1/projects/{project_id}",
  summary: "Rename a project or change who may open it",
  tag,
  accepts,
  body: UpdateProject,
  reply: one(Project),
});

export const deleteProject = contract({
  method: "DELETE",
  path: "/v1/projects/{project_id}",
  summary: "Delete a project with all that is in it",
  tag,
  accepts,
  reply: ack("deleted"),
});
