-- What an office sets at the desk. Its versions come in and never change; what holds is the last of each.
create or replace function setting_stays() returns trigger language plpgsql
as $$
begin
  raise exception 'versions of a setting only come in' using errcode = '42501';
end
$$;

create or replace trigger stays before update or delete on setting_version for each row execute function setting_stays();
create or replace trigger stays_whole before truncate on setting_version for each statement execute function setting_stays();

create or replace function last_setting_version(setting text, area uuid, subject text) returns integer language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return coalesce((select max(s.version) from setting_version s where s.setting = $1 and s.area_id = $2 and s.subject = $3), 0);
end
$$;

-- For the directory, which every turn needs and which is public but for who changed what: the last version of each setting,
-- and every wording of a kind's questions, since a request keeps the one that it was asked with.
create or replace function read_settings() returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return jsonb_build_object(
    'last', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'setting', s.setting, 'areaId', s.area_id, 'subject', s.subject,
        'version', s.version, 'content', s.content, 'changedBy', s.changed_by, 'changedAt', s.changed_at)), '[]')
      from (select distinct on (v.setting, v.area_id, v.subject) v.* from setting_version v
        order by v.setting, v.area_id, v.subject, v.version desc) s),
    'wordings', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'content', s.content)), '[]')
      from setting_version s where s.setting = 'questions' and s.content is not null));
end
$$;

-- The second lock behind the step's: an office's own areas and those below; the calendar is the root's alone.
create or replace function may_set(setting text, area uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join area asked on asked.id = $2 and asked.path like mine.path || '%'
    where m.account_id = actor() and m.role = 'office' and m.state = 'approved' and a.state = 'active'
      and ($1 <> 'calendar' or asked.parent_id is null));
end
$$;

-- Versions that a turn decided on. Who comes second with the same number raises GT001; the one row of `installation` is
-- locked first, so that they come one after the other, and its version tells every replica to read the directory anew.
create or replace function write_settings(rows jsonb) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  one setting_version;
begin
  perform 1 from installation for update;
  for one in select * from jsonb_populate_recordset(null::setting_version, rows) loop
    if not may_set(one.setting, one.area_id) or one.changed_by is distinct from actor() then
      raise exception 'only an office sets this, and only in its own areas' using errcode = '42501';
    end if;
    perform must_equal(one.version - 1, last_setting_version(one.setting, one.area_id, one.subject));
    insert into setting_version select one.*;
    perform hold_setting(one);
  end loop;
  update installation set directory_version = directory_version + 1;
end
$$;

-- Into the table that turns go by, for what has one.
create or replace function hold_setting(one setting_version) returns void language plpgsql volatile
as $$
begin
  case one.setting
  when 'route' then
    if one.content is null then
      delete from route r where r.kind = one.subject and r.area_id = one.area_id;
    else
      insert into route as r values (one.subject, one.area_id, (one.content->>'departmentId')::uuid)
        on conflict (kind, area_id) do update set department_id = excluded.department_id;
    end if;
  when 'department' then
    update department d set name = one.content->'name', address = one.content->'address', duty_phone = one.content->>'dutyPhone',
        office_hours = one.content->'officeHours'
      where d.id = one.subject::uuid and d.area_id = one.area_id;
    perform must_equal(1, (select count(*) from department d where d.id = one.subject::uuid and d.area_id = one.area_id));
  when 'calendar' then
    insert into calendar_year as y values (one.subject::smallint, one.content->'holidays', one.content->'workdays')
      on conflict (year) do update set holidays = excluded.holidays, workdays = excluded.workdays;
  else
    null;
  end case;
end
$$;

-- What a command changes of what may be set at the desk leaves a version, too: whoever could run it, at this moment.
create or replace function note_command(setting text, area uuid, subject text, before jsonb, content jsonb, moment timestamptz) returns void language sql volatile
as $$
  insert into setting_version (id, setting, area_id, subject, version, content, before, changed_at)
    values (gen_random_uuid(), $1, $2, $3, last_setting_version($1, $2, $3) + 1, $5, $4, moment)
$$;

create or replace function department_content(department department) returns jsonb language sql immutable
as $$ select jsonb_build_object('name', department.name, 'address', department.address, 'dutyPhone', department.duty_phone, 'officeHours', department.office_hours) $$;

-- What of the rows of a set-up differs from what stands, noted before it is written.
create or replace function note_setup(rows jsonb, moment timestamptz) returns void language plpgsql volatile
as $$
begin
  perform note_command('department', t.area_id, t.id::text, department_content(t), department_content(s), moment)
    from department t join jsonb_populate_recordset(null::department, rows->'department') s on s.id = t.id
    where department_content(t) is distinct from department_content(s);
  perform note_command('route', s.area_id, s.kind, case when t.kind is not null then jsonb_build_object('departmentId', t.department_id) end,
      jsonb_build_object('departmentId', s.department_id), moment)
    from jsonb_populate_recordset(null::route, rows->'route') s left join route t on t.kind = s.kind and t.area_id = s.area_id
    where t.department_id is distinct from s.department_id
      and (t.kind is not null or last_setting_version('route', s.area_id, s.kind) > 0);
end
$$;

-- What was changed, newest first: everything in the asker's areas, or one setting's own story.
create or replace function desk_settings_history(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'setting', h.setting, 'areaId', h.area_id, 'subject', h.subject,
      'version', h.version, 'content', h.content, 'before', h.before, 'broughtBack', h.brought_back, 'note', h.note,
      'changedBy', h.changed_by, 'changedAt', h.changed_at) order by h.changed_at desc, h.id desc), '[]')
    from (select * from setting_version s
      where s.area_id in (select my_areas())
        and (request->>'setting' is null or s.setting = any (string_to_array(request->>'setting', ',')))
        and (request->>'area' is null or s.area_id = (request->>'area')::uuid)
        and (request->>'subject' is null or s.subject = request->>'subject')
        and (request->>'after' is null or (s.changed_at, s.id) < (split_part(request->>'after', '|', 1)::timestamptz, split_part(request->>'after', '|', 2)::uuid))
      order by s.changed_at desc, s.id desc limit 21) h);
end
$$;

-- One version of a setting in the asker's areas, to be brought back; 0 is what stood before the first.
create or replace function desk_settings_version(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select jsonb_build_object('content', case when asked.version = 0 then s.before else s.content end)
    from setting_version s, (select (request->>'version')::integer as version) asked
    where s.area_id in (select my_areas()) and s.setting = request->>'setting' and s.area_id = (request->>'area')::uuid
      and s.subject = request->>'subject' and s.version = greatest(asked.version, 1));
end
$$;

-- How many open requests are promised in a year, and for one of these days: their dates stay what the person was told.
create or replace function desk_settings_promised(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select jsonb_build_object('inYear', count(*), 'onDays', count(*) filter (where request->'days' ? r.expected_on::text))
    from referral r
    where r.area_id in (select my_areas()) and r.state in ('new', 'claimed', 'waitingForPerson')
      and r.expected_on between make_date((request->>'year')::integer, 1, 1) and make_date((request->>'year')::integer, 12, 31));
end
$$;
