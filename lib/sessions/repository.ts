import "server-only";
import type { Session } from "@/lib/apps/contract";
import type { Scope } from "@/lib/auth/scope";
import { type Page, type PageQuery, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/client";

/** Runs of an app that name a session, among which its sessions are looked for: its newest. */
const RUNS_MAX = 50_000;

type Row = {
  session_id: string;
  user_id: string | null;
  first_at: Date;
  last_at: Date;
  runs: string;
  input: Session["input"];
  total: string;
};

/** A session is one person's runs under one session id. The latest active first. */
export async function list(
  { projectId }: Scope,
  appId: string,
  { user_id, page, page_size }: PageQuery & { user_id?: string | undefined },
): Promise<Page<Session>> {
  const { rows } = await pool().query<Row>(
    `with recent as (
       select id, session_id, user_id, created_at from run
       where app_id = $1 and project_id = $2 and session_id is not null and ($3::text is null or user_id = $3)
       order by created_at desc, id desc limit ${RUNS_MAX}
     ),
     sessions as (
       select session_id, user_id, min(created_at) as first_at, max(created_at) as last_at, count(*) as runs,
         (array_agg(id order by created_at, id))[1] as first_run, count(*) over () as total
       from recent group by session_id, user_id
       order by max(created_at) desc, session_id offset $4 limit $5
     )
     select sessions.*, run.input from sessions join run on run.id = sessions.first_run
     order by last_at desc, sessions.session_id`,
    [appId, projectId, user_id ?? null, (page - 1) * page_size, page_size],
  );
  const items = rows.map((row) => ({
    id: row.session_id,
    user_id: row.user_id,
    created_at: row.first_at.toISOString(),
    input: row.input,
    run_count: Number(row.runs),
    last_run_at: row.last_at.toISOString(),
  }));
  return toPage(items, { page, page_size }, Number(rows[0]?.total ?? 0));
}
