import { notFound } from "next/navigation";
import { cache } from "react";
import type { App } from "@/lib/apps/contract";
import { getApp } from "@/lib/apps/service";
import type { Context } from "@/lib/auth/context";
import { pageContext } from "@/lib/auth/page-context";
import { PathId } from "@/lib/core/fields";
import { orNotFound } from "../../../../or-not-found";

/** The app of the page, read once for its layout and its tab. An app of another project is not here. */
export const pageApp = cache(async (projectId: string, appId: string): Promise<{ ctx: Context; app: App }> => {
  const ctx = await pageContext();
  const app = await orNotFound(getApp(ctx, PathId.parse(appId)));
  if (app.project_id !== projectId) notFound();
  return { ctx, app };
});
