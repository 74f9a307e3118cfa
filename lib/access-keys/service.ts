import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, authorizeOrganization } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Page, PageQuery } from "@/lib/core/page";
import { expiryOf } from "@/lib/tokens/expiry";
import { makeSecret } from "@/lib/tokens/secret";
import type { AccessKey, CreateAccessKey, NewAccessKey } from "./contract";
import { forgetAccessKey } from "./lookup";
import * as accessKeys from "./repository";

/** Every member sees every key. Source: Dynamiq docs, Administration, “API keys and tokens” */
export async function listAccessKeys(
  ctx: Context,
  orgId: string,
  query: PageQuery & { project_id?: string | undefined },
): Promise<Page<AccessKey>> {
  return accessKeys.list(await authorizeOrganization(ctx, "access_keys:read", orgId), query);
}

/**
 * The key's text is in this answer and nowhere else.
 *
 * @throws AppError `not_found` for a project that is not the organization's or that one may not open, `bad_request`
 * for an expiry in the past.
 */
export async function createAccessKey(
  ctx: Context,
  orgId: string,
  { name, project_id, expires_at }: CreateAccessKey,
): Promise<NewAccessKey> {
  const scope = await authorizeOrganization(ctx, "access_keys:write", orgId);
  const project = project_id ? await authorize(ctx, "project:read", project_id) : null;
  if (project && project.organizationId !== scope.organizationId) throw notFound("Project");
  const expiresAt = expiryOf(expires_at);
  const secret = makeSecret("access_key");
  const made = await accessKeys.insert(scope, secret, { name, projectId: project?.projectId ?? null, expiresAt });
  return { ...made, key: secret.text };
}

/** The key is worth nothing from now on: in this process at once, in others as soon as the database tells them. */
export async function deleteAccessKey(ctx: Context, orgId: string, id: string): Promise<void> {
  forgetAccessKey(await accessKeys.remove(await authorizeOrganization(ctx, "access_keys:write", orgId), id));
}
