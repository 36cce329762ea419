-- What the clock finds to do for helpers.

-- Whether somebody has taken one person over for a helper who is away: that person's visits stand in the substitute's list.
create or replace function is_stood_in(helper uuid, person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return exists (select 1 from team_member s where s.person_id = $2 and s.substitute_for = $1 and s.until is null); end $$;

-- The helpers for whom something is due this week and who have no list of this morning yet. Somebody who is away without
-- a substitute has no list: it is the coordinators' for as long, which `isAway` says. What is due is gone through once, whatever
-- the tables hold, and only what stands in somebody's list is made into one, since most ticks find that everybody has theirs. Who
-- is a helper around somebody is as `is_helper_of` says, asked for all at once. The helpers are looked up inside `coalesce`,
-- where a hash of them is; joined, all of them would be gone through for each thing that is due.
create or replace function due_morning_lists(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (
    with due as materialized (
      select t.account_id as helper_id, t.person_id, p.area_id, p.account_id, d.visit, d.call
      from (
        select v.person_id, v as visit, null::task as call from visit v where v.state = 'due' and v.due_on <= today + 7
        union all select k.person_id, null, k from task k where k.state = 'open' and k.kind = 'checkIn') d
        join person p on p.id = d.person_id and not p.shielded
        join team_member t on t.person_id = d.person_id and t.until is null and t.state = 'active'
    ), helper as materialized (
      select h.id, exists (select 1 from absence b where b.account_id = h.id and b.ended_at is null and b.from_day <= today) as is_away
      from (select distinct helper_id as id from due) h join account a on a.id = h.id
      where a.state = 'active' and not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = 'morningList ' || h.id || ' ' || today)
        -- Whose substitute has the list gets none.
        and not exists (select 1 from absence b where b.account_id = h.id and b.ended_at is null and b.from_day <= today and b.substitute_id is not null)
        and exists (select 1 from membership m where m.account_id = h.id and m.role in ('helper', 'volunteer') and m.state = 'approved')
      order by h.id limit most
    ), listed as materialized (
      select d.*, coalesce(d.helper_id in (select id from helper where is_away), false) as is_away
      from due d where coalesce(d.helper_id in (select id from helper), false)
    )
    select coalesce(jsonb_agg(to_jsonb(l) order by l."helperId"), '[]') from (
      select helper_id as "helperId", is_away as "isAway",
        (array_agg(area_id order by (visit).id, (call).id))[1] as "areaId",
        coalesce(jsonb_agg(jsonb_build_object('row', to_jsonb(visit), 'accountId', account_id) order by (visit).urgent desc, (visit).due_on, (visit).id)
          filter (where (visit).id is not null), '[]') as visits,
        coalesce(jsonb_agg(jsonb_build_object('id', (call).id, 'accountId', account_id) order by (call).created_at, (call).id)
          filter (where (call).id is not null), '[]') as calls
      from listed where not (is_away and is_stood_in(helper_id, person_id)) group by helper_id, is_away) l);
end
$$;

create or replace function due_absence_ends(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(to_jsonb(b)), '[]') from (
    select * from absence where ended_at is null and until_day < today order by until_day limit most) b);
end
$$;
