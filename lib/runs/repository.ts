import "server-only";
import type { Scope } from "@/lib/auth/scope";
import type { Input } from "@/lib/core/contract";
import { notFound } from "@/lib/core/errors";
import { type Page, toPage, window } from "@/lib/core/page";
import type { RunWhereInput } from "@/lib/db/generated/models";
import { type listAppRuns, type Run, RunError } from "./contract";

const shown = {
  id: true,
  appId: true,
  workflowId: true,
  workflowVersionId: true,
  traceId: true,
  status: true,
  startedAt: true,
  endedAt: true,
  input: true,
  output: true,
  error: true,
  userId: true,
  sessionId: true,
} as const;

/** Newest first. */
export async function list(
  { db, projectId }: Scope,
  appId: string,
  query: Input<typeof listAppRuns>["query"],
): Promise<Page<Run>> {
  const where: RunWhereInput = {
    appId,
    projectId,
    ...(query.status && { status: { in: [query.status].flat() } }),
    ...(query.user_id && { userId: query.user_id }),
    ...(query.session_id && { sessionId: query.session_id }),
  };
  const [rows, count] = await Promise.all([
    db.run.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: shown, ...window(query) }),
    db.run.count({ where, take: COUNT_MAX }),
  ]);
  return toPage(rows.map(toRun), query, count);
}

/** How far a list counts. */
const COUNT_MAX = 10_000;

export async function get({ db, projectId }: Scope, appId: string, id: string): Promise<Run> {
  const row = await db.run.findFirst({ where: { id, appId, projectId }, select: shown });
  if (!row) throw notFound("Run");
  return toRun(row);
}

type Row = {
  id: string;
  appId: string | null;
  workflowId: string | null;
  workflowVersionId: string | null;
  traceId: string;
  status: Run["status"];
  startedAt: Date | null;
  endedAt: Date | null;
  input: unknown;
  output: unknown;
  error: unknown;
  userId: string | null;
  sessionId: string | null;
};

const toRun = (row: Row): Run => ({
  id: row.id,
  app_id: row.appId,
  workflow_id: row.workflowId,
  workflow_version_id: row.workflowVersionId,
  trace_id: row.traceId,
  status: row.status,
  started_at: row.startedAt?.toISOString() ?? null,
  ended_at: row.endedAt?.toISOString() ?? null,
  input: row.input as Run["input"],
  output: row.output as Run["output"],
  error: row.error === null ? null : RunError.parse(row.error),
  user_id: row.userId,
  session_id: row.sessionId,
});
