import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import type { Input, Result } from "@/lib/core/contract";
import type { PageQuery } from "@/lib/core/page";
import { check } from "../check";
import type * as contract from "../contract";
import * as workflows from "../repository";
import { toProblem } from "./problem";

/** A project's workflows; archived ones only where asked for. */
export async function listWorkflows(
  ctx: Context,
  query: Input<typeof contract.listWorkflows>["query"],
): Promise<Result<typeof contract.listWorkflows>> {
  const scope = await authorize(ctx, "workflows:read", query.project_id);
  return workflows.list(scope, query);
}

/** A workflow at its latest version, or its draft. */
export async function getWorkflow(ctx: Context, id: string): Promise<contract.Workflow> {
  const scope = await authorize(ctx, "workflows:read", await workflows.projectOf(id), "Workflow");
  return workflows.get(scope, id);
}

/** Newest first. */
export async function listWorkflowVersions(
  ctx: Context,
  id: string,
  page: PageQuery,
): Promise<Result<typeof contract.listWorkflowVersions>> {
  const scope = await authorize(ctx, "workflows:read", await workflows.projectOf(id), "Workflow");
  return workflows.listVersions(scope, id, page);
}

export async function getWorkflowVersion(
  ctx: Context,
  id: string,
  versionId: string,
): Promise<contract.WorkflowVersion> {
  const scope = await authorize(ctx, "workflows:read", await workflows.projectOf(id), "Workflow");
  return workflows.getVersion(scope, id, versionId);
}

/** Says what is wrong with a graph. Without a project its connections are not looked at. Nothing is run. */
export async function validateWorkflow(
  ctx: Context,
  { flow, project_id }: contract.ValidateWorkflow,
): Promise<contract.Validation> {
  const scope = project_id === undefined ? null : await authorize(ctx, "workflows:read", project_id);
  const problems = await check(scope, flow, { lenient: false });
  const errors = problems.filter(({ severity }) => severity === "error").map(toProblem);
  const warnings = problems.filter(({ severity }) => severity === "warning").map(toProblem);
  return { valid: errors.length === 0, errors, warnings };
}
