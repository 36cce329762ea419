-- What the clock finds to do for helpers.

-- The helpers for whom something is due this week and who have no list of this morning yet. Somebody who is away without
-- a substitute has no list: it is the coordinators' for as long, which `is_away` says. First who may still want a list, since
-- most ticks find that everybody has theirs; then what stands in it. Materialized, so that it begins at what is due whatever
-- the tables hold.
create or replace function due_morning_lists(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (
    with due as materialized (
      select * from visit where state = 'due' and due_on <= today + 7
    ), call as materialized (
      select id, person_id, created_at from task where state = 'open' and kind = 'checkIn'
    ), around as materialized (
      -- The list's key is a column here, because under row-level security an index is not searched by what is worked out.
      select distinct t.account_id as helper_id, 'morningList ' || t.account_id || ' ' || today as list_id
      from (select person_id from due union select person_id from call) d join team_member t on t.person_id = d.person_id
      where t.until is null
    ), waiting as materialized (
      select h.helper_id from around h
      where not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = h.list_id)
      -- Whose substitute has the list gets none.
        and not exists (select 1 from absence b where b.account_id = h.helper_id and b.ended_at is null and b.substitute_id is not null)
    ), team as materialized (
      select w.helper_id, t.person_id from waiting w join team_member t on t.account_id = w.helper_id where t.until is null
    ), helping as materialized (
      select t.helper_id, t.person_id, p.account_id as person_account, p.area_id
      from team t join person p on p.id = t.person_id where is_helper_of(t.helper_id, t.person_id)
    ), listed as materialized (
      select h.helper_id, v.*, h.person_account, h.area_id from helping h join due v on v.person_id = h.person_id
    ), called as materialized (
      select h.helper_id, k.id, h.person_account, h.area_id, k.created_at from helping h join call k on k.person_id = h.person_id
    ), mornings as (
      select h.helper_id, (select b.substitute_id is null from absence b where b.account_id = h.helper_id and b.ended_at is null limit 1) as is_away
      from (select helper_id from listed union select helper_id from called) h order by h.helper_id limit most)
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
