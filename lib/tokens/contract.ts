import { z } from "zod";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Id, Name, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";

export const PersonalAccessToken = z.object({
  id: Id,
  name: z.string(),
  preview: z.string(),
  created_at: Time,
  expires_at: Time.nullable(),
  last_used_at: Time.nullable(),
});
export type PersonalAccessToken = z.infer<typeof PersonalAccessToken>;

/** `token` is shown this once. */
export const NewPersonalAccessToken = PersonalAccessToken.extend({ token: z.string() });
export type NewPersonalAccessToken = z.infer<typeof NewPersonalAccessToken>;

export const CreatePersonalAccessToken = z.object({ name: Name("token"), expires_at: Time.nullish() });
export type CreatePersonalAccessToken = z.infer<typeof CreatePersonalAccessToken>;

const tag = "Personal access tokens";
const accepts = ["session", "pat"] as const;

export const listPersonalAccessTokens = contract({
  method: "GET",
  path: "/v1/me/personal-access-tokens",
  summary: "List one's own tokens, newest first",
  tag,
  accepts,
  query: PageQuery,
  reply: many(PersonalAccessToken),
});

export const createPersonalAccessToken = contract({
  method: "POST",
  path: "/v1/me/personal-access-tokens",
  summary: "Create a token; its text is in this answer only",
  tag,
  accepts,
  body: CreatePersonalAccessToken,
  reply: one(NewPersonalAccessToken),
});

export const deletePersonalAccessToken = contract({
  method: "DELETE",
  path: "/v1/me/personal-access-tokens/{token_id}",
  summary: "Revoke a token at once",
  tag,
  accepts,
  reply: ack("deleted"),
});
