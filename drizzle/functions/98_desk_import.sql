-- A coordinator's file of people on its way into the register: what the preview and the registering read. A file is its own
-- coordinator's alone.

-- Which rows of a file look like somebody: an earlier row of it, somebody on file where the asker coordinates, or (name and
-- phone together, and no more is said) somebody elsewhere. `strong` unless only the name is the same and both phones are known.
-- It looks past row-level security, at hashes alone, and says as much as `same_on_file` does.
create or replace function import_alike(batch uuid) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (
    with mine as materialized (
      select r.line, r.name_hash, r.phone_hash from import_row r join import_batch b on b.id = r.batch_id where b.id = $1 and b.account_id = actor()
    ), earlier as (
      -- Sorted rather than joined with itself: a file has just come in, and the planner knows nothing of it yet.
      select m.line, m.name_hash, m.phone_hash,
          min(m.line) over (partition by m.name_hash order by m.line rows between unbounded preceding and 1 preceding) as same_name,
          bool_or(m.phone_hash is null) over (partition by m.name_hash order by m.line) as unknown,
          min(m.line) over (partition by m.phone_hash order by m.line rows between unbounded preceding and 1 preceding) as same_phone,
          min(m.line) over (partition by m.name_hash, m.phone_hash order by m.line rows between unbounded preceding and 1 preceding) as same_both
        from mine m
    ), found as (
      select e.line, 'file' as place, true as name, true as phone, true as known, e.same_both as other, null::uuid as area
        from earlier e where e.same_both is not null and e.phone_hash is not null
      union all
      select e.line, 'file', false, true, true, e.same_phone, null from earlier e where e.same_phone is not null and e.phone_hash is not null
      union all
      select e.line, 'file', true, false, not e.unknown, e.same_name, null from earlier e where e.same_name is not null
      union all
      select m.line, 'here', true, coalesce(m.phone_hash = a.phone_hash, false), m.phone_hash is not null and a.phone_hash is not null, null, p.area_id
        from mine m join account a on a.name_hash = m.name_hash join person p on p.account_id = a.id
        where p.area_id in (select coordinated_areas())
      union all
      select m.line, 'here', m.name_hash = a.name_hash, true, true, null, p.area_id
        from mine m join account a on a.phone_hash = m.phone_hash join person p on p.account_id = a.id
        where p.area_id in (select coordinated_areas())
      union all
      select m.line, 'elsewhere', true, true, true, null, null
        from mine m join account a on a.name_hash = m.name_hash and a.phone_hash = m.phone_hash join person p on p.account_id = a.id
        where p.area_id not in (select coordinated_areas())
    ), judged as (
      -- One a row: the likest, and the place nearest to the asker.
      select distinct on (f.line) f.line, f.place, f.name, f.phone, f.other, f.area, f.phone or not f.known as strong
        from found f
        order by f.line, (f.name and f.phone) desc, f.phone desc, f.known, f.place = 'here' desc, f.other
    )
    select coalesce(jsonb_agg(jsonb_build_object('line', line, 'place', place, 'name', name, 'phone', phone, 'other', other, 'areaId', area,
      'strong', strong) order by strong desc, line), '[]') from judged);
end
$$;

-- The rows go with the file: registered, or dropped by who gave it.
create or replace function end_import(batch uuid) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  delete from import_row r using import_batch b where b.id = $1 and r.batch_id = b.id and b.account_id = actor();
end
$$;

-- The asker's files of the last day.
create or replace function desk_imports(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'state', b.state, 'summary', b.summary, 'total', b.total,
      'registered', b.registered, 'createdAt', b.created_at) order by b.created_at desc, b.id), '[]')
    from (select * from import_batch where account_id = actor() order by created_at desc, id limit 20) b);
end
$$;

create or replace function desk_import(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select jsonb_build_object('id', b.id, 'state', b.state, 'summary', b.summary, 'total', b.total, 'chosen', b.chosen,
      'prepared', b.prepared, 'attemptedAt', b.attempted_at, 'registered', b.registered, 'version', b.version,
      'alike', case when b.state = 'ready' or request ? 'withAlike' then import_alike(b.id) else '[]' end)
    from import_batch b where b.id = (request->>'batch')::uuid);
end
$$;

-- Rows of a file after a line, or those with certain lines, still sealed.
create or replace function desk_import_rows(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  if request ? 'lines' then
    return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'line', r.line, 'body', r.body) order by r.line), '[]')
      from import_row r where r.batch_id = (request->>'batch')::uuid
        and r.line in (select l::integer from jsonb_array_elements_text(request->'lines') l));
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'line', r.line, 'body', r.body) order by r.line), '[]')
    from (select * from import_row where batch_id = (request->>'batch')::uuid and line > (request->>'after')::integer
      order by line limit (request->>'most')::integer) r);
end
$$;

-- How far the registering has come; without a moment it has stopped. It is nobody's turn, so the version stays what it was.
create or replace function desk_import_progress(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  update import_batch b set prepared = (request->>'prepared')::integer, attempted_at = (request->>'at')::timestamptz
    where b.id = (request->>'batch')::uuid and b.state = 'confirmed';
  return 'null';
end
$$;
