import "server-only";
import { batched } from "@/lib/db/batch";
import { pool } from "@/lib/db/client";
import { shared } from "@/lib/process/shared";

/**
 * How a run and its trace are written while it runs: few statements for many runs, through the bare pool.
 * Each takes its rows as one JSON text, put together from parts that already are JSON.
 */

/** Seconds for which a process promises to be alive. */
export const LEASE_SECONDS = 20;

/** Text of JSON; `Fields` become one object. */
type Fields = Readonly<Record<string, string>>;

function objectText(fields: Fields): string {
  let text = "";
  for (const name in fields) text += `${text === "" ? "{" : ","}"${name}":${fields[name]}`;
  return `${text}}`;
}

const listText = (rows: readonly Fields[]): string => `[${rows.map(objectText).join(",")}]`;

const RUN_COLUMNS = `id uuid, project_id uuid, app_id uuid, workflow_id uuid, workflow_version_id uuid,
  deployment_id uuid, trace_id uuid, input json, user_id text, session_id text, origin text, owner text`;

const INSERT_RUNS = `
  insert into run (id, project_id, app_id, workflow_id, workflow_version_id, deployment_id, trace_id, status, input,
    user_id, session_id, origin, owner, lease_until, started_at)
  select id, project_id, app_id, workflow_id, workflow_version_id, deployment_id, trace_id, 'started', input,
    user_id, session_id, origin, owner, now() + interval '${LEASE_SECONDS} seconds', now()
  from json_to_recordset($1::json) as given(${RUN_COLUMNS})`;

const TRACE_COLUMNS = `trace_id uuid, project_id uuid, source_id text, app_id uuid, name text, trace_status trace_status,
  trace_input json, trace_output json, trace_error json, user_id text, session_id text, prompt_tokens int,
  completion_tokens int, prompt_cost bigint, completion_cost bigint, started_at timestamptz, ended_at timestamptz,
  duration_ms int`;

const SPAN_COLUMNS = `trace_id uuid, id uuid, parent_id uuid, project_id uuid, sequence int, name text,
  status trace_status, input json, output json, error json, metadata json, executions json, started_at timestamptz,
  ended_at timestamptz`;

/** Writes the traces and spans of the runs in `mine`: those this process may still write. */
const UPSERT_TRACES = `
  insert into trace (id, project_id, source_id, app_id, run_id, name, status, input, output, error, user_id, session_id,
    tags, prompt_tokens, completion_tokens, prompt_cost, completion_cost, started_at, ended_at, duration_ms)
  select given.trace_id, project_id, source_id, app_id, id, name, trace_status, trace_input, trace_output, trace_error,
    user_id, session_id, '{}', prompt_tokens, completion_tokens, prompt_cost, completion_cost, started_at, ended_at,
    duration_ms
  from given join mine using (id)
  on conflict (id) do update set status = excluded.status, output = excluded.output, error = excluded.error,
    prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
    prompt_cost = excluded.prompt_cost, completion_cost = excluded.completion_cost, ended_at = excluded.ended_at,
    duration_ms = excluded.duration_ms`;

const UPSERT_SPANS = `
  insert into span (trace_id, id, parent_id, project_id, sequence, type, name, status, input, output, error, metadata,
    executions, started_at, ended_at)
  select line.trace_id, line.id, parent_id, project_id, sequence, 'node', name, status, input, output, error, metadata,
    executions, started_at, ended_at
  from json_to_recordset($2::json) as line(${SPAN_COLUMNS}) join mine on mine.trace_id = line.trace_id
  on conflict (trace_id, id) do update set status = excluded.status, input = excluded.input, output = excluded.output,
    error = excluded.error, metadata = excluded.metadata, executions = excluded.executions,
    ended_at = excluded.ended_at`;

const SAVE_PROGRESS = `
  with given as (select * from json_to_recordset($1::json) as given(id uuid, ${TRACE_COLUMNS})),
  mine as (
    select run.id, run.trace_id from run join given on given.id = run.id
    where run.owner = $3 and run.status in ('created', 'started', 'paused') for share of run
  ),
  traces as (${UPSERT_TRACES}),
  spans as (${UPSERT_SPANS})
  select id from mine`;

const END_RUNS = `
  with given as (
    select * from json_to_recordset($1::json) as given(id uuid, status run_status, output json, error json,
      ${TRACE_COLUMNS})
  ),
  mine as (
    update run set status = given.status, output = given.output, error = given.error, ended_at = now(),
      lease_until = null
    from given
    where run.id = given.id and run.owner = $3 and run.status in ('created', 'started', 'paused')
    returning run.id, run.trace_id
  ),
  traces as (${UPSERT_TRACES}),
  spans as (${UPSERT_SPANS})
  select id from mine`;

/** A run with what is to be written of its trace; every field is JSON text. */
export type Written = {
  readonly id: string;
  readonly owner: string;
  readonly run: Fields;
  readonly spans: readonly Fields[];
};

type Writers = {
  readonly insert: (run: Fields) => Promise<void>;
  readonly saveProgress: (written: Written) => Promise<boolean>;
  readonly end: (written: Written) => Promise<boolean>;
};

const writers = (): Writers =>
  shared("run-writers", () => ({
    insert: batched(async (rows: readonly Fields[]) => {
      await pool().query({ name: "insert-runs", text: INSERT_RUNS, values: [listText(rows)] });
      return rows.map(() => undefined);
    }),
    saveProgress: batched((rows: readonly Written[]) => write("save-progress", SAVE_PROGRESS, rows)),
    end: batched((rows: readonly Written[]) => write("end-runs", END_RUNS, rows)),
  }));

/** Which of the runs were still this process's to write. */
async function write(name: string, text: string, rows: readonly Written[]): Promise<readonly boolean[]> {
  const runs = listText(rows.map(({ run }) => run));
  const spans = listText(rows.flatMap((row) => row.spans));
  const values = [runs, spans, rows[0]?.owner];
  const { rows: mine } = await pool().query<{ id: string }>({ name, text, values });
  const ids = new Set(mine.map(({ id }) => id));
  return rows.map(({ id }) => ids.has(id));
}

/** Records a run as started, owned by this process. */
export const insertRun = (run: Fields): Promise<void> => writers().insert(run);

/** Writes what a trace has so far. False where the run is no longer this process's. */
export const saveProgress = (written: Written): Promise<boolean> => writers().saveProgress(written);

/** Ends a run, with its trace. False where it had ended already: a final status never changes. */
export const endRun = (written: Written): Promise<boolean> => writers().end(written);

/** Promises anew that this process is alive. Returns the ids of its runs that have not ended. */
export async function renewLeases(owner: string): Promise<ReadonlySet<string>> {
  const { rows } = await pool().query<{ id: string }>(
    `update run set lease_until = now() + interval '${LEASE_SECONDS} seconds'
     where owner = $1 and status in ('created', 'started', 'paused') returning id`,
    [owner],
  );
  return new Set(rows.map(({ id }) => id));
}

const ORPHANED = JSON.stringify({
  code: "unavailable",
  message: "The process that ran this stopped before it finished. Call again.",
});

const FAIL_ORPHANS = `
  with orphans as (
    select id from run
    where status in ('created', 'started', 'paused') and lease_until < now() and owner <> $1
    limit 500 for update skip locked
  ),
  ended as (
    update run set status = 'failed', error = $2::json, ended_at = now(), lease_until = null
    from orphans where run.id = orphans.id
    returning run.*
  ),
  traces as (
    insert into trace (id, project_id, source_id, app_id, run_id, name, status, input, error, user_id, session_id, tags,
      started_at, ended_at, duration_ms)
    select ended.trace_id, ended.project_id, coalesce(ended.app_id, ended.workflow_id, ended.project_id)::text,
      ended.app_id, ended.id, coalesce(app.name, workflow.name, 'Test'), 'failed', ended.input, ended.error,
      ended.user_id, ended.session_id, '{}', ended.started_at, ended.ended_at,
      extract(epoch from ended.ended_at - ended.started_at) * 1000
    from ended left join app on app.id = ended.app_id left join workflow on workflow.id = ended.workflow_id
    on conflict (id) do update set status = 'failed', error = excluded.error, ended_at = excluded.ended_at,
      duration_ms = extract(epoch from excluded.ended_at - trace.started_at) * 1000
  ),
  spans as (
    update span set status = 'failed', error = ended.error, ended_at = ended.ended_at
    from ended where span.trace_id = ended.trace_id and span.status = 'running'
  )
  select id from ended`;

/** Ends, as failed, the runs whose process let its lease run out, with their traces. Returns how many. */
export async function failOrphans(owner: string): Promise<number> {
  let count = 0;
  for (;;) {
    const { rows } = await pool().query(FAIL_ORPHANS, [owner, ORPHANED]);
    count += rows.length;
    if (rows.length < 500) return count;
  }
}
