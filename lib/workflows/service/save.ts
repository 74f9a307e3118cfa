import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, type Scope, transaction } from "@/lib/auth/scope";
import { AppError, badRequest, conflict } from "@/lib/core/errors";
import { refuseFaults } from "../check";
import type {
  CreateWorkflow,
  DuplicateWorkflow,
  FlowDocument,
  FlowUi,
  SaveDraft,
  SaveWorkflow,
  UpdateWorkflow,
  Workflow,
  WorkflowDocument,
} from "../contract";
import { layOut } from "../flow-ui";
import { newFlow } from "../new-flow";
import * as workflows from "../repository";

type SaveOptions = { readonly lenient: boolean };

/** A graph with a place for each node, whether or not its sender gave a layout. */
const toDocument = (flow: FlowDocument, ui: FlowUi | undefined): WorkflowDocument => ({
  flow,
  flow_ui: layOut(flow, ui ?? null),
});

/**
 * Creates a workflow as a draft: of Input and Output alone, or of the graph sent.
 *
 * @throws AppError `bad_request` where a node has faults, unless `lenient`: a draft may keep them. What the whole
 * still lacks is no fault yet: the Dynamiq CLI begins with an Input alone.
 */
export async function createWorkflow(ctx: Context, input: CreateWorkflow, { lenient }: SaveOptions): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", input.project_id);
  if (input.flow && !lenient) await refuseFaults(scope, input.flow, { lenient, isUnfinished: true });
  const document = toDocument(input.flow ?? newFlow(crypto.randomUUID()), input.flow_ui);
  return transaction(scope, async (scope) => {
    const id = await workflows.insert(scope, { name: input.name, description: input.description, document });
    return workflows.get(scope, id);
  });
}

/** Renames or describes a workflow. */
export async function updateWorkflow(
  ctx: Context,
  id: string,
  { name, description }: UpdateWorkflow,
): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  await workflows.rename(scope, id, { name, description });
  return workflows.get(scope, id);
}

/**
 * Saves the graph as the next version; a draft's first one releases it.
 *
 * @throws AppError `bad_request` naming node, field and fault; `conflict` where somebody saved a version
 * after the one this edit began from, naming who and when.
 */
export async function saveWorkflow(
  ctx: Context,
  id: string,
  input: SaveWorkflow,
  { lenient }: SaveOptions,
): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  await refuseFaults(scope, input.flow, { lenient });
  return saveNext(scope, id, input);
}

/** The first save of a draft. @throws AppError `conflict` where it has been released before. */
export async function releaseWorkflow(
  ctx: Context,
  id: string,
  input: SaveWorkflow,
  options: SaveOptions,
): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  await refuseFaults(scope, input.flow, options);
  return saveNext(scope, id, { ...input, base_version: 0 });
}

/**
 * Keeps the graph of a draft, faults and all.
 *
 * @throws AppError `conflict` once the workflow has versions, and where somebody changed the draft after this edit began.
 */
export async function saveDraft(ctx: Context, id: string, input: SaveDraft): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  return transaction(scope, async (scope) => {
    const { latestVersion, updatedAt } = await workflows.lock(scope, id);
    if (latestVersion > 0) throw conflict("This workflow has versions: save the graph as the next one.");
    if (input.base_updated_at !== undefined && Date.parse(input.base_updated_at) !== updatedAt.getTime()) {
      const { updated_by: by } = await workflows.get(scope, id);
      throw new AppError("conflict", `${by?.name ?? "Somebody"} changed this draft while you were editing it.`, {
        details: { base_updated_at: "is no longer the latest change" },
      });
    }
    if (input.name !== undefined) await workflows.rename(scope, id, { name: input.name });
    await workflows.keepDraft(scope, id, toDocument(input.flow, input.flow_ui));
    return workflows.get(scope, id);
  });
}

/** Saves an earlier version's graph as the next version. */
export async function restoreWorkflowVersion(ctx: Context, id: string, versionId: string): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  const { flow, flow_ui, version } = await workflows.getVersion(scope, id, versionId);
  await refuseFaults(scope, flow, { lenient: true });
  return saveNext(scope, id, { flow, flow_ui, description: `Restored from v${version}` });
}

/** “Save as new”: a draft from the graph sent, or else from the latest. */
export async function duplicateWorkflow(ctx: Context, id: string, input: DuplicateWorkflow): Promise<Workflow> {
  const scope = await authorize(ctx, "workflows:write", await workflows.projectOf(id), "Workflow");
  const original = await workflows.get(scope, id);
  const flow = { ...(input.flow ?? original.flow), id: crypto.randomUUID() };
  const document = toDocument(flow, input.flow ? input.flow_ui : original.flow_ui);
  return transaction(scope, async (scope) => {
    const copy = await workflows.insert(scope, { name: input.name, description: original.description, document });
    return workflows.get(scope, copy);
  });
}

async function saveNext(scope: Scope, id: string, input: SaveWorkflow): Promise<Workflow> {
  return transaction(scope, async (scope) => {
    const { status, latestVersion } = await workflows.lock(scope, id);
    if (status === "archived") throw badRequest("This workflow is archived. Bring it back before you save a version.");
    if (input.base_version !== undefined && input.base_version !== latestVersion) {
      throw await newerVersion(scope, id, input.base_version);
    }
    if (input.name !== undefined) await workflows.rename(scope, id, { name: input.name });
    const document = toDocument(input.flow, input.flow_ui);
    await workflows.insertVersion(scope, id, { version: latestVersion + 1, description: input.description, document });
    return workflows.get(scope, id);
  });
}

async function newerVersion(scope: Scope, id: string, base: number): Promise<AppError> {
  const { items } = await workflows.listVersions(scope, id, { page: 1, page_size: 1 });
  const [latest] = items;
  const by = latest?.created_by?.name || latest?.created_by?.email || "somebody";
  return new AppError(
    "conflict",
    `${by} saved v${latest?.version} at ${latest?.created_at} while you were editing v${base}. Look at it, then save over it or save yours as new.`,
    { details: { base_version: `v${latest?.version} is the latest now` } },
  );
}
