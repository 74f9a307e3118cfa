import { notFound } from "next/navigation";
import { cache } from "react";
import type { App } from "@/lib/apps/contract";
import { getApp } from "@/lib/apps/service";
import type { Context } from "@/lib/auth/context";
import { pageContext } from "@/lib/auth/page-context";
import { AppError } from "@/lib/core/errors";
import { PathId } from "@/lib/core/fields";

/** The app of the page, read once for its layout and its tab. An app of another project is not here. */
export const pageApp = cache(async (projectId: string, appId: string): Promise<{ ctx: Context; app: App }> => {
  const ctx = await pageContext();
  const app = await getApp(ctx, PathId.parse(appId)).catch((thrown: unknown) => {
    if (AppError.from(thrown).code === "not_found") notFound();
    throw thrown;
  });
  if (app.project_id !== projectId) notFound();
  return { ctx, app };
});
