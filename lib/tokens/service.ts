import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorizePerson } from "@/lib/auth/scope";
import type { Page, PageQuery } from "@/lib/core/page";
import type { CreatePersonalAccessToken, NewPersonalAccessToken, PersonalAccessToken } from "./contract";
import { expiryOf } from "./expiry";
import * as tokens from "./repository";
import { makeSecret } from "./secret";

export const listPersonalAccessTokens = async (ctx: Context, query: PageQuery): Promise<Page<PersonalAccessToken>> =>
  tokens.list(authorizePerson(ctx), query);

/** The token's text is in this answer and nowhere else. @throws AppError `bad_request` for an expiry in the past. */
export async function createPersonalAccessToken(
  ctx: Context,
  { name, expires_at }: CreatePersonalAccessToken,
): Promise<NewPersonalAccessToken> {
  const scope = authorizePerson(ctx);
  const expiresAt = expiryOf(expires_at);
  const secret = makeSecret("pat");
  return { ...(await tokens.insert(scope, secret, { name, expiresAt })), token: secret.text };
}

export const deletePersonalAccessToken = async (ctx: Context, id: string): Promise<void> =>
  tokens.remove(authorizePerson(ctx), id);
