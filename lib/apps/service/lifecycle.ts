import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, authorizeAll, transaction } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import type { Page } from "@/lib/core/page";
import type { App, CreateApp, listApps as listAppsContract, UpdateApp } from "../contract";
import { forgetApp } from "../deployed";
import * as apps from "../repository";
import { serveVersion, versionToDeploy } from "./deployments";

/** Apps by name: of one project, or of every project the caller may see. Archived ones only where asked for. */
export async function listApps(ctx: Context, query: Input<typeof listAppsContract>["query"]): Promise<Page<App>> {
  const scopes = query.project_id
    ? [await authorize(ctx, "apps:read", query.project_id)]
    : await authorizeAll(ctx, "apps:read");
  return apps.list(scopes, query);
}

export async function getApp(ctx: Context, id: string): Promise<App> {
  const scope = await authorize(ctx, "apps:read", await apps.projectOf(id), "App");
  return apps.get(scope, id);
}

/**
 * Makes an app with its first deployment.
 * @throws AppError `conflict` where the project has an app of that name, `bad_request` where the workflow has no version.
 */
export async function createApp(ctx: Context, input: CreateApp): Promise<App> {
  const scope = await authorize(ctx, "apps:write", input.project_id);
  const version = await versionToDeploy(scope, input.workflow_id, input.workflow_version_id);
  return transaction(scope, async (scope) => {
    const id = await apps.insert(scope, input);
    await serveVersion(scope, id, version);
    return apps.get(scope, id);
  });
}

/** @throws AppError `conflict` where the project has another app of that name. */
export async function updateApp(ctx: Context, id: string, change: UpdateApp): Promise<App> {
  const scope = await authorize(ctx, "apps:write", await apps.projectOf(id), "App");
  await apps.update(scope, id, change);
  forgetApp(id);
  return apps.get(scope, id);
}

/** It answers no more, and keeps what it recorded. Runs under way go on. */
export async function archiveApp(ctx: Context, id: string): Promise<App> {
  return setArchived(ctx, id, true);
}

export async function unarchiveApp(ctx: Context, id: string): Promise<App> {
  return setArchived(ctx, id, false);
}

async function setArchived(ctx: Context, id: string, isArchived: boolean): Promise<App> {
  const scope = await authorize(ctx, "apps:write", await apps.projectOf(id), "App");
  await apps.setArchived(scope, id, isArchived);
  forgetApp(id);
  return apps.get(scope, id);
}

/** Deletes an app with its deployments, runs and traces. It stops answering first. */
export async function deleteApp(ctx: Context, id: string): Promise<void> {
  const scope = await authorize(ctx, "apps:write", await apps.projectOf(id), "App");
  await apps.setArchived(scope, id, true);
  forgetApp(id);
  await apps.remove(scope, id);
}
