import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, type Scope, transaction } from "@/lib/auth/scope";
import { badRequest, conflict, notFound } from "@/lib/core/errors";
import type { Page, PageQuery } from "@/lib/core/page";
import type { WorkflowVersion } from "@/lib/workflows/contract";
import { getWorkflow, getWorkflowVersion } from "@/lib/workflows/service";
import type { App, DeployApp, Deployment } from "../contract";
import { forgetApp } from "../deployed";
import * as apps from "../repository";

/**
 * Puts a version on an app: the latest of its workflow, where none is named. Callers see the old one until the
 * transaction ends and the new one after it. Two at once follow one another; the later answers.
 *
 * @throws AppError `bad_request` where the workflow has no version yet, `conflict` where the version is archived.
 */
export async function deployApp(ctx: Context, id: string, input: DeployApp): Promise<App> {
  const scope = await authorize(ctx, "apps:write", await apps.projectOf(id), "App");
  const { workflow_id } = await apps.get(scope, id);
  const version = await versionToDeploy(scope, input.workflow_id ?? workflow_id, input.workflow_version_id);
  const app = await transaction(scope, async (scope) => {
    await apps.lock(scope, id);
    await serveVersion(scope, id, version);
    return apps.get(scope, id);
  });
  forgetApp(id);
  return app;
}

/** Newest first. */
export async function listDeployments(ctx: Context, id: string, page: PageQuery): Promise<Page<Deployment>> {
  const scope = await authorize(ctx, "apps:read", await apps.projectOf(id), "App");
  return apps.listDeployments(scope, id, page);
}

/** The version that is to be deployed, of a workflow of the scope's project. */
export async function versionToDeploy(
  scope: Scope,
  workflowId: string,
  versionId: string | null | undefined,
): Promise<WorkflowVersion> {
  const workflow = await getWorkflow(scope, workflowId);
  // One that the caller may see, but in another project: the app's connections are not there.
  if (workflow.project_id !== scope.projectId) throw notFound("Workflow");
  const id = versionId ?? workflow.latest_version_id;
  if (id === null) {
    throw badRequest("This workflow has no version yet. Save it first, then deploy.", {
      workflow_id: "has no version yet",
    });
  }
  const version = await getWorkflowVersion(scope, workflowId, id);
  if (version.archived_at !== null) throw conflict(`Version ${version.version} is archived. Deploy another one.`);
  return version;
}

/** For use inside a transaction, with the app's row locked. */
export async function serveVersion(scope: Scope, appId: string, version: WorkflowVersion): Promise<void> {
  await apps.holdVersion(scope, version.workflow_id, version.id);
  const deploymentId = await apps.insertDeployment(scope, appId, version.id);
  await apps.serve(scope, appId, deploymentId, version.workflow_id);
}
