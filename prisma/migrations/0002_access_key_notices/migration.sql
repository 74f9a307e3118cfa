-- Tells every process which Access Key it must no longer believe, whoever changed it and however:
-- by hand, by revoking it, or by deleting its project or organization.
create function access_key_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('dynamiq_access_key', old.hash);
  return null;
end
$$;

create trigger access_key_changed
  after delete or update of hash, organization_id, project_id, expires_at on access_key
  for each row execute function access_key_changed();
