-- What the clock finds to tell coordinators and offices.

-- Who gets a summary of the day: each coordinator, and each office over all its areas, for whom there is something to say.
create or replace function due_day_summaries(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (
    with told as materialized (
      -- The summary's key is a column here, as a morning list's is.
      select m.account_id, bool_and(m.role = 'office') as is_office, 'daySummary ' || m.account_id || ' ' || today as summary_id
      from membership m join account a on a.id = m.account_id
      where m.role in ('coordinator', 'office') and m.state = 'approved' and a.state = 'active'
      group by m.account_id
    ), readers as (
      select t.account_id, t.is_office from told t
      where not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = t.summary_id)
    ), summed as (
      select r.account_id, r.is_office, count_waiting(array(
          select distinct below.id from membership m join area mine on mine.id = m.area_id join area below on below.path like mine.path || '%'
          where m.account_id = r.account_id and m.state = 'approved' and m.role = case when r.is_office then 'office' else 'coordinator' end), today) as counts
      from readers r)
    select coalesce(jsonb_agg(jsonb_build_object('accountId', s.account_id, 'isOffice', s.is_office, 'counts', s.counts)), '[]') from (
      select * from summed where exists (select 1 from jsonb_each_text(counts) c where c.key <> 'unhelped' and c.value <> '0')
      order by account_id limit most) s);
end
$$;

-- People who were expected and did not come, by area; told once.
create or replace function due_late_arrivals(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('areaId', s.area_id, 'arrivals', s.arrivals)), '[]') from (
    select p.area_id, jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'accountId', p.account_id, 'dueOn', r.due_on) order by r.due_on, r.id) as arrivals
    from arrival r join person p on p.id = r.person_id
    where r.reported_at is null and r.late_told_at is null and r.due_on < today and p.period_ended_at is null
    group by p.area_id order by p.area_id limit most) s);
end
$$;

-- Must-visits that nobody made by their day; told once.
create or replace function due_late_must_visits(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('row', to_jsonb(v) - 'account_id' - 'area_id', 'accountId', v.account_id, 'areaId', v.area_id)), '[]') from (
    select v.*, p.account_id, p.area_id from visit v join person p on p.id = v.person_id
    where v.kind = 'must' and v.state = 'due' and v.due_on < today and v.escalated_at is null
    order by v.due_on, v.id limit most) v);
end
$$;
