import "server-only";
import { userIdOf } from "@/lib/auth/context";
import type { Scope } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import { conflict, notFound } from "@/lib/core/errors";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { isDuplicate } from "@/lib/db/failures";
import type { AppWhereInput } from "@/lib/db/generated/models";
import { asJson } from "@/lib/db/json";
import { authorsOf } from "@/lib/people/authors";
import { addressOf } from "./address";
import { type App, type CreateApp, type Deployment, DeploymentConfig, type listApps, type UpdateApp } from "./contract";
import { RUNTIME } from "./runtime";

const shown = {
  id: true,
  name: true,
  description: true,
  projectId: true,
  workflowId: true,
  accessType: true,
  deploymentConfig: true,
  latestDeploymentId: true,
  createdAt: true,
  createdById: true,
  updatedAt: true,
  updatedById: true,
  archivedAt: true,
  archivedById: true,
  workflow: { select: { id: true, name: true } },
  latestDeployment: { select: { workflowVersion: { select: { id: true, version: true, description: true } } } },
} as const;

/** The project an app belongs to, or null where there is no such app. */
export async function projectOf(id: string): Promise<string | null> {
  const row = await db().app.findUnique({ where: { id }, select: { projectId: true } });
  return row?.projectId ?? null;
}

/** Apps of all the scopes' projects, by name. */
export async function list(scopes: readonly Scope[], query: Input<typeof listApps>["query"]): Promise<Page<App>> {
  const where: AppWhereInput = {
    projectId: { in: scopes.map(({ projectId }) => projectId) },
    latestDeploymentId: { not: null },
    ...(query.workflow_id && { workflowId: query.workflow_id }),
    ...(query.search && { name: { contains: query.search, mode: "insensitive" } }),
    ...(query.archived ? { archivedAt: { not: null } } : query.include_archived ? {} : { archivedAt: null }),
  };
  const [rows, count] = await Promise.all([
    db().app.findMany({ where, orderBy: [{ name: "asc" }, { id: "asc" }], select: shown, ...window(query) }),
    db().app.count({ where }),
  ]);
  return toPage(await toApps(rows), query, count);
}

export async function get({ db, projectId }: Scope, id: string): Promise<App> {
  const row = await db.app.findFirst({ where: { id, projectId }, select: shown });
  const [app] = row ? await toApps([row]) : [];
  if (!app) throw notFound("App");
  return app;
}

/** Without a deployment yet. @throws AppError `conflict` where the project has an app of that name. */
export async function insert(scope: Scope, input: CreateApp): Promise<string> {
  const by = userIdOf(scope);
  const data = {
    projectId: scope.projectId,
    name: input.name,
    description: input.description,
    workflowId: input.workflow_id,
    accessType: input.access_control.access_type,
    deploymentConfig: asJson(input.deployment_config),
    createdById: by,
    updatedById: by,
  };
  const row = await translating(input.name, () => scope.db.app.create({ data, select: { id: true } }));
  return row.id;
}

/** @throws AppError `conflict` where the project has another app of that name. */
export async function update(scope: Scope, id: string, change: UpdateApp): Promise<void> {
  const data = {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.description !== undefined && { description: change.description }),
    ...(change.access_control && { accessType: change.access_control.access_type }),
    updatedById: userIdOf(scope),
  };
  await translating(change.name ?? "", () =>
    scope.db.app.update({ where: { id, projectId: scope.projectId }, data, select: { id: true } }),
  );
}

export async function setArchived(scope: Scope, id: string, isArchived: boolean): Promise<void> {
  await scope.db.app.updateMany({
    where: { id, projectId: scope.projectId, archivedAt: isArchived ? null : { not: null } },
    data: { archivedAt: isArchived ? new Date() : null, archivedById: isArchived ? userIdOf(scope) : null },
  });
}

/** Its row stays locked until the transaction ends, so deployments follow one another. @throws AppError `not_found` */
export async function lock(scope: Scope, id: string): Promise<{ workflowId: string }> {
  await scope.db.$queryRaw`select 1 from app where id = ${id}::uuid for update`;
  const row = await scope.db.app.findFirst({
    where: { id, projectId: scope.projectId },
    select: { workflowId: true },
  });
  if (!row) throw notFound("App");
  return row;
}

/**
 * Keeps a version from being archived until the transaction ends.
 * @throws AppError `conflict` where it is archived by now.
 */
export async function holdVersion({ db }: Scope, workflowId: string, versionId: string): Promise<void> {
  await db.$queryRaw`select 1 from workflow where id = ${workflowId}::uuid for share`;
  const version = await db.workflowVersion.findUnique({ where: { id: versionId }, select: { archivedAt: true } });
  if (!version || version.archivedAt) throw conflict("This version was archived just now. Deploy another one.");
}

/** Has a deployment answer the app's calls from the end of the transaction on. */
export async function serve(scope: Scope, id: string, deploymentId: string, workflowId: string): Promise<void> {
  await scope.db.app.update({
    where: { id },
    data: { latestDeploymentId: deploymentId, workflowId, updatedById: userIdOf(scope) },
    select: { id: true },
  });
}

/** Adds a line to an app's history. Call it with the app's row locked: its time is the order of the history. */
export async function insertDeployment(scope: Scope, appId: string, workflowVersionId: string): Promise<string> {
  const row = await scope.db.deployment.create({
    data: { appId, workflowVersionId, createdById: userIdOf(scope), startedAt: new Date() },
    select: { id: true },
  });
  return row.id;
}

/** Newest first. */
export async function listDeployments(
  { db, projectId }: Scope,
  appId: string,
  page: PageQuery,
): Promise<Page<Deployment>> {
  const where = { appId, app: { projectId } };
  const [rows, count] = await Promise.all([
    db.deployment.findMany({
      where,
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      select: {
        id: true,
        status: true,
        startedAt: true,
        createdById: true,
        workflowVersion: { select: { id: true, version: true, description: true } },
        latestOf: { select: { id: true } },
      },
      ...window(page),
    }),
    db.deployment.count({ where }),
  ]);
  const authors = await authorsOf(rows.map(({ createdById }) => createdById));
  const items = rows.map((row) => ({
    id: row.id,
    status: row.status,
    is_current: row.latestOf !== null,
    started_at: row.startedAt.toISOString(),
    workflow_version: row.workflowVersion,
    runtime: RUNTIME,
    created_by: authors.get(row.createdById ?? "") ?? null,
  }));
  return toPage(items, page, count);
}

/** Rows one statement deletes, so that none holds locks for long. */
const SWEEP_ROWS = 2000;

/** Deletes an app with all it recorded. What it recorded goes first: a deletion cut off half-way can be repeated. */
export async function remove({ db, projectId }: Scope, id: string): Promise<void> {
  for (;;) {
    const traces = await db.$executeRaw`
      with gone as (delete from trace where id in (select id from trace where app_id = ${id}::uuid limit ${SWEEP_ROWS})
        returning id),
      lines as (delete from span using gone where span.trace_id = gone.id)
      select 1 from gone`;
    const runs = await db.$executeRaw`
      delete from run where id in (select id from run where app_id = ${id}::uuid limit ${SWEEP_ROWS})`;
    if (traces === 0 && runs === 0) break;
  }
  await db.app.deleteMany({ where: { id, projectId } });
}

type Row = NonNullable<Awaited<ReturnType<typeof findShown>>>;
const findShown = (id: string) => db().app.findFirst({ where: { id }, select: shown });

async function toApps(rows: readonly Row[]): Promise<App[]> {
  const authors = await authorsOf(
    rows.flatMap(({ createdById, updatedById, archivedById }) => [createdById, updatedById, archivedById]),
  );
  const author = (id: string | null) => authors.get(id ?? "") ?? null;
  return rows.flatMap((row) => {
    const version = row.latestDeployment?.workflowVersion;
    if (!version) return [];
    return {
      id: row.id,
      name: row.name,
      description: row.description,
      project_id: row.projectId,
      ...addressOf(row.id),
      runtime_id: RUNTIME.id,
      runtime: RUNTIME,
      workflow_id: row.workflowId,
      workflow_version_id: version.id,
      deployment_config: DeploymentConfig.parse(row.deploymentConfig),
      access_control: { access_type: row.accessType },
      latest_deployment_id: row.latestDeploymentId,
      workflow: row.workflow,
      workflow_version: version,
      created_at: row.createdAt.toISOString(),
      created_by: author(row.createdById),
      updated_at: row.updatedAt.toISOString(),
      updated_by: author(row.updatedById),
      archived_at: row.archivedAt?.toISOString() ?? null,
      archived_by: author(row.archivedById),
    };
  });
}

async function translating<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) throw conflict(`This project already has an app named “${name}”.`, error);
    throw error;
  }
}
