-- The few runs that have not ended: leases are renewed by owner, and runs of dead processes found, without reading
-- the many that have.
create index run_unfinished on run (owner) where status in ('created', 'started', 'paused');

-- Tells every process that what an app serves has changed, whoever changed it and however. Sent when the change is
-- committed, so a reader sees the old deployment or the new one.
create function app_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('dynamiq_app', old.id::text);
  return null;
end
$$;

create trigger app_changed after update or delete on app for each row execute function app_changed();

-- Lists of traces by what only few have: most calls write into none of these.
create index trace_app_unusual on trace (app_id, status, started_at desc, id desc) where status <> 'succeeded';
create index trace_project_unusual on trace (project_id, status, started_at desc, id desc) where status <> 'succeeded';
create index trace_session on trace (project_id, session_id, started_at desc, id desc) where session_id is not null;
create index trace_user on trace (project_id, user_id, started_at desc, id desc) where user_id is not null;
create index run_session on run (app_id, created_at desc, id desc) where session_id is not null;
