import "server-only";
import type { Session } from "@/lib/apps/contract";
import { getApp } from "@/lib/apps/service";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import type { Page, PageQuery } from "@/lib/core/page";
import * as sessions from "./repository";

/** An app's sessions, the latest active first. */
export async function listAppSessions(
  ctx: Context,
  appId: string,
  query: PageQuery & { user_id?: string | undefined },
): Promise<Page<Session>> {
  const app = await getApp(ctx, appId);
  return sessions.list(await authorize(ctx, "runs:read", app.project_id), app.id, query);
}
