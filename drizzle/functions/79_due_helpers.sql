-- What the clock finds to do for helpers.

-- The helpers for whom something is due this week and who have no list of this morning yet. Somebody who is away without
-- a substitute has no list: it is the coordinators' for as long, which `is_away` says.
create or replace function due_morning_lists(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (
    with listed as (
      select t.account_id as helper_id, v.*, p.account_id as person_account, p.area_id
      from visit v join person p on p.id = v.person_id join team_member t on t.person_id = v.person_id
      where v.state = 'due' and v.due_on <= today + 7 and t.until is null and is_helper_of(t.account_id, v.person_id)
    ), called as (
      select t.account_id as helper_id, k.id, p.account_id as person_account, p.area_id, k.created_at
      from task k join person p on p.id = k.person_id join team_member t on t.person_id = k.person_id
      where k.state = 'open' and k.kind = 'checkIn' and t.until is null and is_helper_of(t.account_id, k.person_id)
    ), mornings as (
      select h.helper_id, (select b.substitute_id is null from absence b where b.account_id = h.helper_id and b.ended_at is null limit 1) as is_away
      from (select helper_id from listed union select helper_id from called) h
      where not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = 'morningList ' || h.helper_id || ' ' || today)
      -- Whose substitute has the list gets none.
        and not exists (select 1 from absence b where b.account_id = h.helper_id and b.ended_at is null and b.substitute_id is not null)
      order by h.helper_id limit most)
    select coalesce(jsonb_agg(jsonb_build_object('helperId', m.helper_id, 'isAway', coalesce(m.is_away, false),
        'areaId', coalesce((select l.area_id from listed l where l.helper_id = m.helper_id limit 1), (select c.area_id from called c where c.helper_id = m.helper_id limit 1)),
        'visits', (select coalesce(jsonb_agg(jsonb_build_object('row', to_jsonb(l) - 'helper_id' - 'person_account' - 'area_id', 'accountId', l.person_account)
            order by l.urgent desc, l.due_on, l.id), '[]') from listed l where l.helper_id = m.helper_id),
        'calls', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'accountId', c.person_account) order by c.created_at, c.id), '[]')
            from called c where c.helper_id = m.helper_id))), '[]')
    from mornings m);
end
$$;

create or replace function due_absence_ends(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(to_jsonb(b)), '[]') from (
    select * from absence where ended_at is null and until_day < today order by until_day limit most) b);
end
$$;
