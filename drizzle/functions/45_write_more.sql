-- Rows of the tables that few turns touch. `inserts` and `updates` are lists of {table, rows} in the order they are to be
-- made. Every row of a list has the same columns. An update only touches the version that the turn has read; an insert
-- of what is there already once (a visit, a check-in, a task) does nothing, so that two replicas may both try.
create or replace function write_more(inserts jsonb, updates jsonb) returns void language plpgsql volatile
as $$
declare
  entry jsonb;
  target text;
  columns text;
  touched bigint;
begin
  for entry in select * from jsonb_array_elements(coalesce(inserts, '[]')) loop
    target := format('public.%I', entry->>'table');
    columns := (select string_agg(quote_ident(name), ', ') from jsonb_object_keys(entry->'rows'->0) name);
    execute format('insert into %1$s (%2$s) select %2$s from jsonb_populate_recordset(null::%1$s, $1) on conflict do nothing', target, columns)
      using entry->'rows';
  end loop;
  for entry in select * from jsonb_array_elements(coalesce(updates, '[]')) loop
    target := format('public.%I', entry->>'table');
    columns := (select string_agg(format('%1$I = s.%1$I', name), ', ') from jsonb_object_keys(entry->'rows'->0) name where name not in ('id', 'version'));
    execute format('update %1$s t set %2$s, version = t.version + 1 from jsonb_populate_recordset(null::%1$s, $1) s where t.id = s.id and t.version = s.version', target, columns)
      using entry->'rows';
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(entry->'rows'), touched);
  end loop;
end
$$;

-- While a helper is away the substitute is one of the helpers around each of their people; a volunteer cannot stand in,
-- because a volunteer needs each person's own yes.
create or replace function stand_in(helper uuid, substitute uuid, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  insert into team_member (id, person_id, account_id, state, substitute_for, since, version)
    select gen_random_uuid(), t.person_id, $2, 'active', $1, moment, 1
    from team_member t where t.account_id = $1 and t.until is null and t.state = 'active'
      and not exists (select 1 from team_member s where s.account_id = $2 and s.person_id = t.person_id and s.until is null);
end
$$;

create or replace function stand_out(helper uuid, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update team_member t set until = moment, state = 'ended', version = t.version + 1 where t.substitute_for = $1 and t.until is null;
end
$$;

-- Somebody was heard from, so nobody needs to ask after them any more; who asked for a call still waits for it, unless
-- somebody met or called them. The person does not see the helpers' tasks, and still settles them.
create or replace function helper_tasks_done(person uuid, missed_only boolean) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  if keeps_file_of($1) then
    update task t set state = 'done', closed_by = actor(), version = t.version + 1
      where t.person_id = $1 and t.kind = 'checkIn' and t.state = 'open' and not (missed_only and t.slot like 'callMe:%');
  end if;
end
$$;
