import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { badRequest, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/fields";
import { isObject, type Json } from "@/lib/core/json";
import { type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/client";
import { shared } from "@/lib/process/shared";
import type { Trace, TraceFilter, TraceRun, TraceSummary } from "./contract";

/** How far a list counts and pages. */
const COUNT_MAX = 10_000;
/** Among how many of the newest the filters without an index of their own look; text takes longer to look through. */
const WINDOW = { text: 2_500, figures: 10_000, succeeded: 20_000 } as const;
/** Bytes, as stored, from which a list shows only the beginning of an input or output. */
const LIST_VALUE_BYTES = 8_192;

/** Which traces a list is about. */
export type TraceSource = { readonly appId?: string; readonly sourceId?: string | undefined };

type Matching = {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Looked for among the newest, row by row: worth doing once, not for the count and for the page. */
  readonly isLooked: boolean;
};

const shortened = (column: string): string =>
  `case when pg_column_size(${column}) > ${LIST_VALUE_BYTES}
    then json_build_object('truncated', true, 'preview', left(${column}::text, 2000)) else ${column} end as ${column}`;

const SUMMARY_COLUMNS = `id, source_id, run_id, name, status, started_at, ended_at, duration_ms, ${shortened("input")},
  ${shortened("output")}, error, user_id, session_id, tags, prompt_tokens, completion_tokens, prompt_cost, completion_cost`;

/**
 * Newest first. `total_count` stops at 10,000, and no page reaches further; duration, tokens and text are looked for
 * among the newest that the other filters leave.
 *
 * @throws AppError `bad_request` for a page past the 10,000th trace.
 */
export async function list(scope: Scope, source: TraceSource, filter: TraceFilter): Promise<Page<TraceSummary>> {
  const skip = (filter.page - 1) * filter.page_size;
  if (skip >= COUNT_MAX) {
    throw badRequest("A list reaches 10,000 traces back. Narrow the time to see older ones.", {
      page: "reaches too far back",
    });
  }
  const matching = matchingTraces(scope, source, filter);
  const { count, ids } = await pageOf(matching, { skip, take: filter.page_size });
  const { rows } = await pool().query<SummaryRow>(
    `select ${SUMMARY_COLUMNS} from trace where project_id = $1 and id = any($2::uuid[])
     order by started_at desc, id desc`,
    [scope.projectId, ids],
  );
  return toPage(rows.map(toSummary), filter, count);
}

/** Ids and times of the traces that the filter leaves. Parts that choose an index stand in the text, not in a parameter. */
function matchingTraces({ projectId }: Scope, source: TraceSource, filter: TraceFilter): Matching {
  const values: unknown[] = [projectId];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const indexed: string[] = [];
  const looked: string[] = [];
  // An app's traces are its project's: named alone, the app leads to its own index. The project is checked outside.
  const isProjectWide = !source.appId || Boolean(filter.session_id || filter.user_id);
  if (isProjectWide) indexed.push("project_id = $1");
  if (source.appId) indexed.push(`app_id = ${given(source.appId)}`);
  if (source.sourceId) indexed.push(`source_id = ${given(source.sourceId)}`);
  if (filter["started_at:gte"]) indexed.push(`started_at >= ${given(filter["started_at:gte"])}`);
  if (filter["started_at:lte"]) indexed.push(`started_at <= ${given(filter["started_at:lte"])}`);
  if (filter.session_id) indexed.push(`session_id = ${given(filter.session_id)}`);
  if (filter.user_id) indexed.push(`user_id = ${given(filter.user_id)}`);
  if (filter.status) (filter.status === "succeeded" ? looked : indexed).push(`status = '${filter.status}'`);
  if (filter["duration_ms:gte"] !== undefined) looked.push(`duration_ms >= ${given(filter["duration_ms:gte"])}`);
  if (filter["total_tokens:gte"] !== undefined) {
    looked.push(`prompt_tokens + completion_tokens >= ${given(filter["total_tokens:gte"])}`);
  }
  const search = filter.search?.trim();
  if (search) {
    // As JSON writes it; in the collation that folds plain letters only, which is several times as fast.
    const pattern = given(
      `%${JSON.stringify(search)
        .slice(1, -1)
        .replace(/[\\%_]/g, "\\$&")}%`,
    );
    const holds = (column: string) => `${column} collate "C" ilike ${pattern}`;
    looked.push(`(${holds("name")} or ${holds("input::text")} or ${holds("output::text")})`);
  }
  const text = `select id, started_at from trace where ${indexed.join(" and ")}`;
  if (looked.length === 0) return { text, values, isLooked: false };
  // Nearly all succeed: the page is found at once, and only counting takes long.
  const isLooked = looked.length > 1 || filter.status !== "succeeded";
  const columns = `id, started_at, status, duration_ms, prompt_tokens, completion_tokens${search ? ", name, input, output" : ""}`;
  const newest = `select ${columns} from trace where ${indexed.join(" and ")} order by started_at desc, id desc
    limit ${search ? WINDOW.text : isLooked ? WINDOW.figures : WINDOW.succeeded}`;
  return {
    text: `select id, started_at from (${newest}) newest where ${looked.join(" and ")}`,
    values,
    isLooked,
  };
}

type Window = { readonly skip: number; readonly take: number };

async function pageOf(matching: Matching, window: Window): Promise<{ count: number; ids: readonly string[] }> {
  const page = `order by started_at desc, id desc offset ${window.skip} limit ${window.take}`;
  if (matching.isLooked) {
    const { rows } = await pool().query<{ count: string; ids: string[] }>(
      `with matching as materialized (${matching.text})
       select (select count(*) from matching) as count, array(select id from matching ${page}) as ids
       where $1::uuid is not null`,
      [...matching.values],
    );
    return { count: Number(rows[0]?.count ?? 0), ids: rows[0]?.ids ?? [] };
  }
  const [{ rows }, count] = await Promise.all([
    pool().query<{ id: string }>(`select id from (${matching.text}) matching where $1::uuid is not null ${page}`, [
      ...matching.values,
    ]),
    countOf(matching),
  ]);
  return { count, ids: rows.map(({ id }) => id) };
}

/** Milliseconds for which a count that reached its bound is believed: it will not fall below soon. */
const COUNT_TTL_MS = 30_000;

async function countOf({ text, values }: Matching): Promise<number> {
  const full = shared("trace-counts", () => new Map<string, number>());
  const key = JSON.stringify([text, values]);
  if ((full.get(key) ?? 0) > Date.now()) return COUNT_MAX;
  const { rows } = await pool().query<{ count: string }>(
    `select count(*) from (${text} order by started_at desc limit ${COUNT_MAX}) counted where $1::uuid is not null`,
    [...values],
  );
  const count = Number(rows[0]?.count ?? 0);
  if (count >= COUNT_MAX) {
    if (full.size > 1000) full.clear();
    full.set(key, Date.now() + COUNT_TTL_MS);
  }
  return count;
}

/** Where a trace is, or null where there is none. */
export async function placeOf(id: string): Promise<{ projectId: string; appId: string | null } | null> {
  if (!isId(id)) return null;
  const { rows } = await pool().query<{ project_id: string; app_id: string | null }>(
    "select project_id, app_id from trace where id = $1",
    [id],
  );
  return rows[0] ? { projectId: rows[0].project_id, appId: rows[0].app_id } : null;
}

export async function get({ projectId }: Scope, id: string): Promise<Trace> {
  const [traces, lines] = await Promise.all([
    pool().query<TraceRow>(
      `select trace.*, run.workflow_id, run.workflow_version_id
       from trace left join run on run.id = trace.run_id
       where trace.id = $1 and trace.project_id = $2`,
      [id, projectId],
    ),
    pool().query<SpanRow>("select * from span where trace_id = $1 and project_id = $2 order by sequence", [
      id,
      projectId,
    ]),
  ]);
  const row = traces.rows[0];
  if (!row) throw notFound("Trace");
  return {
    ...toSummary(row),
    workflow_id: row.workflow_id,
    workflow_version_id: row.workflow_version_id,
    runs: [...wholeLines(row), ...lines.rows.map(toLine)],
  };
}

type SummaryRow = {
  id: string;
  source_id: string;
  run_id: string | null;
  name: string;
  status: TraceSummary["status"];
  started_at: Date;
  ended_at: Date | null;
  duration_ms: number | null;
  input: Json;
  output: Json;
  error: Json;
  user_id: string | null;
  session_id: string | null;
  tags: string[] | null;
  prompt_tokens: number;
  completion_tokens: number;
  prompt_cost: string | null;
  completion_cost: string | null;
};

type TraceRow = SummaryRow & { workflow_id: string | null; workflow_version_id: string | null };

type SpanRow = {
  trace_id: string;
  id: string;
  parent_id: string | null;
  sequence: number;
  type: TraceRun["type"];
  name: string;
  status: TraceSummary["status"];
  input: Json;
  output: Json;
  error: Json;
  metadata: Json;
  executions: Json;
  started_at: Date;
  ended_at: Date | null;
};

function toSummary(row: SummaryRow): TraceSummary {
  const [prompt_cost, completion_cost] = [toDollars(row.prompt_cost), toDollars(row.completion_cost)];
  const total_cost =
    prompt_cost === null && completion_cost === null ? null : (prompt_cost ?? 0) + (completion_cost ?? 0);
  return {
    id: row.id,
    source_id: row.source_id,
    run_id: row.run_id,
    name: row.name,
    status: row.status,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    duration_ms: row.duration_ms,
    input: row.input as TraceSummary["input"],
    output: row.output as TraceSummary["output"],
    error: row.error as TraceSummary["error"],
    user_id: row.user_id,
    session_id: row.session_id,
    tags: row.tags ?? [],
    usage: {
      prompt_tokens: row.prompt_tokens,
      completion_tokens: row.completion_tokens,
      total_tokens: row.prompt_tokens + row.completion_tokens,
      prompt_cost,
      completion_cost,
      total_cost: total_cost === null ? null : Math.round(total_cost * 1e6) / 1e6,
    },
  };
}

/** Millionths of a dollar, as the database gives a bigint, in dollars. */
const toDollars = (micros: string | null): number | null => (micros === null ? null : Number(micros) / 1e6);

const toStatus = (status: TraceSummary["status"]): TraceRun["status"] => (status === "running" ? null : status);

/**
 * The lines of the workflow and of its flow, for a run of this instance: they say what the trace says, so they are
 * not stored. The nodes' lines hang from the flow's, whose id is the trace's.
 */
function wholeLines(row: TraceRow): TraceRun[] {
  if (row.run_id === null) return [];
  const line = {
    trace_id: row.id,
    status: toStatus(row.status),
    start_time: row.started_at.toISOString(),
    end_time: row.ended_at?.toISOString() ?? null,
    input: row.input as TraceRun["input"],
    output: row.output as TraceRun["output"],
    error: row.error as TraceRun["error"],
    executions: [],
  };
  const workflow = { id: row.workflow_id, version_id: row.workflow_version_id };
  return [
    {
      ...line,
      id: row.run_id,
      name: "Workflow",
      type: "workflow",
      parent_run_id: null,
      metadata: { workflow, path: [] },
    },
    { ...line, id: row.id, name: "Flow", type: "flow", parent_run_id: row.run_id, metadata: { path: [] } },
  ];
}

const toLine = (row: SpanRow): TraceRun => ({
  id: row.id,
  name: row.name,
  type: row.type,
  trace_id: row.trace_id,
  parent_run_id: row.parent_id,
  status: toStatus(row.status),
  start_time: row.started_at.toISOString(),
  end_time: row.ended_at?.toISOString() ?? null,
  input: row.input as TraceRun["input"],
  output: row.output as TraceRun["output"],
  error: row.error as TraceRun["error"],
  metadata: (isObject(row.metadata) ? row.metadata : {}) as TraceRun["metadata"],
  executions: (Array.isArray(row.executions) ? row.executions : []) as TraceRun["executions"],
});

/** Requests of one step of time. Times in milliseconds; costs in US dollars. */
export type Step = {
  readonly at: Date;
  readonly succeeded: number;
  readonly failed: number;
  readonly durationSum: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly promptCost: number;
  readonly completionCost: number;
};

/** A Monday, so that steps of a week begin on one. */
const ORIGIN = "2001-01-01T00:00:00Z";

/** An app's ended traces by steps of time, those without any left out, in order. `from` and `to` are inclusive. */
export async function steps(
  scope: Scope,
  { appId, from, to, seconds }: { appId: string; from: Date; to: Date; seconds: number },
): Promise<readonly Step[]> {
  const { rows } = await pool().query<Record<string, string> & { at: Date }>(
    `select date_bin(make_interval(secs => $5), started_at, '${ORIGIN}') as at,
       count(*) filter (where status = 'succeeded') as succeeded,
       count(*) filter (where status = 'failed') as failed,
       coalesce(sum(duration_ms) filter (where status in ('succeeded', 'failed')), 0) as duration_sum,
       sum(prompt_tokens) as prompt_tokens, sum(completion_tokens) as completion_tokens,
       coalesce(sum(prompt_cost), 0) as prompt_cost, coalesce(sum(completion_cost), 0) as completion_cost
     from trace
     where app_id = $1 and project_id = $2 and started_at >= $3 and started_at <= $4
     group by 1 order by 1`,
    [appId, scope.projectId, from, to, seconds],
  );
  return rows.map((row) => ({
    at: row.at,
    succeeded: Number(row.succeeded),
    failed: Number(row.failed),
    durationSum: Number(row.duration_sum),
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    promptCost: Number(row.prompt_cost) / 1e6,
    completionCost: Number(row.completion_cost) / 1e6,
  }));
}

/** Milliseconds below which 95 of 100 ended traces of an app stayed; null without any. */
export async function latencyP95(
  scope: Scope,
  { appId, from, to }: { appId: string; from: Date; to: Date },
): Promise<number | null> {
  const { rows } = await pool().query<{ p95: number | null }>(
    `select percentile_cont(0.95) within group (order by duration_ms) as p95 from trace
     where app_id = $1 and project_id = $2 and started_at >= $3 and started_at <= $4
       and status in ('succeeded', 'failed')`,
    [appId, scope.projectId, from, to],
  );
  return rows[0]?.p95 ?? null;
}
