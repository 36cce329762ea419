-- A turn's further read about people: one person's file, the helper's due visits, and the coordinator's lists, through the
-- same scope. A page holds 7 rows, and an eighth tells that there is another.
-- Files in the order in which they are wanted: many at once cost a third of what they cost one by one. Null for one that is not
-- to be seen.
create or replace function read_person_files(wanted uuid[]) returns setof jsonb language plpgsql stable
as $$
begin
  return query select case when p.id is not null then jsonb_build_object(
      'person', to_jsonb(p),
      'account', jsonb_build_object('id', a.id, 'key', a.key, 'phone', a.phone),
      'reached', chat_of(a.id) is not null,
      'arrival', (select to_jsonb(r) from arrival r where r.person_id = p.id),
      'checkIn', (select to_jsonb(c) from check_in c where c.person_id = p.id and c.state = 'open' order by c.opens_on desc limit 1),
      'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.urgent desc, v.due_on, v.id), '[]') from visit v where v.person_id = p.id and v.state = 'due'),
      'records', (select coalesce(jsonb_agg(to_jsonb(v) order by v.at desc), '[]') from (select * from visit_record where person_id = p.id order by at desc limit 5) v),
      'lastMetOn', (select max(v.happened_on) from visit_record v where v.person_id = p.id and v.outcome = 'met'),
      'team', (select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('is_volunteer', not is_working_helper(t.account_id)) order by t.since, t.id), '[]')
        from team_member t where t.person_id = p.id and t.until is null),
      'needs', (select coalesce(jsonb_agg(to_jsonb(n) order by n.stated_at), '[]') from need n where n.person_id = p.id and n.ended_at is null),
      'triggers', (select coalesce(jsonb_agg(to_jsonb(t) order by t.reported_at), '[]') from trigger t where t.person_id = p.id and t.ended_at is null)) end
    from unnest(wanted) with ordinality as w(id, place) left join (person p join account a on a.id = p.account_id) on p.id = w.id
    order by w.place;
end
$$;

create or replace function read_person_file(wanted uuid) returns jsonb language plpgsql stable
as $$
begin
  return (select * from read_person_files(array[wanted]));
end
$$;

-- Whether somebody helps as part of their work; else they are a volunteer.
create or replace function is_working_helper(account uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from membership m where m.account_id = $1 and m.role <> 'volunteer' and m.state = 'approved');
end
$$;

-- Who could stand in for a helper: those who help in the same areas as part of their work.
create or replace function helpers_beside(account uuid) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(distinct m.account_id), '[]') from membership m join account a on a.id = m.account_id
    where m.role = 'helper' and m.state = 'approved' and a.state = 'active' and m.account_id <> $1
      and m.area_id in (select mine.area_id from membership mine where mine.account_id = $1 and mine.state = 'approved')
      and not exists (select 1 from absence b where b.account_id = m.account_id and b.ended_at is null));
end
$$;

create or replace function find_people(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := nullif(request->>'actor', '')::uuid;
  skip integer := 7 * coalesce((request->>'page')::integer, 0);
  today date := (request->>'today')::date;
  result jsonb;
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  case request->>'what'
  when 'file' then
    result := jsonb_build_array(read_person_file(coalesce(
      (request->>'personId')::uuid,
      (select v.person_id from visit v where v.id = (request->>'visitId')::uuid),
      (select p.id from person p where p.account_id = (request->>'accountId')::uuid),
      (select t.person_id from task t where t.id = (request->>'taskId')::uuid),
      (select p.id from person p where p.account_id = me))));
  when 'dueVisits' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(v), 'accountId', v.account_id) order by v.urgent desc, v.due_on, v.id) into result from (
      select v.*, p.account_id from visit v join person p on p.id = v.person_id
      where v.state = 'due' and v.person_id in (select my_people()) and v.due_on <= today + 7
      order by v.urgent desc, v.due_on, v.id limit 8 offset skip) v;
  when 'myPeople' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(p), 'accountId', p.account_id) order by p.created_at, p.id) into result from (
      select p.* from person p where p.id in (select my_people()) order by p.created_at, p.id limit 8 offset skip) p;
  when 'whoLooked' then
    result := who_looked(skip);
  when 'why' then
    select jsonb_agg(jsonb_build_object('rule', o.rule)) into result from (
      select rule from outbox where identity_id = chat() and rule is not null and sent_seq is not null order by sent_seq desc limit 1) o;
  when 'standIns' then
    result := jsonb_build_array(jsonb_build_object(
      'absence', (select to_jsonb(b) from absence b where b.account_id = me and b.ended_at is null limit 1),
      'helpers', helpers_beside(me)));
  end case;
  return coalesce(result, '[]');
end
$$;
