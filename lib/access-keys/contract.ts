import { z } from "zod";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Author, Id, Name, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const AccessKey = z.object({
  id: Id,
  name: z.string(),
  preview: z.string(),
  /** Null: the key reaches every project of the organization. */
  project_id: Id.nullable(),
  expires_at: Time.nullable(),
  created_by: Author,
  created_at: Time,
  last_used_at: Time.nullable(),
});
export type AccessKey = z.infer<typeof AccessKey>;

/** `key` is shown this once. */
export const NewAccessKey = AccessKey.extend({ key: z.string() });
export type NewAccessKey = z.infer<typeof NewAccessKey>;

export const CreateAccessKey = z.object({
  name: Name("key"),
  project_id: Id.nullish(),
  expires_at: Time.nullish(),
});
export type CreateAccessKey = z.infer<typeof CreateAccessKey>;

const tag = "Access keys";
const accepts = ["session", "pat"] as const;

export const listAccessKeys = contract({
  method: "GET",
  path: "/v1/orgs/{org_id}/access-keys",
  summary: "List an organization's Access Keys, newest first",
  tag,
  accepts,
  query: PageQuery.extend({ project_id: Id.optional() }),
  reply: many(AccessKey),
});

export const createAccessKey = contract({
  method: "POST",
  path: "/v1/orgs/{org_id}/access-keys",
  summary: "Create an Access Key; its text is in this answer only",
  tag,
  accepts,
  body: CreateAccessKey,
  reply: one(NewAccessKey),
});

export const deleteAccessKey = contract({
  method: "DELETE",
  path: "/v1/orgs/{org_id}/access-keys/{key_id}",
  summary: "Revoke an Access Key at once",
  tag,
  accepts,
  reply: ack("deleted"),
});
