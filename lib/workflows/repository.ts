import "server-only";
import { userIdOf } from "@/lib/auth/context";
import type { Scope } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import { conflict, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/fields";
import { type Page, toPage, window } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { isDuplicate, isReferenced } from "@/lib/db/failures";
import type { WorkflowWhereInput } from "@/lib/db/generated/models";
import { asJson } from "@/lib/db/json";
import { authorsOf } from "@/lib/people/authors";
import { connectionsUsed } from "./connections-used";
import {
  FlowDocument,
  FlowUi,
  type listWorkflows,
  type Workflow,
  type WorkflowDocument,
  type WorkflowSummary,
  type WorkflowVersion,
  type WorkflowVersionSummary,
} from "./contract";

/** Version number under which the connections of a workflow's current graph are kept. */
const CURRENT = 0;

const summary = {
  id: true,
  name: true,
  description: true,
  status: true,
  projectId: true,
  latestVersion: true,
  createdAt: true,
  createdById: true,
  updatedAt: true,
  updatedById: true,
  versions: { orderBy: { version: "desc" }, take: 1, select: { id: true } },
} as const;

const versionSummary = {
  id: true,
  workflowId: true,
  version: true,
  description: true,
  createdAt: true,
  createdById: true,
  archivedAt: true,
} as const;

/** The project a workflow belongs to, or null where there is no such workflow. */
export async function projectOf(id: string): Promise<string | null> {
  const row = await db().workflow.findUnique({ where: { id }, select: { projectId: true } });
  return row?.projectId ?? null;
}

export async function list(scope: Scope, query: Input<typeof listWorkflows>["query"]): Promise<Page<WorkflowSummary>> {
  const where: WorkflowWhereInput = {
    projectId: scope.projectId,
    status: query.status ?? { not: "archived" },
    ...(query.search && { name: { contains: query.search, mode: "insensitive" } }),
  };
  const orderBy = query.sort.map(([field, direction]) => ({ [SORTED[field]]: direction }));
  const [rows, count] = await Promise.all([
    scope.db.workflow.findMany({ where, orderBy: [...orderBy, { id: "desc" }], select: summary, ...window(query) }),
    scope.db.workflow.count({ where }),
  ]);
  return toPage(await toSummaries(rows), query, count);
}

const SORTED = { name: "name", created_at: "createdAt", updated_at: "updatedAt" } as const;

export async function get(scope: Scope, id: string): Promise<Workflow> {
  const row = await scope.db.workflow.findFirst({
    where: { id, projectId: scope.projectId },
    select: { ...summary, flow: true, flowUi: true },
  });
  if (!row) throw notFound("Workflow");
  const [head] = await toSummaries([row]);
  if (!head) throw notFound("Workflow");
  return { ...head, flow: FlowDocument.parse(row.flow), flow_ui: FlowUi.parse(row.flowUi) };
}

/** @throws AppError `conflict` where the project already has a workflow of that name. */
export async function insert(
  scope: Scope,
  { name, description, document }: { name: string; description: string; document: WorkflowDocument },
): Promise<string> {
  const by = userIdOf(scope);
  const data = {
    projectId: scope.projectId,
    name,
    description,
    flow: asJson(document.flow),
    flowUi: asJson(document.flow_ui),
    createdById: by,
    updatedById: by,
  };
  const row = await translating(name, () => scope.db.workflow.create({ data, select: { id: true } }));
  await keepConnections(scope, row.id, CURRENT, document);
  return row.id;
}

/** @throws AppError `conflict` where the project already has a workflow of that name. */
export async function rename(
  scope: Scope,
  id: string,
  { name, description }: { name?: string | undefined; description?: string | undefined },
): Promise<void> {
  const data = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    updatedById: userIdOf(scope),
  };
  await translating(name ?? "", () => scope.db.workflow.update({ where: { id }, data, select: { id: true } }));
}

/** What a save must know of a workflow; its row stays locked until the transaction ends. */
export async function lock(
  scope: Scope,
  id: string,
): Promise<{ status: WorkflowSummary["status"]; latestVersion: number; updatedAt: Date }> {
  await scope.db.$queryRaw`select 1 from workflow where id = ${id}::uuid for update`;
  return scope.db.workflow.findUniqueOrThrow({
    where: { id },
    select: { status: true, latestVersion: true, updatedAt: true },
  });
}

/** Makes the graph the workflow's current one. */
export async function keepDraft(scope: Scope, id: string, document: WorkflowDocument): Promise<void> {
  await scope.db.workflow.update({
    where: { id },
    data: { flow: asJson(document.flow), flowUi: asJson(document.flow_ui), updatedById: userIdOf(scope) },
    select: { id: true },
  });
  await keepConnections(scope, id, CURRENT, document);
}

/** Adds a version and makes it the latest. Call it with the workflow's row locked. */
export async function insertVersion(
  scope: Scope,
  id: string,
  { version, description, document }: { version: number; description: string; document: WorkflowDocument },
): Promise<void> {
  const by = userIdOf(scope);
  const flow = asJson(document.flow);
  const flowUi = asJson(document.flow_ui);
  await scope.db.workflowVersion.create({
    data: { workflowId: id, version, description, flow, flowUi, createdById: by },
    select: { id: true },
  });
  await scope.db.workflow.update({
    where: { id },
    data: { flow, flowUi, latestVersion: version, status: "released", updatedById: by },
    select: { id: true },
  });
  await keepConnections(scope, id, version, document);
  await keepConnections(scope, id, CURRENT, document);
}

export async function listVersions(
  scope: Scope,
  workflowId: string,
  page: { page: number; page_size: number },
): Promise<Page<WorkflowVersionSummary>> {
  const where = { workflowId, workflow: { projectId: scope.projectId } };
  const [rows, count] = await Promise.all([
    scope.db.workflowVersion.findMany({ where, orderBy: { version: "desc" }, select: versionSummary, ...window(page) }),
    scope.db.workflowVersion.count({ where }),
  ]);
  return toPage(await toVersions(rows), page, count);
}

/** A version of this workflow: one of another workflow does not exist here. */
export async function getVersion(scope: Scope, workflowId: string, versionId: string): Promise<WorkflowVersion> {
  const row = isId(versionId)
    ? await scope.db.workflowVersion.findFirst({
        where: { id: versionId, workflowId, workflow: { projectId: scope.projectId } },
        select: { ...versionSummary, flow: true, flowUi: true },
      })
    : null;
  if (!row) throw notFound("Version");
  const [head] = await toVersions([row]);
  if (!head) throw notFound("Version");
  return { ...head, flow: FlowDocument.parse(row.flow), flow_ui: FlowUi.parse(row.flowUi) };
}

/** Archives a version: its connections may then be deleted. */
export async function archiveVersion(scope: Scope, { id, workflow_id, version }: WorkflowVersion): Promise<void> {
  await scope.db.workflowVersion.update({ where: { id }, data: { archivedAt: new Date() }, select: { id: true } });
  await scope.db.workflowConnection.deleteMany({ where: { workflowId: workflow_id, version } });
}

export async function setStatus(scope: Scope, id: string, status: WorkflowSummary["status"]): Promise<void> {
  await scope.db.workflow.update({
    where: { id },
    data: { status, updatedById: userIdOf(scope) },
    select: { id: true },
  });
}

/** @throws AppError `conflict` where an app serves one of its versions. */
export async function remove(scope: Scope, id: string): Promise<void> {
  try {
    await scope.db.workflowConnection.deleteMany({ where: { workflowId: id } });
    await scope.db.workflow.delete({ where: { id }, select: { id: true } });
  } catch (error) {
    if (isReferenced(error))
      throw conflict("An app serves this workflow. Delete the app first, or archive the workflow.", error);
    throw error;
  }
}

/** Names of the apps, archived ones too, that serve a workflow or one version of it. */
export async function appsServing(
  { db, projectId }: Scope,
  { workflowId, workflowVersionId }: { workflowId?: string; workflowVersionId?: string },
): Promise<{ name: string }[]> {
  return db.app.findMany({
    where: {
      projectId,
      ...(workflowId !== undefined && { workflowId }),
      ...(workflowVersionId !== undefined && { latestDeployment: { workflowVersionId } }),
    },
    select: { name: true },
    orderBy: { name: "asc" },
  });
}

/** Those of the ids that are connections of the project, by id. */
export async function connectionsNamed(
  { db, projectId }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; type: string }>> {
  const known = [...new Set(ids)].filter(isId);
  if (known.length === 0) return new Map();
  const rows = await db.connection.findMany({
    where: { projectId, id: { in: known } },
    select: { id: true, name: true, type: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Every connection of the project: what an import may match by name and type. */
export async function connectionsOf({
  db,
  projectId,
}: Scope): Promise<{ id: string; name: string; type: string; config: unknown }[]> {
  return db.connection.findMany({
    where: { projectId },
    select: { id: true, name: true, type: true, config: true },
    orderBy: { name: "asc" },
  });
}

async function keepConnections(
  scope: Scope,
  workflowId: string,
  version: number,
  { flow }: WorkflowDocument,
): Promise<void> {
  const ids = [...new Set(connectionsUsed(flow).map(({ connectionId }) => connectionId))].filter(isId);
  await scope.db.workflowConnection.deleteMany({ where: { workflowId, version } });
  if (ids.length === 0) return;
  await scope.db.workflowConnection.createMany({
    data: ids.map((connectionId) => ({ workflowId, connectionId, version })),
  });
}

async function translating<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) throw conflict(`This project already has a workflow named “${name}”.`, error);
    throw error;
  }
}

type SummaryRow = {
  id: string;
  name: string;
  description: string;
  status: WorkflowSummary["status"];
  projectId: string;
  latestVersion: number;
  createdAt: Date;
  createdById: string | null;
  updatedAt: Date;
  updatedById: string | null;
  versions: { id: string }[];
};

async function toSummaries(rows: readonly SummaryRow[]): Promise<WorkflowSummary[]> {
  const authors = await authorsOf(rows.flatMap((row) => [row.createdById, row.updatedById]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    project_id: row.projectId,
    latest_version: row.latestVersion === 0 ? null : row.latestVersion,
    latest_version_id: row.versions[0]?.id ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: authors.get(row.createdById ?? "") ?? null,
    updated_at: row.updatedAt.toISOString(),
    updated_by: authors.get(row.updatedById ?? "") ?? null,
  }));
}

type VersionRow = {
  id: string;
  workflowId: string;
  version: number;
  description: string;
  createdAt: Date;
  createdById: string | null;
  archivedAt: Date | null;
};

async function toVersions(rows: readonly VersionRow[]): Promise<WorkflowVersionSummary[]> {
  const authors = await authorsOf(rows.map((row) => row.createdById));
  return rows.map((row) => ({
    id: row.id,
    workflow_id: row.workflowId,
    version: row.version,
    description: row.description,
    created_at: row.createdAt.toISOString(),
    created_by: authors.get(row.createdById ?? "") ?? null,
    archived_at: row.archivedAt?.toISOString() ?? null,
  }));
}
