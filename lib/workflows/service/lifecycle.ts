import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, transaction } from "@/lib/auth/scope";
import { conflict } from "@/lib/core/errors";
import type { WorkflowSummary, WorkflowVersionSummary } from "../contract";
import * as workflows from "../repository";

/** Archives a workflow: it leaves the list, its apps keep running. */
export async function archiveWorkflow(ctx: Context, id: string): Promise<WorkflowSummary> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  await workflows.setStatus(scope, id, "archived");
  return workflows.get(scope, id);
}

export async function unarchiveWorkflow(ctx: Context, id: string): Promise<WorkflowSummary> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  return transaction(scope, async (scope) => {
    const { latestVersion } = await workflows.lock(scope, id);
    await workflows.setStatus(scope, id, latestVersion > 0 ? "released" : "draft");
    return workflows.get(scope, id);
  });
}

/** @throws AppError `conflict` naming the apps that serve it. */
export async function deleteWorkflow(ctx: Context, id: string): Promise<void> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  const apps = await workflows.appsServing(scope, { workflowId: id });
  if (apps.length > 0)
    throw conflict(
      `Served by ${apps.map(({ name }) => `“${name}”`).join(", ")}. Delete the app first, or archive the workflow.`,
    );
  await transaction(scope, (scope) => workflows.remove(scope, id));
}

/** @throws AppError `conflict` where it is the latest, or an app serves it. */
export async function archiveWorkflowVersion(
  ctx: Context,
  id: string,
  versionId: string,
): Promise<WorkflowVersionSummary> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  return transaction(scope, async (scope) => {
    const { latestVersion } = await workflows.lock(scope, id);
    const version = await workflows.getVersion(scope, id, versionId);
    if (version.version === latestVersion) throw conflict("The latest version cannot be archived.");
    const apps = await workflows.appsServing(scope, { workflowVersionId: versionId });
    if (apps.length > 0)
      throw conflict(
        `Served by ${apps.map(({ name }) => `“${name}”`).join(", ")}. Deploy another version there first.`,
      );
    await workflows.archiveVersion(scope, version);
    return workflows.getVersion(scope, id, versionId);
  });
}
