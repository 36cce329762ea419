-- Every row of every table, for `npm run backup`, in one statement and so in one snapshot; what is referred to comes before
-- what refers to it. Sequences come last: they move outside snapshots, and may be ahead of the rows but never behind. It
-- gives its caller no right of its own: it looks as the login itself, as anybody could who resets their role.
create or replace function read_everything() returns table (place text, content jsonb) language plpgsql stable
as $$
declare
  tables text[];
  one text;
begin
  perform set_config('role', 'none', true);
  with recursive standing (id, depth) as (
    select c.oid, 0 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    union all
    select f.conrelid, s.depth + 1 from standing s join pg_constraint f on f.contype = 'f' and f.confrelid = s.id and f.conrelid <> s.id
  ), placed as (select id, max(depth) as depth from standing group by id)
  select array_agg(c.relname order by p.depth, c.relname) into tables from placed p join pg_class c on c.oid = p.id;
  foreach one in array tables loop
    return query execute format('select %L::text, to_jsonb(t) from public.%I t', 'table ' || one, one);
  end loop;
  return query select 'sequence ' || s.sequencename, to_jsonb(s.last_value) from pg_sequences s where s.schemaname = 'public' and s.last_value is not null;
end
$$;
