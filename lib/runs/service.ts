import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import type { Page } from "@/lib/core/page";
import type { listAppRuns, Run } from "./contract";
import * as runs from "./repository";

export { type Listen, type RunPlan, startRun } from "./start";

/** `app` is one that the caller was found to know of. Newest first. */
export async function listRunsOfApp(
  ctx: Context,
  app: { readonly id: string; readonly project_id: string },
  query: Input<typeof listAppRuns>["query"],
): Promise<Page<Run>> {
  return runs.list(await authorize(ctx, "runs:read", app.project_id), app.id, query);
}

/** A run of another app does not exist here. */
export async function getRunOfApp(
  ctx: Context,
  app: { readonly id: string; readonly project_id: string },
  id: string,
): Promise<Run> {
  return runs.get(await authorize(ctx, "runs:read", app.project_id), app.id, id);
}
