-- The service works as a role that owns nothing: it may read and write rows, never a table, a policy or a function.
do $$
begin
  create role guitu_service nologin noinherit;
exception
  when duplicate_object or unique_violation then null;
end
$$;

-- Whoever migrates may become the service role: that is how the service connects with DATABASE_URL alone.
do $$
begin
  execute format('grant guitu_service to %I', session_user);
exception
  when invalid_grant_operation or insufficient_privilege then null;
end
$$;

revoke create on schema public from public;
grant usage on schema public, drizzle to guitu_service;
grant select on drizzle.__drizzle_migrations, drizzle.function_file to guitu_service;
grant select, insert, update on all tables in schema public to guitu_service;
revoke select, update on audit from guitu_service;
revoke select, insert, update on audit_seal from guitu_service;
grant usage on all sequences in schema public to guitu_service;
