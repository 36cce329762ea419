-- What staff read at the desk. Lists go page by page from the last row of the one before, never by counting rows off.

-- Whose a request is, for whoever sees the request: the policy of persons would look through all of that person's requests
-- again for each row. Null of whom was erased.
create or replace function account_of_person(person uuid) returns uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return (select p.account_id from person p where p.id = $1 and p.state <> 'erased'); end $$;

-- One row of a queue, as it stands now. Without the person's yes nothing of them is in it.
create or replace function desk_queue_entry(r referral) returns jsonb language plpgsql stable
as $$
begin
  return jsonb_build_object('row', now_held(r) - 'answers', 'isAgreed', is_agreed(r.id),
    'standsIn', r.claimed_by is not null and r.claimed_by in (select stands_in_for(r.department_id)),
    'personAccountId', account_of_person(r.person_id));
end
$$;

-- Who claimed something in a department and no longer works there: what they had in hand is nobody's.
create or replace function left_departments() returns table (account uuid, department uuid) language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select m.account_id, m.department_id from membership m join account a on a.id = m.account_id
    where m.department_id in (select my_departments())
    group by m.account_id, m.department_id having not bool_or(m.state = 'approved' and a.state = 'active');
end
$$;

-- What a tab of the queue holds, at most `most` rows after a place. Urgent first, then by the day the answer is expected. Each
-- department, state and urgency is a lane that an index has in that order; of each no more is read than one page may need. The
-- states stand in the text as well, because only then the planner knows that the partial indexes hold them all.
create or replace function desk_queue_rows(tab text, states text[], wanted_kind text, after_urgent boolean, after_on date, after_id uuid, most integer)
returns setof referral language plpgsql stable
as $$
begin
  if tab = 'department' then
    return query
      with lane as (
        select d.id as department, s.state, u.urgent, case when u.urgent = after_urgent then after_on else '-infinity' end as since, after_id as beyond
        from my_departments() d(id), unnest(states) s(state), (values (true), (false)) u(urgent) where u.urgent <= after_urgent)
      select q.* from lane l cross join lateral (
        select * from referral r where r.department_id = l.department and r.state = l.state and r.urgent = l.urgent
          and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')
          and (r.expected_on, r.id) > (l.since, l.beyond) and (wanted_kind is null or r.kind = wanted_kind)
        order by r.expected_on, r.id limit most) q
      order by q.urgent desc, q.expected_on, q.id limit most;
    return;
  end if;
  return query
    with holder as (
      select d.id as department, actor() as account from my_departments() d(id) where tab = 'mine'
      union select d.id, s.account from my_departments() d(id), stands_in_for(d.id) s(account) where tab = 'mine'
      union select l.department, l.account from left_departments() l where tab = 'unclaimed'
    ), lane as (
      select h.department, h.account, s.state, u.urgent, case when u.urgent = after_urgent then after_on else '-infinity' end as since, after_id as beyond
      from holder h, unnest(states) s(state), (values (true), (false)) u(urgent) where u.urgent <= after_urgent
    ), open_lane as (
      select d.id as department, u.urgent, case when u.urgent = after_urgent then after_on else '-infinity' end as since, after_id as beyond
      from my_departments() d(id), (values (true), (false)) u(urgent) where tab = 'unclaimed' and 'new' = any (states) and u.urgent <= after_urgent)
    select (f.found).* from (
      select q as found from lane l cross join lateral (
        select * from referral r where r.claimed_by = l.account and r.department_id = l.department and r.state = l.state and r.urgent = l.urgent
          and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')
          and (r.expected_on, r.id) > (l.since, l.beyond) and (wanted_kind is null or r.kind = wanted_kind)
        order by r.expected_on, r.id limit most) q
      union all
      select q from open_lane l cross join lateral (
        select * from referral r where r.department_id = l.department and r.state = 'new' and r.urgent = l.urgent
          and (r.expected_on, r.id) > (l.since, l.beyond) and (wanted_kind is null or r.kind = wanted_kind)
        order by r.expected_on, r.id limit most) q) f
    order by (f.found).urgent desc, (f.found).expected_on, (f.found).id limit most;
end
$$;

-- How many a tab holds, up to a thousand: who has more sees that, and nobody waits for the count of it. In the indexes' order,
-- so that counting ends where enough was found.
create or replace function desk_queue_counts() returns jsonb language plpgsql stable
as $$
declare
  in_queue jsonb := (select jsonb_object_agg(c.state, c.count) from (
    select s.state, count(q.one) from my_departments() d(id) cross join unnest(array['new', 'claimed', 'waitingForPerson']) s(state)
      left join lateral (select 1 as one from referral r
        where r.department_id = d.id and r.state = s.state and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')
        order by r.urgent, r.expected_on, r.id limit 1000) q on true
    group by s.state) c);
  in_hand jsonb := (select jsonb_object_agg(c.tab, c.count) from (
    select h.tab, count(q.one) from (
        select 'mine' as tab, d.id as department, a.account from my_departments() d(id)
          cross join lateral (select actor() as account union select stands_in_for(d.id)) a
        union all select 'left', l.department, l.account from left_departments() l) h
      cross join unnest(array['claimed', 'waitingForPerson']) s(state)
      left join lateral (select 1 as one from referral r
        where r.claimed_by = h.account and r.department_id = h.department and r.state = s.state and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')
        order by r.urgent, r.expected_on, r.id limit 1000) q on true
    group by h.tab) c);
begin
  return jsonb_build_object('mine', coalesce((in_hand->>'mine')::bigint, 0),
    'unclaimed', coalesce((in_queue->>'new')::bigint, 0) + coalesce((in_hand->>'left')::bigint, 0),
    'department', coalesce((select sum(value::bigint) from jsonb_each_text(in_queue)), 0));
end
$$;

-- A page of the queue: `after` is the last row of the page before (urgent, on, id); 50 rows, and whether there are more.
create or replace function desk_queue(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  last jsonb := request->'after';
  found jsonb;
  counts jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  found := (select coalesce(jsonb_agg(desk_queue_entry(q)), '[]') from desk_queue_rows(request->>'tab',
    case when request->>'state' is null then array['new', 'claimed', 'waitingForPerson'] else array[request->>'state'] end, request->>'kind',
    coalesce((last->>'urgent')::boolean, true), coalesce((last->>'on')::date, '-infinity'),
    coalesce((last->>'id')::uuid, '00000000-0000-0000-0000-000000000000'), 51) q);
  counts := desk_queue_counts();
  return jsonb_build_object('entries', found - 50, 'more', jsonb_array_length(found) > 50, 'counts', counts,
    'version', md5(found::text || counts::text || (request->>'today')));
end
$$;

-- By a request's number, or how it begins: as a span of whole numbers, because under row-level security a pattern would have
-- to look at every row.
create or replace function desk_numbers(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  low text := regexp_replace(rpad(request->>'digits', 9, '0'), '(\d{3})(?=\d)', '\1-', 'g');
  high text := regexp_replace(rpad(request->>'digits', 9, '9'), '(\d{3})(?=\d)', '\1-', 'g');
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(desk_queue_entry(q)), '[]') from (
    select r.* from referral r where r.number >= low and r.number <= high and r.department_id in (select my_departments())
    order by r.number limit 50) q);
end
$$;

-- One request in the asker's departments, with its conversation: the last 50 moves before `before`, and whether there are more.
create or replace function desk_referral(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  wanted uuid;
  talk jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  wanted := (select r.id from referral r where r.id = (request->>'referral')::uuid and r.department_id in (select my_departments()));
  if wanted is null then
    return null;
  end if;
  talk := (select coalesce(jsonb_agg(to_jsonb(e) order by e.position), '[]') from (
    select * from referral_event e where e.referral_id = wanted and e.position < coalesce((request->>'before')::integer, 2147483647)
    order by e.position desc limit 51) e);
  return (select jsonb_build_object('file', read_referral(wanted), 'agreed', coalesce(agreed_fields(wanted), '[]'),
      'talk', case when jsonb_array_length(talk) > 50 then talk - 0 else talk end, 'earlier', jsonb_array_length(talk) > 50,
      'templates', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'text', t.text) order by t.title, t.id), '[]')
        from answer_template t where t.department_id = r.department_id and t.removed_at is null),
      'colleagues', read_colleagues(r.department_id))
    from referral r where r.id = wanted and read_referral(wanted) is not null);
end
$$;

-- The templates of the asker's departments; with `template` that one alone.
create or replace function desk_templates(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(to_jsonb(t) order by t.department_id, t.title, t.id), '[]') from answer_template t
    where t.department_id in (select my_departments()) and t.removed_at is null
      and (request->>'template' is null or t.id = (request->>'template')::uuid));
end
$$;

-- Who else works in a department, and is not away themselves.
create or replace function read_colleagues(department uuid) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(c.id order by c.id), '[]') from (select distinct m.account_id as id
    from membership m join account a on a.id = m.account_id and a.state = 'active'
    where m.department_id = $1 and $1 in (select my_departments()) and m.state = 'approved' and m.account_id <> actor()
      and not exists (select 1 from staff_absence s where s.account_id = m.account_id and s.department_id = $1 and s.ended_at is null)) c);
end
$$;

-- By department: who could stand in, the asker's own absence, and for whom they stand in.
create or replace function desk_away(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('departmentId', d.id, 'colleagues', read_colleagues(d.id),
      'own', (select to_jsonb(s) from staff_absence s where s.account_id = actor() and s.department_id = d.id and s.ended_at is null order by s.from_day limit 1),
      'standingIn', (select coalesce(jsonb_agg(to_jsonb(s) order by s.from_day, s.id), '[]') from staff_absence s
        where s.substitute_id = actor() and s.department_id = d.id and s.ended_at is null))), '[]')
    from my_departments() d(id));
end
$$;

-- Whom somebody at a station or who coordinates may write a request down for. A shielded file is for the coordinator alone.
create or replace function may_receive_for(person person) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return person.state <> 'erased' and (person.area_id in (select coordinated_areas()) or (not person.shielded and is_at_my_station(person.area_id)));
end
$$;

-- Who stands at the counter: by a number of theirs, or by name and phone together, exactly as they are on file. One match or
-- nobody, and of whom lies elsewhere no word. It looks past row-level security, because staff see no files.
create or replace function person_on_file(request jsonb) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  digits text := request->>'digits';
  formatted text := regexp_replace(digits, '(\d{3})(?=\d)', '\1-', 'g');
  matches jsonb;
begin
  matches := (select jsonb_agg(jsonb_build_object('row', to_jsonb(p), 'accountId', a.id, 'key', a.key, 'hasPhone', a.phone is not null))
    from person p join account a on a.id = p.account_id and a.key is not null
    where p.id in (
        select f.id from person f where f.account_id = (request->>'account')::uuid
        union select r.person_id from arrival r where r.number = formatted
        union select r.person_id from referral r where r.number = formatted
        union select f.id from person f join account b on b.id = f.account_id where b.name_hash = request->>'nameHash' and b.phone_hash = request->>'phoneHash')
      and may_receive_for(p));
  return case when jsonb_array_length(matches) = 1 then matches->0 end;
end
$$;

create or replace function desk_reception(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return person_on_file(request) - 'key';
end
$$;

-- The further read of a turn of staff.
create or replace function find_staff(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  case request->>'what'
  when 'template' then
    return (select jsonb_build_object('template', jsonb_build_object('id', t.id, 'departmentId', t.department_id, 'version', t.version)) from answer_template t
      where t.id = (request->>'template')::uuid and t.department_id in (select my_departments()) and t.removed_at is null);
  when 'colleagues' then
    return jsonb_build_object('colleagues', read_colleagues((request->>'department')::uuid),
      'isAway', exists (select 1 from staff_absence s where s.account_id = actor() and s.department_id = (request->>'department')::uuid and s.ended_at is null));
  when 'ownAbsence' then
    return (select jsonb_build_object('absence', jsonb_build_object('id', s.id, 'version', s.version, 'departmentId', s.department_id,
        'substituteId', s.substitute_id, 'begun', s.begun_at is not null)) from staff_absence s
      where s.id = (request->>'absence')::uuid and s.account_id = actor() and s.ended_at is null);
  when 'reception' then
    return jsonb_build_object('received', person_on_file(request));
  end case;
end
$$;

-- Absences that begin or have ended.
create or replace function due_staff_absences(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(to_jsonb(b)), '[]') from (
    select * from staff_absence where ended_at is null and (until_day < today or (begun_at is null and from_day <= today)) order by until_day limit most) b);
end
$$;
