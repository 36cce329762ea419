-- The desk's reads for whoever coordinates: helpers with their load, teams, the month's visits, who works here, what was not
-- delivered, and who read what. A page holds 50 rows, and one more tells that there is another.

-- The helpers and volunteers of the coordinated areas, with what lies on them there. It looks past row-level security, which
-- would ask about each visit by itself, and at the coordinated areas alone.
create or replace function helper_loads(today date, helper uuid) returns table (account_id uuid, is_volunteer boolean, areas jsonb, people bigint, asked bigint, due bigint, late bigint)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  mine uuid[] := array(select coordinated_areas());
begin
  return query
    with worker as materialized (
      select m.account_id, bool_and(m.role = 'volunteer') as volunteer, jsonb_agg(distinct m.area_id) as areas
      from membership m join account a on a.id = m.account_id and a.state = 'active'
      where m.area_id = any (mine) and m.role in ('helper', 'volunteer') and m.state = 'approved' and ($2 is null or m.account_id = $2)
      group by m.account_id
    ), around as materialized (
      select w.account_id, t.person_id, t.state, p.shielded from worker w
        join team_member t on t.account_id = w.account_id and t.until is null
        join person p on p.id = t.person_id and p.area_id = any (mine) and p.state <> 'erased'
    ), helped as (
      select r.account_id, count(*) filter (where r.state = 'active') as people, count(*) filter (where r.state = 'asked') as asked
      from around r group by r.account_id
    ), owed as (
      select r.account_id, count(*) filter (where v.due_on <= today + 7) as due, count(*) filter (where is_late(v, today)) as late
      from around r join visit v on v.person_id = r.person_id and v.state = 'due'
      where r.state = 'active' and not r.shielded group by r.account_id
    )
    select w.account_id, w.volunteer, w.areas, coalesce(h.people, 0), coalesce(h.asked, 0), coalesce(o.due, 0), coalesce(o.late, 0)
      from worker w left join helped h on h.account_id = w.account_id left join owed o on o.account_id = w.account_id;
end
$$;

-- The absence of a helper that stands or is planned.
create or replace function absence_of(helper uuid) returns jsonb language plpgsql stable
as $$
begin
  return (select to_jsonb(b) from absence b where b.account_id = $1 and b.ended_at is null order by b.from_day limit 1);
end
$$;

create or replace function desk_teams(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  today date := (request->>'today')::date;
  after_late bigint := split_part(request->>'after', '.', 1)::bigint;
  after_people bigint := split_part(request->>'after', '.', 2)::bigint;
  after_account uuid := split_part(request->>'after', '.', 3)::uuid;
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('accountId', h.account_id, 'isVolunteer', h.is_volunteer, 'areas', h.areas,
      'people', h.people, 'asked', h.asked, 'due', h.due, 'late', h.late, 'absence', absence_of(h.account_id)) order by h.late desc, h.people desc, h.account_id), '[]')
    from (select * from helper_loads(today, null) l
      where after_late is null or (-l.late, -l.people, l.account_id) > (-after_late, -after_people, after_account)
      order by l.late desc, l.people desc, l.account_id limit 51) h);
end
$$;

-- Who could help a person now, or all of a helper's people while the helper is away: as `find_candidates`, all of them, with
-- what lies on each. Nobody who is away, and no volunteer where `working`.
create or replace function candidates_in(homes uuid[], working boolean, today date) returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('accountId', c.account_id, 'isVolunteer', c.volunteer, 'people', c.people, 'due', c.due, 'late', c.late)
      order by c.volunteer, c.people, c.account_id), '[]') from (
    select m.account_id, bool_and(m.role = 'volunteer') as volunteer, coalesce(max(l.people), 0) as people, coalesce(max(l.due), 0) as due, coalesce(max(l.late), 0) as late
    from area around join membership m on m.role in ('helper', 'volunteer') and m.state = 'approved'
      join area home on home.id = m.area_id and (home.path like around.path || '%' or around.path like home.path || '%')
      join account a on a.id = m.account_id and a.state = 'active'
      left join helper_loads(today, null) l on l.account_id = m.account_id
    where around.id = any (homes) and around.id in (select coordinated_areas())
      and not exists (select 1 from absence b where b.account_id = m.account_id and b.ended_at is null)
    group by m.account_id having not (working and bool_and(m.role = 'volunteer'))
    order by volunteer, people, m.account_id limit 200) c);
end
$$;

-- Whom a helper helps in the coordinated areas: each with the row of the team, the next visit, and who stands in.
create or replace function people_of_helper(helper uuid, after text, most integer) returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('memberId', t.id, 'version', t.version, 'state', t.state, 'substituteFor', t.substitute_for,
      'personId', p.id, 'accountId', p.account_id, 'areaId', p.area_id, 'shielded', p.shielded,
      'next', (select to_jsonb(v) from visit v where v.person_id = p.id and v.state = 'due' order by v.urgent desc, v.due_on, v.id limit 1),
      'standIns', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'version', s.version, 'accountId', s.account_id, 'isSubstitute', s.substitute_for is not distinct from $1) order by s.id), '[]')
        from team_member s where s.person_id = p.id and s.until is null and s.state = 'active' and s.account_id <> $1)) order by t.id), '[]')
    from team_member t join person p on p.id = t.person_id
    where t.account_id = $1 and t.until is null and p.area_id in (select coordinated_areas()) and (after is null or t.id > after::uuid)
      and t.id in (select s.id from team_member s join person q on q.id = s.person_id
        where s.account_id = $1 and s.until is null and q.area_id in (select coordinated_areas()) and (after is null or s.id > after::uuid) order by s.id limit most));
end
$$;

-- One helper of the coordinated areas: null for anybody else. Whoever works elsewhere as well is not put on leave from here.
create or replace function read_helper(helper uuid, today date) returns jsonb language plpgsql stable
as $$
begin
  return (select jsonb_build_object('accountId', h.account_id, 'isVolunteer', h.is_volunteer, 'areas', h.areas, 'people', h.people, 'asked', h.asked,
      'due', h.due, 'late', h.late, 'absence', absence_of(h.account_id), 'isNudged', is_nudged(h.account_id, today::text), 'worksElsewhere', works_elsewhere(h.account_id))
    from helper_loads(today, helper) h);
end
$$;

create or replace function desk_helper(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  helper uuid := (request->>'helper')::uuid;
  today date := (request->>'today')::date;
  people jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  people := people_of_helper(helper, request->>'after', 51);
  return (select jsonb_build_object('helper', h, 'people', people,
      'candidates', candidates_in(array(select distinct (p->>'areaId')::uuid from jsonb_array_elements(people) p), true, today))
    from read_helper(helper, today) h where h is not null);
end
$$;

-- What a turn has to know to let somebody stand in for a helper: all of the helper's people here, and who could.
create or replace function find_cover(request jsonb) returns jsonb language plpgsql stable
as $$
declare
  helper uuid := (request->>'helper')::uuid;
  today date := (request->>'today')::date;
  people jsonb := people_of_helper(helper, null, 1000);
begin
  return jsonb_build_object('helper', read_helper(helper, today), 'people', people,
    'candidates', candidates_in(array(select distinct (p->>'areaId')::uuid from jsonb_array_elements(people) p), true, today));
end
$$;

-- One person's team, who could join it, and what was agreed.
create or replace function desk_team_of(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  file jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  file := coordinated_file(request);
  if file is null then
    return null;
  end if;
  return jsonb_build_object('file', file,
    'candidates', candidates_in(array[(file->'person'->>'area_id')::uuid], false, (request->>'today')::date),
    'absences', (select coalesce(jsonb_object_agg(t->>'account_id', absence_of((t->>'account_id')::uuid)), '{}') from jsonb_array_elements(file->'team') t));
end
$$;

-- Absences that a coordinator planned ahead, on their first day.
create or replace function due_absence_begins(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('timerId', t.id, 'absence', to_jsonb(b), 'people', p.list)), '[]')
    from (select * from timer where state = 'waiting' and due_at <= at and rule = 'absenceBegins' order by due_at, id limit most) t
      left join absence b on b.id = t.subject_id and b.ended_at is null and b.from_day <= today
      left join lateral (select jsonb_agg(jsonb_build_object('personId', q.id, 'accountId', q.account_id) order by m.id) as list
        from team_member m join person q on q.id = m.person_id
        where m.account_id = b.account_id and m.until is null and m.state = 'active' and not q.shielded and m.account_id <> b.substitute_id
          and not exists (select 1 from team_member s where s.person_id = q.id and s.account_id = b.substitute_id and s.until is null)) p on true);
end
$$;

-- People around whom nobody is now. It looks past row-level security, at the coordinated areas alone.
create or replace function unhelped_people(after uuid, most integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'accountId', p.account_id) order by p.id), '[]') from (
    select p.id, p.account_id from person p
    where p.area_id in (select coordinated_areas()) and p.state <> 'erased' and p.period_ended_at is null and not p.shielded
      and not exists (select 1 from team_member t where t.person_id = p.id and t.until is null and t.state = 'active')
      and (after is null or p.id > after)
    order by p.id limit most) p);
end
$$;

create or replace function desk_unhelped(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return unhelped_people((request->>'after')::uuid, 51);
end
$$;

-- Visits of the coordinated areas by day, from `first` to `last`: those that are due, on the day that was agreed or else their
-- last, and what was logged, on the day it happened. It looks past row-level security, which would ask about each by itself,
-- and at the coordinated areas alone. `place` is where an entry stands on its day: what is urgent first.
create or replace function visit_entries(first date, last date, today date, helper uuid, station uuid)
returns table (day date, place text, visit_id uuid, account_id uuid, kind text, urgent boolean, state text, due_on date, meet_on date, provisional boolean, answer text)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  mine uuid[] := array(select c from coordinated_areas() c
    where station is null or c in (select below.id from area s join area below on below.path like s.path || '%' where s.id = station));
begin
  return query
    with entry as (
      select case when v.meet_on >= today then v.meet_on else v.due_on end as day, v.id, v.id as visit_id, p.account_id, v.kind, v.urgent, 'due' as state,
          v.due_on, v.meet_on, v.provisional, v.answer
        from person p join visit v on v.person_id = p.id and v.state = 'due'
        where p.area_id = any (mine) and p.state <> 'erased' and (helper is null or not p.shielded and exists (select 1 from team_member t
          where t.person_id = p.id and t.account_id = helper and t.until is null and t.state = 'active'))
      union all
      select r.happened_on, r.id, r.visit_id, p.account_id, coalesce(v.kind, 'regular'), coalesce(v.urgent, false), r.outcome,
          coalesce(r.new_due_on, r.happened_on), null, false, null
        from person p join visit_record r on r.person_id = p.id and r.happened_on between first and last left join visit v on v.id = r.visit_id
        where p.area_id = any (mine) and p.state <> 'erased' and (helper is null or r.by_account = helper)
    )
    select e.day, case when e.state <> 'due' then '3' when e.urgent then '0' when e.kind = 'must' then '1' else '2' end || e.id,
        e.visit_id, e.account_id, e.kind, e.urgent, e.state, e.due_on, e.meet_on, e.provisional, e.answer
      from entry e where e.day between first and last;
end
$$;

-- A month: how many entries each day has, and the first few; and whom it may be narrowed down to.
create or replace function desk_visits(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return jsonb_build_object(
    'days', (select coalesce(jsonb_agg(d.one order by d.day), '[]') from (
      select e.day, jsonb_build_object('day', e.day, 'count', count(*),
          'entries', jsonb_agg(to_jsonb(e) - 'nth' order by e.place) filter (where e.nth <= (request->>'mostOnDay')::integer)) as one
      from (select v.*, row_number() over (partition by v.day order by v.place) as nth
        from visit_entries((request->>'first')::date, (request->>'last')::date, (request->>'today')::date, (request->>'helper')::uuid, (request->>'station')::uuid) v) e
      group by e.day) d),
    'helpers', desk_helper_choices());
end
$$;

create or replace function desk_visits_on(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(to_jsonb(e) order by e.place), '[]') from (
    select * from visit_entries((request->>'day')::date, (request->>'day')::date, (request->>'today')::date, (request->>'helper')::uuid, (request->>'station')::uuid) v
    where request->>'after' is null or v.place > request->>'after' order by v.place limit 51) e);
end
$$;

-- Whom a list may be narrowed down to: who helps in the coordinated areas.
create or replace function desk_helper_choices() returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(h.account_id order by h.account_id), '[]') from (
    select distinct m.account_id from membership m
    where m.role in ('helper', 'volunteer') and m.state = 'approved' and m.area_id in (select coordinated_areas()) order by m.account_id limit 200) h);
end
$$;

create or replace function desk_visit(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select jsonb_build_object('visit', to_jsonb(v), 'file', read_person_file(v.person_id),
      'trigger', (select t.kind from trigger t where t.visit_id = v.id limit 1),
      'records', (select coalesce(jsonb_agg(to_jsonb(r) - 'note' order by r.at desc, r.id), '[]') from (
        select * from visit_record where person_id = v.person_id and visit_id = v.id order by at desc, id limit 20) r),
      'nudged', (select coalesce(jsonb_agg(t.account_id), '[]') from team_member t
        where t.person_id = v.person_id and t.until is null and is_nudged(t.account_id, request->>'today')))
    from visit v join person p on p.id = v.person_id
    where v.id = (request->>'visit')::uuid and p.area_id in (select coordinated_areas()));
end
$$;

-- Accounts that wait for a second human's yes, those of whoever asks among them: they cannot give it.
create or replace function desk_approvals(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(to_jsonb(w) order by w.absent, w.created_at, w.id), '[]') from (
    select m.id, m.account_id, m.role, m.area_id, m.department_id, m.created_at, chat_of(m.account_id) is null as absent, m.proposed_by is not distinct from actor() as own
    from membership m where m.state = 'proposed' and m.area_id in (select my_areas()) and m.account_id <> actor()
    order by absent, m.created_at, m.id limit 50) w);
end
$$;

-- Who works where, from the top of the tree down. `after` is the membership that the page before ended with.
create or replace function desk_workers(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  last record;
begin
  perform as_desk((request->>'actor')::uuid);
  select home.path, m.role, m.id into last from membership m join area home on home.id = m.area_id where m.id = (request->>'after')::uuid;
  return (select coalesce(jsonb_agg(to_jsonb(w) - 'path' order by w.path, w.role, w.id), '[]') from (
    select m.id, m.account_id, m.role, m.area_id, m.department_id, m.state, home.path, chat_of(m.account_id) is null as absent
    from membership m join area home on home.id = m.area_id join account a on a.id = m.account_id and a.state = 'active'
    where m.state = 'approved' and m.area_id in (select my_areas())
      and (last.id is null or (home.path, m.role, m.id) > (last.path, last.role, last.id))
    order by home.path, m.role, m.id limit 51) w);
end
$$;

-- One who works in the asker's areas: null for anybody else, and for the asker.
create or replace function desk_worker(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  worker uuid := (request->>'account')::uuid;
begin
  perform as_desk((request->>'actor')::uuid);
  return (select jsonb_build_object('memberships', m.list, 'absent', chat_of(worker) is null, 'worksElsewhere', works_elsewhere(worker),
      'isCoordinated', exists (select 1 from membership c where c.account_id = worker and c.state <> 'ended' and c.area_id in (select coordinated_areas())),
      'people', (select count(*) from team_member t join person p on p.id = t.person_id
        where t.account_id = worker and t.until is null and t.state = 'active' and p.area_id in (select coordinated_areas())))
    from (select jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role, 'areaId', m.area_id, 'departmentId', m.department_id, 'state', m.state) order by m.created_at, m.id) as list
      from membership m where m.account_id = worker and worker <> actor() and m.state <> 'ended' and m.area_id in (select my_areas())) m
    where m.list is not null);
end
$$;

-- Messages that were given up and may be sent again from here, the newest first: as `find_undelivered`, a page of them. It looks
-- past row-level security at the clock's book, and at the coordinated areas alone.
create or replace function undelivered_letters(after uuid, most integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  last record;
begin
  select o.created_at, o.id into last from outbox o where o.id = after;
  return (select coalesce(jsonb_agg(to_jsonb(d) order by d.created_at desc, d.id), '[]') from (
    select o.id, coalesce(o.account_id, i.account_id) as account_id, o.created_at,
      case when o.screen then 'answer' when o.rule is not null then 'reminder' when o.choices @? '$[*].action.referral' then 'request' else 'news' end as kind
    from timer t join outbox o on o.id = t.subject_id left join identity i on i.id = o.identity_id
    where t.rule = 'deadLetter' and o.state = 'dead' and t.slot in (select a::text from coordinated_areas() a)
      and (last.id is null or o.created_at < last.created_at or o.created_at = last.created_at and o.id > last.id)
    order by o.created_at desc, o.id limit most) d);
end
$$;

create or replace function desk_undelivered(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return undelivered_letters((request->>'after')::uuid, 51);
end
$$;

-- Calls to make, the oldest first; one of them with `task`. A friendly call is the helper's; the station's where there is none.
create or replace function desk_calls(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  last record;
begin
  perform as_desk((request->>'actor')::uuid);
  select t.created_at, t.id into last from task t where t.id = (request->>'after')::uuid;
  return (select coalesce(jsonb_agg(to_jsonb(c) order by c.created_at, c.id), '[]') from (
    select t.id, p.account_id, t.created_at, case when t.slot like 'closed:%' then 'closed' else t.kind end as kind
    from task t join person p on p.id = t.person_id
    where t.state = 'open' and (t.area_id in (select my_areas()) or is_at_my_station(t.area_id)) and (t.kind = 'call' or not has_helper(t.person_id))
      and (request->>'task' is null or t.id = (request->>'task')::uuid)
      and (last.id is null or (t.created_at, t.id) > (last.created_at, last.id))
    order by t.created_at, t.id limit 51) c);
end
$$;

-- Who saw what of one person of the asker's areas, or what one who works there saw of people of those areas, the newest first.
-- The audit is in nobody's sight; this looks past that at the asker's areas alone, and gives null where the one asked about does
-- not belong there. `after` is the row that the page before ended with.
create or replace function read_looks(wanted uuid, reader uuid, after bigint, most integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  mine uuid[] := array(select my_areas());
  last record;
begin
  if wanted is not null and not exists (select 1 from person p where p.id = wanted and p.area_id = any (mine) and p.state <> 'erased')
      or reader is not null and not exists (select 1 from membership m where m.account_id = reader and m.area_id = any (mine)) then
    return null;
  end if;
  select a.at, a.id into last from audit a where a.id = after;
  return (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('number', r.number, 'role', m.role, 'department_id', m.department_id, 'area_id', m.area_id)
      order by l.at desc, l.id desc), '[]')
    from (
      select a.id, a.at, a.actor as reader_id, a.action, a.reason, a.fields, a.subject_id, p.account_id
      from audit a join person p on p.id = a.person_id and p.area_id = any (mine) and p.state <> 'erased'
      where a.reason is not null and (wanted is null or a.person_id = wanted) and (reader is null or a.actor = reader::text)
        and (last.id is null or (a.at, a.id) < (last.at, last.id))
      order by a.at desc, a.id desc limit most) l
    left join referral r on l.reason = 'request' and r.id = l.subject_id
    left join lateral (select role, department_id, area_id from membership where account_id = l.reader_id::uuid and state <> 'proposed'
      order by department_id is not distinct from r.department_id desc, state = 'approved' desc, created_at desc, id limit 1) m on true);
end
$$;

-- Of a person, who is known by their account.
create or replace function desk_looks_of_person(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  wanted uuid;
begin
  perform as_desk((request->>'actor')::uuid);
  wanted := (select p.id from person p where (p.account_id = (request->>'person')::uuid or p.id = (request->>'person')::uuid) and p.area_id in (select my_areas()));
  return case when wanted is not null then jsonb_build_object('accountId', (select p.account_id from person p where p.id = wanted),
    'looks', read_looks(wanted, null, (request->>'after')::bigint, 201)) end;
end
$$;

create or replace function desk_looks_of_worker(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return read_looks(null, (request->>'account')::uuid, (request->>'after')::bigint, 201);
end
$$;

-- What goes within 30 days of people in the asker's areas, as numbers, each up to `most`; and when something last went. Whatever
-- belongs to no area is not counted. It looks past row-level security, since nobody's scope has what is counted, and at those
-- areas alone.
create or replace function count_due_to_go(moment timestamptz, keep jsonb, most integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  mine uuid[] := array(select my_areas());
  horizon timestamptz := moment + interval '30 days';
begin
  return jsonb_build_object(
    'need', (select count(*) from (select 1 from need n join person p on p.id = n.person_id and p.area_id = any (mine)
      where n.ended_at < horizon - (keep->>'need')::interval limit most) c),
    'trigger', (select count(*) from (select 1 from trigger t join person p on p.id = t.person_id and p.area_id = any (mine)
      where t.ended_at < horizon - (keep->>'trigger')::interval limit most) c),
    'visitNote', (select count(*) from (select 1 from visit_record r join person p on p.id = r.person_id and p.area_id = any (mine)
      where r.note is not null and r.at < horizon - (keep->>'visitNote')::interval limit most) c),
    'received', (select count(*) from (select 1 from inbox e join identity i on i.id = e.identity_id join person p on p.account_id = i.account_id and p.area_id = any (mine)
      where e.received_at < horizon - (keep->>'received')::interval limit most) c),
    'said', (select count(*) from (select 1 from outbox o join person p on p.account_id = o.account_id and p.area_id = any (mine)
      where o.state <> 'waiting' and (o.body is not null or o.lines <> '[]') and o.created_at < horizon - (keep->>'said')::interval limit most) c),
    'enrolment', (select count(*) from (select 1 from enrolment e join person p on p.account_id = e.account_id and p.area_id = any (mine)
      where e.expires_at < horizon - (keep->>'enrolment')::interval limit most) c),
    -- Something goes nearly every day, so it is among the newest rows; and no more than those are looked through.
    'lastPurge', (select a.at from audit a where a.id > (select max(id) - 200000 from audit) and a.action = 'recordsPurged' and a.actor = 'system'
      order by a.id desc limit 1));
end
$$;

create or replace function desk_records(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return count_due_to_go((request->>'now')::timestamptz, request->'keep', (request->>'most')::integer);
end
$$;
