-- A turn's further read: lists, through the same scope. `what` names the list; `page` starts at 0; a page holds 7 rows, and
-- an eighth tells that there is another.
create or replace function read_final_states() returns text[] language sql immutable
as $$ select array['closed', 'withdrawn', 'refused'] $$;

create or replace function find_rows(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := nullif(request->>'actor', '')::uuid;
  skip integer := 7 * coalesce((request->>'page')::integer, 0);
  result jsonb;
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  case request->>'what'
  when 'matters' then
    select jsonb_agg(to_jsonb(r) order by r.open desc, r.created_at desc, r.id) into result from (
      select r.*, not (r.state = any (read_final_states())) as open
      from referral r where r.person_id in (select my_person())
      order by open desc, r.created_at desc, r.id limit 8 offset skip) r;
  when 'conversation' then
    select jsonb_agg(to_jsonb(r)) into result from (
      select r.* from referral r where r.person_id in (select my_person())
        and (request->>'kind' is null or r.kind = request->>'kind') and not (r.state = any (read_final_states()))
      -- The one in which somebody last said something to the person.
      order by (select max(e.at) from referral_event e where e.referral_id = r.id and e.text is not null and e.by_account is distinct from me) desc nulls last,
        r.created_at desc limit 1) r;
  when 'stuck' then
    select jsonb_agg(read_referral(r.id)) into result from (
      select r.id from referral r where r.person_id in (select my_person()) and r.state in ('waitingForPerson', 'refused')
      order by (select max(e.at) from referral_event e where e.referral_id = r.id) desc, r.created_at desc, r.id limit 1) r;
  when 'queue' then
    select jsonb_agg(jsonb_build_object('row', r.held, 'name', r.name, 'key', r.key, 'personAccountId', r.person_account) order by r.urgent desc, r.expected_on, r.created_at, r.id) into result from (
      select r.*, held, a.name, a.key, a.id as person_account
      from referral r join person p on p.id = r.person_id join account a on a.id = p.account_id cross join lateral now_held(r) held
      where r.department_id in (select my_departments()) and r.state in ('new', 'claimed', 'waitingForPerson')
        and coalesce((held->>'claimed_by')::uuid, me) = me
      order by r.urgent desc, r.expected_on, r.created_at, r.id limit 8 offset skip) r;
  when 'approvals' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(m), 'name', m.name, 'key', m.key) order by m.absent, m.created_at, m.id) into result from (
      -- Who has joined is waiting; who has not can be confirmed beforehand.
      select m.*, a.name, a.key, chat_of(a.id) is null as absent from membership m join account a on a.id = m.account_id
      where m.state = 'proposed' and m.area_id in (select my_areas()) and m.account_id <> me and m.proposed_by is distinct from me
      order by absent, m.created_at, m.id limit 8 offset skip) m;
  when 'people' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(p), 'name', p.name, 'key', p.key, 'chat', p.chat) order by p.created_at, p.id) into result from (
      select p.*, a.name, a.key, chat_of(a.id) as chat from person p join account a on a.id = p.account_id
      where (p.area_id in (select my_areas()) or p.id in (select my_people()))
        and (request->>'accountId' is null or p.account_id = (request->>'accountId')::uuid)
      order by p.created_at, p.id limit 8 offset skip) p;
  when 'calls' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(t) || jsonb_build_object('kind', case when t.slot like 'closed:%' then 'closed' else t.kind end),
        'accountId', t.account_id, 'name', t.name, 'phone', t.phone, 'key', t.key) order by t.created_at, t.id) into result from (
      select t.*, a.id as account_id, a.name, a.phone, a.key
      from task t join person p on p.id = t.person_id join account a on a.id = p.account_id
      where t.state = 'open' and (t.area_id in (select my_areas()) or is_at_my_station(t.area_id))
        -- A friendly call is the helper's; the station's where there is none.
        and (t.kind = 'call' or not has_helper(t.person_id))
        and (request->>'taskId' is null or t.id = (request->>'taskId')::uuid)
      order by t.created_at, t.id limit 8 offset skip) t;
  when 'membership' then
    select jsonb_agg(jsonb_build_object('row', to_jsonb(m), 'name', a.name, 'key', a.key)) into result
      from membership m join account a on a.id = m.account_id
      where m.id = (request->>'membershipId')::uuid and m.area_id in (select my_areas()) and m.proposed_by is distinct from me;
  end case;
  return coalesce(result, '[]');
end
$$;

-- The directory: areas, departments, the offices' own routes and what else they set. Nothing here is about a person.
create or replace function read_directory() returns jsonb language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'version', (select directory_version from installation),
    'demo', (select demo from installation),
    'areas', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from area a),
    'departments', (select coalesce(jsonb_agg(to_jsonb(d)), '[]') from department d),
    'routes', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from route r),
    'calendar', (select coalesce(jsonb_agg(to_jsonb(y)), '[]') from calendar_year y),
    'settings', read_settings());
end
$$;

-- The years this program knows, for a database that does not: what an office has changed stays.
create or replace function seed_calendar(years jsonb) returns void language sql volatile
as $$
  insert into calendar_year (year, holidays, workdays)
    select key::smallint, value->'holidays', value->'workdays' from jsonb_each(years) on conflict do nothing
$$;

-- A year as the State Council announced it, or announced it anew.
create or replace function write_calendar_year(wanted smallint, holidays jsonb, workdays jsonb) returns void language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  perform note_command('calendar', a.id, wanted::text, (select jsonb_build_object('holidays', y.holidays, 'workdays', y.workdays) from calendar_year y where y.year = wanted),
      jsonb_build_object('holidays', $2, 'workdays', $3), clock_now())
    from area a where a.parent_id is null order by a.id limit 1;
  insert into calendar_year as t values (wanted, $2, $3)
    on conflict (year) do update set holidays = excluded.holidays, workdays = excluded.workdays;
  insert into audit (at, actor, action) values (clock_now(), 'operator', 'calendarYearWritten');
  update installation set directory_version = directory_version + 1;
end
$$;

-- The clock's work that is due: timers, and messages on the web chat that stay unread (24 hours; urgent ones 1 hour).
create or replace function read_due(at timestamptz, most integer) returns jsonb language plpgsql volatile
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  perform set_config('guitu.actor', 'system', true);
  return jsonb_build_object(
    'now', moment,
    'timers', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from (
      select t.id, t.rule, t.subject_id, t.slot, t.due_at from timer t where t.state = 'waiting' and t.due_at <= moment
        -- Rules of the clock find these by themselves.
        and t.rule not in ('deadLetters', 'chatClosed', 'absenceBegins') order by t.due_at, t.id limit most) t),
    'unread', (select coalesce(jsonb_agg(to_jsonb(u)), '[]') from (
      select array_agg(o.id order by o.sent_at) as message_ids, bool_or(o.urgent) as urgent, p.id as person_id, p.area_id, a.id as account_id,
        exists (select 1 from task t where t.person_id = p.id and t.kind = 'call' and t.state = 'open') as to_be_called
      from outbox o join identity i on i.id = o.identity_id join account a on a.id = i.account_id join person p on p.account_id = a.id
      where o.state = 'sent' and o.read_at is null and o.unread_handled_at is null and not o.screen and o.channel_message_id is null and i.channel = 'web'
        -- A tick has long dealt with what is older; other channels' messages, which are never read, would be looked at for ever.
        and o.sent_at > moment - interval '14 days' and o.sent_at <= moment - interval '1 hour'
        and (o.urgent or o.sent_at <= moment - interval '24 hours')
      group by p.id, a.id order by min(o.sent_at) limit most) u));
end
$$;
