-- A coordinator's further reads: people, teams, arrivals, what is overdue, who works here. An office above sees numbers only,
-- so these go by the areas that somebody coordinates, not by all in their scope. A page holds 7 rows; an eighth tells that
-- there is another.
create or replace function coordinated_areas() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select distinct below.id
    from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join area below on below.path like mine.path || '%'
    where m.account_id = actor() and m.state = 'approved' and a.state = 'active' and m.role = 'coordinator';
end
$$;

-- Who on file looks like somebody: in one's own areas the same name or phone; elsewhere only that both are there together.
create or replace function same_on_file(name_hash text, phone_hash text) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return jsonb_build_object(
    'here', (select coalesce(jsonb_agg(jsonb_build_object('accountId', s.account_id, 'areaId', s.area_id)), '[]') from (
      select p.account_id, p.area_id from person p join account a on a.id = p.account_id
      where p.area_id in (select coordinated_areas()) and (a.name_hash = $1 or a.phone_hash = $2)
      order by (a.name_hash = $1 and a.phone_hash = $2) desc nulls last, p.created_at limit 3) s),
    'elsewhere', exists (select 1 from person p join account a on a.id = p.account_id
      where a.name_hash = $1 and a.phone_hash = $2 and p.area_id not in (select coordinated_areas())));
end
$$;

-- How many help a person now.
create or replace function helpers_of(person uuid) returns bigint language plpgsql stable
as $$
begin
  return (select count(*) from team_member t where t.person_id = $1 and t.until is null and is_helper_of(t.account_id, $1));
end
$$;

-- A visit that a coordinator should know of: past its day, or an urgent one that is for today.
create or replace function is_late(visit visit, today date) returns boolean language sql immutable
as $$
  select visit.state = 'due' and (visit.due_on < today and coalesce(visit.meet_on < today, true)
    or visit.kind = 'must' and visit.urgent and visit.due_on <= today)
$$;

-- A request that keeps somebody waiting: past its day (also when the day was moved since), or still without a first word
-- after the reminder.
create or replace function is_late(referral referral, today date) returns boolean language plpgsql stable
as $$
begin
  if referral.state not in ('new', 'claimed') or referral.paused_on is not null then
    return false;
  end if;
  return referral.expected_on < today or exists (select 1 from referral_event e where e.referral_id = referral.id
    and (e.kind = 'expectedDayMoved' or (referral.first_word_at is null and e.kind in ('departmentReminded', 'coordinatorTold')))
    and e.position > coalesce((select max(r.position) from referral_event r where r.referral_id = referral.id and r.kind in ('reopened', 'paperReceived', 'passedOn', 'sentBack')), 0));
end
$$;

create or replace function is_nudged(subject uuid, day text) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from timer t where t.rule = 'nudged' and t.subject_id = $1 and t.slot = $2);
end
$$;

-- Whom nobody helps. In one go, and past row-level security, because it is asked of everybody on file in whole areas.
create or replace function count_unhelped(areas uuid[]) returns bigint language plpgsql stable security definer
set search_path = public, pg_temp set enable_hashjoin = on
as $$
begin
  return (select count(*) from person p where p.area_id = any (areas) and p.state <> 'erased' and p.period_ended_at is null and not p.shielded
    and not exists (select 1 from team_member t join account a on a.id = t.account_id and a.state = 'active'
        join membership m on m.account_id = a.id and m.role in ('helper', 'volunteer') and m.state = 'approved'
      where t.person_id = p.id and t.until is null and t.state = 'active'));
end
$$;

-- What waits in some areas, as numbers.
create or replace function count_waiting(areas uuid[], today date) returns jsonb language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'visits', (select count(*) from visit v join person p on p.id = v.person_id where v.kind = 'regular' and p.area_id = any (areas) and v.state = 'due' and is_late(v, today)),
    'must', (select count(*) from visit v join person p on p.id = v.person_id where v.kind = 'must' and p.area_id = any (areas) and v.state = 'due' and is_late(v, today)),
    'arrivals', (select count(*) from arrival r join person p on p.id = r.person_id where p.area_id = any (areas) and r.reported_at is null and r.due_on < today),
    'calls', (select count(*) from task t where t.kind = 'call' and t.state = 'open' and t.area_id = any (areas)),
    'requests', (select count(*) from referral r where r.area_id = any (areas) and r.state in ('new', 'claimed') and is_late(r, today)),
    'undelivered', count_undelivered(areas),
    'swaps', (select count(*) from visit v join person p on p.id = v.person_id where p.area_id = any (areas) and v.state = 'due' and v.answer = 'swap'),
    'unhelped', count_unhelped(areas));
end
$$;

create or replace function works_elsewhere(account uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from membership m where m.account_id = $1 and m.state = 'approved' and m.area_id not in (select coordinated_areas()));
end
$$;

-- Who no longer works anywhere is sent nothing that waited for them, and a code they never used opens nothing.
create or replace function silence(account uuid, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  -- A volunteer who is around nobody any more is there by nobody's yes.
  update consent c set withdrawn_at = moment, version = c.version + 1 from team_member t
    where t.account_id = $1 and c.person_id = t.person_id and c.account_id = $1 and c.purpose = 'volunteer' and c.withdrawn_at is null
      and not exists (select 1 from team_member s where s.account_id = $1 and s.person_id = t.person_id and s.until is null);
  if exists (select 1 from membership m where m.account_id = $1 and m.state = 'approved')
      or not exists (select 1 from account a where a.id = $1 and a.kind = 'worker') then
    return;
  end if;
  update outbox o set state = 'dropped', error = 'takenOff' where o.account_id = $1 and o.state = 'waiting';
  update mailbox m set send_at = first_due(m.identity_id) from identity i where i.account_id = $1 and m.identity_id = i.id;
  update enrolment e set replaced_at = moment, version = e.version + 1 where e.account_id = $1 and e.used_at is null and e.replaced_at is null;
end
$$;

-- One person's file, for who coordinates their area.
create or replace function coordinated_file(request jsonb) returns jsonb language plpgsql stable
as $$
begin
  return (select read_person_file(p.id) || jsonb_build_object('openRequests',
      (select count(*) from referral r where r.person_id = p.id and not (r.state = any (read_final_states()))))
    from person p where p.area_id in (select coordinated_areas())
      and (p.account_id = (request->>'accountId')::uuid or p.id = (select v.person_id from visit v where v.id = (request->>'visitId')::uuid)));
end
$$;

-- Who could help a person: helpers and volunteers of the area, of one around it or within it, who do not do so yet.
create or replace function find_candidates(account uuid, helper uuid, working boolean, skip integer) returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('accountId', c.account_id, 'isVolunteer', c.volunteer, 'people', c.people) order by c.volunteer, c.people, c.account_id), '[]') from (
    select m.account_id, bool_and(m.role = 'volunteer') as volunteer,
      (select count(*) from team_member t where t.account_id = m.account_id and t.until is null and t.state = 'active') as people
    from person p join area asked on asked.id = p.area_id
      join membership m on m.role in ('helper', 'volunteer') and m.state = 'approved'
      join area home on home.id = m.area_id and (home.path like asked.path || '%' or asked.path like home.path || '%')
      join account a on a.id = m.account_id and a.state = 'active'
    where p.account_id = $1 and p.area_id in (select coordinated_areas()) and ($2 is null or m.account_id = $2)
      and not exists (select 1 from team_member t where t.person_id = p.id and t.account_id = m.account_id and t.until is null)
    group by m.account_id having not (working and bool_and(m.role = 'volunteer'))
    order by volunteer, people, m.account_id limit 8 offset skip) c);
end
$$;

-- What is overdue, by helper and by department.
create or replace function find_overdue(request jsonb, skip integer) returns jsonb language plpgsql stable
as $$
declare
  today date := (request->>'today')::date;
  wanted uuid := (request->>'helper')::uuid;
begin
  case request->>'what'
  when 'overdue' then
    return jsonb_build_object('counts', count_waiting(array(select coordinated_areas()), today));
  when 'lateHelpers' then
    return jsonb_build_object('helpers', (select coalesce(jsonb_agg(jsonb_build_object('accountId', h.account_id, 'visits', h.visits) order by h.visits desc, h.account_id), '[]') from (
      select t.account_id, count(*) as visits
      from visit v join person p on p.id = v.person_id join team_member t on t.person_id = p.id and t.until is null and is_helper_of(t.account_id, p.id)
      where p.area_id in (select coordinated_areas()) and v.state = 'due' and is_late(v, today)
      group by t.account_id order by visits desc, t.account_id limit 8 offset skip) h));
  when 'lateOf' then
    return jsonb_build_object(
      'isNudged', is_nudged(wanted, request->>'today'),
      'total', (select count(*) from visit v join person p on p.id = v.person_id
        where p.area_id in (select coordinated_areas()) and v.state = 'due' and is_late(v, today) and is_helper_of(wanted, p.id)),
      'visits', (select coalesce(jsonb_agg(jsonb_build_object('row', to_jsonb(v) - 'account_id', 'accountId', v.account_id) order by v.urgent desc, v.due_on, v.id), '[]') from (
        select v.*, p.account_id from visit v join person p on p.id = v.person_id
        where p.area_id in (select coordinated_areas()) and v.state = 'due' and is_late(v, today) and is_helper_of(wanted, p.id)
        order by v.urgent desc, v.due_on, v.id limit 8 offset skip) v));
  when 'lateDepartments' then
    return jsonb_build_object('departments', (select coalesce(jsonb_agg(jsonb_build_object('id', d.department_id, 'late', d.late, 'isNudged', is_nudged(d.department_id, request->>'today')) order by d.late desc, d.department_id), '[]') from (
      select r.department_id, count(*) as late from referral r
      where r.area_id in (select coordinated_areas()) and r.state in ('new', 'claimed') and is_late(r, today) and (request->>'department' is null or r.department_id = (request->>'department')::uuid)
      group by r.department_id order by late desc, r.department_id limit 8 offset skip) d));
  when 'swaps' then
    return jsonb_build_object('visits', (select coalesce(jsonb_agg(jsonb_build_object('row', to_jsonb(v) - 'account_id', 'accountId', v.account_id) order by v.due_on, v.id), '[]') from (
      select v.*, p.account_id from visit v join person p on p.id = v.person_id
      where p.area_id in (select coordinated_areas()) and v.state = 'due' and v.answer = 'swap'
      order by v.due_on, v.id limit 8 offset skip) v));
  end case;
end
$$;

-- Who works in the coordinated areas, but for the sender.
create or replace function find_workers(request jsonb, skip integer) returns jsonb language plpgsql stable
as $$
declare
  wanted uuid := (request->>'accountId')::uuid;
begin
  if request->>'what' = 'workers' then
    return jsonb_build_object('workers', (select coalesce(jsonb_agg(jsonb_build_object('accountId', w.account_id, 'role', w.role) order by w.role, w.account_id), '[]') from (
      select m.account_id, min(m.role) as role from membership m
      where m.state = 'approved' and m.area_id in (select coordinated_areas()) and m.account_id <> actor()
      group by m.account_id order by role, m.account_id limit 8 offset skip) w));
  end if;
  return jsonb_build_object(
    'memberships', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from membership m
      where m.account_id = wanted and m.account_id <> actor() and m.state <> 'ended' and m.area_id in (select coordinated_areas())),
    'members', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'version', t.version, 'personAccountId', p.account_id,
        'others', helpers_of(p.id) - case when is_helper_of(wanted, p.id) then 1 else 0 end) order by p.created_at, p.id), '[]')
      from team_member t join person p on p.id = t.person_id
      where t.account_id = wanted and t.until is null and p.area_id in (select coordinated_areas())),
    'absence', (select jsonb_build_object('id', b.id, 'version', b.version) from absence b
      where b.account_id = wanted and b.ended_at is null and not works_elsewhere(wanted) limit 1),
    'worksElsewhere', works_elsewhere(wanted));
end
$$;

create or replace function find_register(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  skip integer := 7 * coalesce((request->>'page')::integer, 0);
  today date := (request->>'today')::date;
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  case request->>'what'
  when 'duplicates' then
    return same_on_file(request->>'nameHash', request->>'phoneHash');
  when 'roster' then
    return jsonb_build_object('people', (select coalesce(jsonb_agg(jsonb_build_object('accountId', p.account_id, 'joined', chat_of(p.account_id) is not null, 'helpers', p.helpers) order by p.created_at desc, p.id), '[]') from (
      select p.account_id, p.created_at, p.id, helpers_of(p.id) as helpers from person p join account a on a.id = p.account_id
      where p.area_id in (select coordinated_areas()) and (request->>'nameHash' is null or a.name_hash = request->>'nameHash')
        and (coalesce((request->>'unhelped')::boolean, false) is false or p.period_ended_at is null and not p.shielded and helpers_of(p.id) = 0)
      order by p.created_at desc, p.id limit 8 offset skip) p));
  when 'registerFile' then
    return (select jsonb_build_object('file', f.file, 'openRequests', coalesce((f.file->>'openRequests')::integer, 0)) from (select coordinated_file(request) as file) f);
  when 'candidates' then
    return jsonb_build_object('file', coordinated_file(request),
      'helpers', find_candidates((request->>'accountId')::uuid, (request->>'helper')::uuid, (request->>'working')::boolean, skip));
  when 'arrivals' then
    return jsonb_build_object('arrivals', (select coalesce(jsonb_agg(jsonb_build_object('accountId', r.account_id, 'dueOn', r.due_on, 'isReported', r.reported) order by r.reported, r.due_on, r.id), '[]') from (
      select r.id, r.due_on, p.account_id, r.reported_at is not null as reported from arrival r join person p on p.id = r.person_id
      where p.area_id in (select coordinated_areas()) and p.period_ended_at is null and (r.reported_at is null or r.paper_seen_at is null)
      order by reported, r.due_on, r.id limit 8 offset skip) r));
  when 'overdue', 'lateHelpers', 'lateOf', 'lateDepartments', 'swaps' then
    return find_overdue(request, skip);
  when 'undelivered' then
    return jsonb_build_object('letters', find_undelivered((request->>'message')::uuid, skip));
  when 'cover' then
    return find_cover(request);
  when 'workers', 'worker' then
    return find_workers(request, skip);
  when 'areaCounts' then
    return jsonb_build_object('areas', (select coalesce(jsonb_agg(jsonb_build_object('areaId', s.id, 'counts', count_waiting(s.areas, today)) order by s.path), '[]') from (
      select area.id, area.path, array(select below.id from area below where below.path like area.path || '%') as areas
      from area where area.id in (select my_areas()) and exists (select 1 from department d where d.area_id = area.id and d.kind = 'station')
      order by area.path limit 8 offset skip) s));
  end case;
end
$$;
