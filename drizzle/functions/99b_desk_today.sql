-- Today at the desk: what waits in the asker's areas, as the summary of five o'clock counts it, and the lists behind each number.

-- Requests that the station has to sort, because their kind is "other".
create or replace function is_unsorted(referral referral) returns boolean language sql stable
as $$
  select referral.kind = 'other' and referral.state in ('new', 'claimed')
    and exists (select 1 from department d where d.id = referral.department_id and d.kind = 'station')
$$;

-- The numbers of today, and of each station by itself. They go over everybody on file in whole areas, so it looks past row-level
-- security, at the areas that are the asker's.
create or replace function count_today(within uuid, today date) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp set enable_hashjoin = on
as $$
declare
  areas uuid[] := desk_areas(within);
begin
  return jsonb_build_object(
    'counts', count_waiting(areas, today) || jsonb_build_object(
      'unsorted', (select count(*) from referral r where r.area_id = any (areas) and r.state in ('new', 'claimed') and is_unsorted(r)),
      'arriving', (select count(*) from arrival r join person p on p.id = r.person_id
        where p.area_id = any (areas) and r.reported_at is null and r.due_on between today and today + 7 and p.period_ended_at is null),
      'papers', (select count(*) from arrival r join person p on p.id = r.person_id
        where p.area_id = any (areas) and r.reported_at is not null and r.paper_seen_at is null and p.period_ended_at is null),
      'closings', (select count(*) from file_closing c join person p on p.id = c.person_id
        where p.area_id = any (areas) and c.outcome is null and c.proposed_by <> actor())),
    'stations', (select coalesce(jsonb_agg(jsonb_build_object('areaId', s.id, 'counts', count_waiting(s.areas, today)) order by s.path), '[]') from (
      select area.id, area.path, array(select below.id from area below where below.path like area.path || '%') as areas
      from area where within is null and area.id = any (areas) and exists (select 1 from department d where d.area_id = area.id and d.kind = 'station')
      order by area.path limit 60) s));
end
$$;

create or replace function desk_today(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return count_today((request->>'area')::uuid, (request->>'today')::date);
end
$$;

-- Messages that could not be delivered, in these areas: for whom, of what kind and since when, not what they say.
create or replace function undelivered_in(areas uuid[]) returns table (id uuid, account_id uuid, kind text, created_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  return query select o.id, coalesce(o.account_id, i.account_id),
      case when o.screen then 'answer' when o.rule is not null then 'reminder'
        when o.choices @? '$[*].action.referral' then 'request' else 'news' end, o.created_at
    from timer t join outbox o on o.id = t.subject_id left join identity i on i.id = o.identity_id
    where t.rule = 'deadLetter' and o.state = 'dead' and t.slot = any (areas::text[]) and t.slot in (select a::text from my_areas() a);
end
$$;

-- A list behind a number: rows in the order of their day, from behind `after`, `most` and one more.
create or replace function desk_waiting(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  areas uuid[];
  list text := request->>'list';
  today date := (request->>'today')::date;
  most integer := (request->>'most')::integer;
  after_day date := coalesce((request->'after'->>'day')::date, '-infinity');
  after_id uuid := coalesce((request->'after'->>'id')::uuid, '00000000-0000-0000-0000-000000000000');
  result jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  areas := desk_areas((request->>'area')::uuid);
  with entry as (
    select v.id, v.due_on as day, p.id as person_id, p.account_id, p.area_id, jsonb_build_object('urgent', v.urgent, 'helpers',
        (select coalesce(jsonb_agg(t.account_id), '[]') from team_member t where t.person_id = p.id and t.until is null and is_helper_of(t.account_id, p.id))) as more
      from visit v join person p on p.id = v.person_id
      where list in ('visits', 'must', 'swaps') and p.area_id = any (areas) and v.state = 'due'
        and case list when 'swaps' then v.answer = 'swap' when 'must' then v.kind = 'must' and is_late(v, today) else v.kind = 'regular' and is_late(v, today) end
    union all
    select r.id, r.due_on, p.id, p.account_id, p.area_id, jsonb_build_object('number', r.number, 'reportedAt', r.reported_at)
      from arrival r join person p on p.id = r.person_id
      where list in ('arrivals', 'arriving', 'papers') and p.area_id = any (areas)
        and case list when 'arrivals' then r.reported_at is null and r.due_on < today
          when 'arriving' then r.reported_at is null and r.due_on between today and today + 7 and p.period_ended_at is null
          else r.reported_at is not null and r.paper_seen_at is null and p.period_ended_at is null end
    union all
    select r.id, r.expected_on, p.id, p.account_id, r.area_id, jsonb_build_object('number', r.number, 'kind', r.kind, 'state', r.state,
        'departmentId', r.department_id, 'urgent', r.urgent, 'isMine', r.department_id in (select my_departments()))
      from referral r join person p on p.id = r.person_id
      where list in ('requests', 'unsorted') and r.area_id = any (areas) and r.state in ('new', 'claimed')
        and case list when 'requests' then is_late(r, today) else is_unsorted(r) end
    union all
    select t.id, (t.created_at at time zone 'Asia/Shanghai')::date, p.id, p.account_id, t.area_id,
        jsonb_build_object('why', case when t.slot like 'closed:%' then 'closed' else 'unread' end)
      from task t join person p on p.id = t.person_id
      where list = 'calls' and t.kind = 'call' and t.state = 'open' and t.area_id = any (areas)
    union all
    select c.id, (c.proposed_at at time zone 'Asia/Shanghai')::date, p.id, p.account_id, p.area_id,
        jsonb_build_object('reason', c.reason, 'proposedBy', c.proposed_by)
      from file_closing c join person p on p.id = c.person_id
      where list = 'closings' and c.outcome is null and p.area_id = any (areas) and c.proposed_by <> actor()
    union all
    select u.id, (u.created_at at time zone 'Asia/Shanghai')::date, p.id, u.account_id, p.area_id,
        jsonb_build_object('kind', u.kind, 'since', u.created_at)
      from undelivered_in(case when list = 'undelivered' then areas else '{}' end) u left join person p on p.account_id = u.account_id)
  select jsonb_agg(jsonb_build_object('id', w.id, 'day', w.day, 'personId', w.person_id, 'accountId', w.account_id, 'areaId', w.area_id) || w.more order by w.day, w.id)
    into result from (select * from entry e where (e.day, e.id) > (after_day, after_id) order by e.day, e.id limit most + 1) w;
  return coalesce(result, '[]');
end
$$;
