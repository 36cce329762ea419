-- What the clock finds to do for helpers.

-- Whether somebody has taken one person over for a helper who is away: that person's visits stand in the substitute's list.
create or replace function is_stood_in(helper uuid, person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return exists (select 1 from team_member s where s.person_id = $2 and s.substitute_for = $1 and s.until is null); end $$;

-- The helpers for whom something is due this week and who have no list of this morning yet. Somebody who is away without
-- a substitute has no list: it is the coordinators' for as long, which `is_away` says. First who may still want a list, since
-- most ticks find that everybody has theirs; then what stands in it. Both begin at what is due, whatever the tables hold; who
-- is a helper around somebody is as `is_helper_of` says, asked for all at once.
create or replace function due_morning_lists(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  waiting uuid[];
  away uuid[];
begin
  perform set_config('guitu.actor', 'system', true);
  waiting := array(
    with due as materialized (
      select d.person_id from (
        select person_id from visit where state = 'due' and due_on <= today + 7
        union select person_id from task where state = 'open' and kind = 'checkIn') d
      where not is_shielded(d.person_id)
    ), helper as materialized (
      select distinct t.account_id as id from due d join team_member t on t.person_id = d.person_id where t.until is null and t.state = 'active'
    )
    select h.id from helper h join account a on a.id = h.id
    where a.state = 'active' and not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = 'morningList ' || h.id || ' ' || today)
      -- Whose substitute has the list gets none.
      and not exists (select 1 from absence b where b.account_id = h.id and b.ended_at is null and b.from_day <= today and b.substitute_id is not null)
      and exists (select 1 from membership m where m.account_id = h.id and m.role in ('helper', 'volunteer') and m.state = 'approved')
    order by h.id limit most);
  if waiting = '{}' then
    return '[]';
  end if;
  away := array(select b.account_id from absence b where b.account_id = any (waiting) and b.ended_at is null and b.from_day <= today);
  return (
    with visits as materialized (
      select t.account_id as helper_id, (array_agg(p.area_id order by v.id))[1] as area_id,
        jsonb_agg(jsonb_build_object('row', to_jsonb(v), 'accountId', p.account_id) order by v.urgent desc, v.due_on, v.id) as items
      from visit v join team_member t on t.person_id = v.person_id and t.until is null and t.state = 'active' join person p on p.id = v.person_id
      where v.state = 'due' and v.due_on <= today + 7 and not is_shielded(v.person_id) and t.account_id = any (waiting)
        and not (t.account_id = any (away) and is_stood_in(t.account_id, t.person_id)) group by t.account_id
    ), calls as materialized (
      select t.account_id as helper_id, (array_agg(p.area_id order by k.id))[1] as area_id,
        jsonb_agg(jsonb_build_object('id', k.id, 'accountId', p.account_id) order by k.created_at, k.id) as items
      from task k join team_member t on t.person_id = k.person_id and t.until is null and t.state = 'active' join person p on p.id = k.person_id
      where k.state = 'open' and k.kind = 'checkIn' and not is_shielded(k.person_id) and t.account_id = any (waiting)
        and not (t.account_id = any (away) and is_stood_in(t.account_id, t.person_id)) group by t.account_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('helperId', h.id,
        'isAway', h.id = any (away),
        'areaId', coalesce(v.area_id, c.area_id), 'visits', coalesce(v.items, '[]'), 'calls', coalesce(c.items, '[]')) order by h.id), '[]')
    from unnest(waiting) h(id) left join visits v on v.helper_id = h.id left join calls c on c.helper_id = h.id
      where v.helper_id is not null or c.helper_id is not null);
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
