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
    ), owed as (
      select r.account_id, count(*) filter (where v.due_on <= today + 7) as due, count(*) filter (where is_late(v, today)) as late
      from around r join visit v on v.person_id = r.person_id and v.state = 'due'
      where r.state = 'active' and not r.shielded group by r.account_id
    )
    select w.account_id, w.volunteer, w.areas,
        (select count(*) from around r where r.account_id = w.account_id and r.state = 'active'),
        (select count(*) from around r where r.account_id = w.account_id and r.state = 'asked'),
        coalesce(o.due, 0), coalesce(o.late, 0)
      from worker w left join owed o on o.account_id = w.account_id;
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
    with asked as materialized (
      select p.id, p.account_id, p.shielded from person p where p.area_id = any (mine) and p.state <> 'erased'
    ), entry as (
      select case when v.meet_on >= today then v.meet_on else v.due_on end as day, v.id, v.id as visit_id, p.account_id, v.kind, v.urgent, 'due' as state,
          v.due_on, v.meet_on, v.provisional, v.answer
        from asked p join visit v on v.person_id = p.id and v.state = 'due'
        where helper is null or not p.shielded and exists (select 1 from team_member t
          where t.person_id = p.id and t.account_id = helper and t.until is null and t.state = 'active')
      union all
      select r.happened_on, r.id, r.visit_id, p.account_id, coalesce(v.kind, 'regular'), coalesce(v.urgent, false), r.outcome,
          coalesce(r.new_due_on, r.happened_on), null, false, null
        from asked p join visit_record r on r.person_id = p.id and r.happened_on between first and last left join visit v on v.id = r.visit_id
        where helper is null or r.by_account = helper
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
