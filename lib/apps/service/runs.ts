import "server-only";
import type { Context } from "@/lib/auth/context";
import type { Input } from "@/lib/core/contract";
import type { Page } from "@/lib/core/page";
import type { listAppRuns as listContract, Run } from "@/lib/runs/contract";
import { getRunOfApp, listRunsOfApp } from "@/lib/runs/service";
import { getApp } from "./lifecycle";

/** Newest first. */
export async function listAppRuns(
  ctx: Context,
  id: string,
  query: Input<typeof listContract>["query"],
): Promise<Page<Run>> {
  return listRunsOfApp(ctx, await getApp(ctx, id), query);
}

/** A run of another app does not exist here. */
export async function getAppRun(ctx: Context, id: string, runId: string): Promise<Run> {
  return getRunOfApp(ctx, await getApp(ctx, id), runId);
}
