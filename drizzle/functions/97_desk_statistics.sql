-- The statistics of an area: what is counted, and the rows behind each number. Both come from one function, so that a list
-- always has as many rows as its number says.

-- An area with all below it, for who coordinates or oversees it; empty for an area elsewhere, or above.
create or replace function statistics_areas(area uuid) returns uuid[] language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return array(select below.id from area asked join area below on below.path like asked.path || '%'
    where asked.id = $1 and asked.id in (select my_areas()));
end
$$;

create or replace function shanghai_day(at timestamptz) returns date language sql immutable
as $$ select (at at time zone 'Asia/Shanghai')::date $$;

-- What a measure counts from a day on and up to another: each with whose file it is about, its area, its day, the kind of
-- request, and whether it was as it should be (`hit`; null where that is not asked). What cannot be told yet (due, but not past)
-- is not counted. Of whom was erased the requests still count, which say nothing of them. It looks past row-level security,
-- whose policies would be asked for every row, and so keeps to `statistics_areas` itself.
create or replace function statistics_items(measure text, area uuid, since date, until date, today date)
  returns table (item uuid, person uuid, area_id uuid, bucket text, day date, hit boolean) language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  areas uuid[] := statistics_areas(area);
  since_at timestamptz := since::timestamp at time zone 'Asia/Shanghai';
  until_at timestamptz := until::timestamp at time zone 'Asia/Shanghai';
  last date := least(until - 1, today);
begin
  case measure
  when 'registered' then
    return query select p.id, p.id, p.area_id, null::text, shanghai_day(p.created_at), null::boolean
      from person p where p.area_id = any (areas) and p.state <> 'erased' and p.created_at >= since_at and p.created_at < until_at;
  when 'arrivals' then
    return query select r.id, p.id, p.area_id, null::text, r.due_on, coalesce(shanghai_day(r.reported_at) <= r.due_on, false)
      from arrival r join person p on p.id = r.person_id
      where p.area_id = any (areas) and p.state <> 'erased' and r.due_on >= since and r.due_on < until and (r.due_on < today or r.reported_at is not null);
  -- On file at the end of the last day, the helping period not over.
  when 'helped', 'tracked', 'both' then
    -- By index for each person: sets of so many are joined badly, since the planner cannot know how many are on file.
    return query select p.id, p.id, p.area_id, null::text, shanghai_day(p.created_at),
        (measure = 'tracked' or exists (select 1 from team_member t where t.person_id = p.id and t.state <> 'asked'
          and shanghai_day(t.since) <= last and (t.until is null or shanghai_day(t.until) > last)))
        and (measure = 'helped' or exists (select 1 from visit_record v where v.person_id = p.id and v.outcome = 'met'
          and v.happened_on <= last and v.happened_on > (last - interval '6 months')::date))
      from person p where p.area_id = any (areas) and p.state <> 'erased' and p.created_at < until_at
        and (p.helped_until is null or p.helped_until >= last) and (p.period_ended_at is null or shanghai_day(p.period_ended_at) > last);
  when 'regularVisits', 'mustVisits' then
    return query select v.id, p.id, p.area_id, null::text, v.due_on, coalesce(v.state = 'done' and r.happened_on <= v.due_on, false)
      from visit v join person p on p.id = v.person_id left join visit_record r on r.id = v.settled_by
      where p.area_id = any (areas) and p.state <> 'erased' and v.kind = case measure when 'mustVisits' then 'must' else 'regular' end
        and v.due_on >= since and v.due_on < until and v.state <> 'cancelled' and (v.state = 'done' or v.due_on < today);
  when 'requests' then
    return query select r.id, r.person_id, r.area_id, r.kind, shanghai_day(r.created_at), null::boolean
      from referral r where r.area_id = any (areas) and r.created_at >= since_at and r.created_at < until_at;
  -- The clock reminds the department the moment a first word is late; so late is what it had to remind of.
  when 'firstWord' then
    return query select r.id, r.person_id, r.area_id, null::text, shanghai_day(r.created_at), not s.late
      from referral r cross join lateral (select exists (select 1 from referral_event e where e.referral_id = r.id and e.kind = 'departmentReminded') as late) s
      where r.area_id = any (areas) and r.created_at >= since_at and r.created_at < until_at and (r.first_word_at is not null or s.late);
  -- The first answer of the period, a refusal too: late is what the clock had to ask the person's patience for.
  when 'answers' then
    return query select r.id, r.person_id, r.area_id, null::text, shanghai_day(a.at),
        not exists (select 1 from referral_event e where e.referral_id = r.id and e.kind = 'expectedDayMoved' and e.position < a.position)
      from referral r join lateral (select e.at, e.position from referral_event e where e.referral_id = r.id
          and e.kind in ('answered', 'refused', 'closed') and e.at >= since_at and e.at < until_at order by e.position limit 1) a on true
      where r.area_id = any (areas) and r.created_at < until_at;
  when 'refused' then
    return query select a.id, r.person_id, r.area_id, r.kind, shanghai_day(a.at), null::boolean
      from referral r join lateral (select e.id, e.at from referral_event e where e.referral_id = r.id
          and e.kind = 'refused' and e.at >= since_at and e.at < until_at order by e.position desc limit 1) a on true
      where r.area_id = any (areas) and r.created_at < until_at;
  end case;
end
$$;

-- All the numbers of two periods: null for an area that is not the asker's.
create or replace function desk_statistics(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  wanted uuid := (request->>'area')::uuid;
begin
  perform as_desk((request->>'actor')::uuid);
  if statistics_areas(wanted) = '{}' then
    return null;
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('period', c.period, 'measure', c.measure, 'areaId', c.area_id, 'bucket', c.bucket,
      'month', c.month, 'hit', c.hit, 'count', c.count)), '[]')
    from (select p.name as period, m.measure, i.area_id, i.bucket, to_char(i.day, 'YYYY-MM') as month, i.hit, count(*) as count
      from jsonb_to_recordset(request->'periods') as p(name text, since date, until date)
        cross join jsonb_array_elements_text(request->'measures') as m(measure)
        cross join lateral statistics_items(m.measure, wanted, p.since, p.until, (request->>'today')::date) i
      group by p.name, m.measure, i.area_id, i.bucket, to_char(i.day, 'YYYY-MM'), i.hit) c);
end
$$;

-- The rows behind one number, the newest first, from a row on: 51 of them, the last of which only tells that there are more.
create or replace function desk_statistics_items(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk((request->>'actor')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('item', i.item, 'day', i.day, 'areaId', i.area_id, 'hit', i.hit,
      'accountId', case when p.state <> 'erased' then p.account_id end, 'referralId', r.id, 'number', r.number, 'kind', r.kind,
      'departmentId', r.department_id, 'event', e.id) order by i.day desc, i.item), '[]')
    from (select s.* from statistics_items(request->>'measure', (request->>'area')::uuid, (request->>'since')::date, (request->>'until')::date, (request->>'today')::date) s
        where (request->>'bucket' is null or s.bucket = request->>'bucket')
          and (request->'hit' is null or s.hit = (request->>'hit')::boolean)
          and (request->>'month' is null or to_char(s.day, 'YYYY-MM') = request->>'month')
          and (request->'areas' is null or s.area_id in (select a::uuid from jsonb_array_elements_text(request->'areas') a))
          and (request->>'afterDay' is null or s.day < (request->>'afterDay')::date
            or s.day = (request->>'afterDay')::date and s.item > (request->>'afterItem')::uuid)
        order by s.day desc, s.item limit 51) i
      left join person p on p.id = i.person
      left join referral_event e on e.id = i.item
      left join referral r on r.id = coalesce(e.referral_id, i.item));
end
$$;
