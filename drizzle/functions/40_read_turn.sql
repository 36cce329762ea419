-- Everything a turn needs to know, in one statement and one snapshot: who writes, whether this update was seen before,
-- where the dialogue stands, what a tapped or typed choice meant, and the rows that it names. It also says who is asking,
-- for this transaction only, so that every row below comes through row-level security.
create or replace function read_referral(wanted uuid) returns jsonb language plpgsql stable
as $$
begin
  return (select jsonb_build_object(
      'row', now_held(r),
      'agreedFields', agreed_fields(r.id),
      'standsIn', r.claimed_by is not null and r.claimed_by in (select stands_in_for(r.department_id)),
      'person', jsonb_build_object('id', p.id, 'accountId', a.id, 'areaId', p.area_id, 'key', a.key, 'name', a.name, 'phone', a.phone),
      'events', (select coalesce(jsonb_agg(to_jsonb(e) order by e.position), '[]')
        from (select * from referral_event where referral_id = r.id order by position desc limit 20) e))
    -- Of whom was erased there is nothing to see or to say.
    from referral r join person p on p.id = r.person_id join account a on a.id = p.account_id and a.key is not null where r.id = wanted);
end
$$;

-- A code opens an account before anybody is known, so this one looks past row-level security, at one row.
create or replace function read_enrolment(link_hash text, spoken_hash text) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select jsonb_build_object(
      'row', to_jsonb(e),
      'account', jsonb_build_object('id', a.id, 'kind', a.kind, 'key', a.key, 'name', a.name, 'phone', a.phone, 'locale', a.locale, 'state', a.state, 'version', a.version),
      'person', (select to_jsonb(p) from person p where p.account_id = a.id),
      'memberships', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from membership m where m.account_id = a.id and m.state <> 'ended'))
    from enrolment e join account a on a.id = e.account_id
    where e.link_hash = $1 or e.spoken_hash = $2);
end
$$;

create or replace function count_code_attempts(identity uuid, since timestamptz) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select jsonb_build_object(
      'here', (select count(*) from code_attempt where identity_id = $1 and at > since),
      'everywhere', (select count(*) from code_attempt where at > since)));
end
$$;

-- Whether what was said in a chat was said to the account it belongs to now: a phone may go from one person to another.
create or replace function is_for(told uuid, owner uuid) returns boolean language sql immutable
as $$ select told is null or told = owner $$;

-- Who writes, whether this update was seen before, where the dialogue stands, and what a number that was `typed` means to
-- the message that the dialogue waits with (`shown_at`: when that was sent, among all that is said): all by one key, so nobody else's rows can be among them. It looks past row-level security, because there is no
-- actor before it has answered. One statement by unique keys, because each further one costs more than its rows do.
drop function if exists read_sender(text, text);
drop function if exists read_sender(timestamptz, text, text, text, text);
create function read_sender(at timestamptz, on_channel text, sender text, update_id text, typed text,
  out moment timestamptz, out me uuid, out told uuid, out owner uuid, out screen uuid, out is_form boolean, out focus uuid,
  out message uuid, out choice jsonb, out on_its_way boolean, out shown_at bigint, out read json)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  select coalesce(at, date_trunc('milliseconds', clock_timestamp() + case when n.demo then n.clock_offset_seconds else 0 end * interval '1 second')),
      i.id, i.account_id, a.id, d.screen_id, d.form, d.focus_referral_id,
      o.id, jsonb_path_query_first(o.choices, '$[*] ? (@.number == $number)', jsonb_build_object('number', typed)), o.attempts = 0,
      case when is_for(o.account_id, i.account_id) and jsonb_array_length(o.choices) > 0 then o.sent_seq end,
      json_build_object(
        'seen', exists (select 1 from inbox e where e.channel = on_channel and e.external_id = update_id),
        'directoryVersion', n.directory_version,
        'identity', case when i.id is not null then json_build_object('id', i.id, 'channel', i.channel, 'externalId', i.external_id,
          'accountId', i.account_id, 'locale', i.locale, 'createdAt', i.created_at, 'endedAt', i.ended_at,
          'unreachableAt', i.unreachable_at, 'version', i.version) end,
        'dialogue', case when d.identity_id is not null then json_build_object('state', d.state, 'version', d.version,
          'screenId', d.screen_id, 'updatedAt', d.updated_at) end,
        'account', case when a.id is not null then json_build_object('id', a.id, 'kind', a.kind, 'key', a.key, 'name', a.name,
          'phone', a.phone, 'locale', a.locale, 'version', a.version) end,
        'memberships', (select json_agg(json_build_object('id', m.id, 'accountId', m.account_id, 'role', m.role, 'areaId', m.area_id,
          'departmentId', m.department_id, 'state', m.state, 'version', m.version))
          from membership m where m.account_id = a.id and m.state = 'approved'),
        'person', case when p.id is not null then json_build_object('id', p.id, 'accountId', p.account_id, 'areaId', p.area_id,
          'state', p.state, 'releasedOn', p.released_on, 'helpedUntil', p.helped_until, 'periodEndedAt', p.period_ended_at,
          'checkInEveryMonths', p.check_in_every_months, 'nextCheckInOn', p.next_check_in_on, 'remindersPausedAt', p.reminders_paused_at, 'plainlySince', p.plainly_since,
          'visitEveryMonths', p.visit_every_months, 'visitReviewOn', p.visit_review_on, 'shielded', p.shielded, 'version', p.version) end)
    into moment, me, told, owner, screen, is_form, focus, message, choice, on_its_way, shown_at, read
    from installation n
      left join identity i on i.channel = on_channel and i.external_id = sender
      left join dialogue d on d.identity_id = i.id
      left join account a on a.id = i.account_id and a.state = 'active' and i.ended_at is null
      left join person p on p.account_id = a.id
      left join outbox o on o.id = case when typed is not null then d.screen_id end and o.identity_id = i.id;
end
$$;

-- `typed` is a number that was typed, `tapped` the message of a button and `place` the button's place under it, `reply` a
-- word that may answer a visit's question.
drop function if exists read_turn(jsonb);
drop function if exists read_turn(timestamptz, text, text, text, text, uuid, integer, text, text, uuid);
drop function if exists read_turn(timestamptz, text, text, text, text, uuid, integer, text, text, uuid, text);
create function read_turn(at timestamptz, on_channel text, sender_id text, update_id text, typed text, tapped uuid, place integer,
  link_hash text, spoken_hash text, referral uuid, reply text) returns json language plpgsql volatile
as $$
declare
  sender record := read_sender(at, on_channel, sender_id, update_id, typed);
  -- Assigned, because `perform` would run a query for each.
  scope text := set_config('guitu.actor', case when on_channel = 'clock' then 'system' else coalesce(sender.owner::text, '') end, true)
    || set_config('guitu.identity', coalesce(sender.me::text, ''), true);
  shown uuid;
  its_lines jsonb;
  its_choices jsonb;
  is_folded boolean;
  message uuid := sender.message;
  choice jsonb := sender.choice;
  focus uuid;
  opened boolean := false;
begin
  if tapped is not null then
    select o.id, o.lines, o.choices, o.folded into shown, its_lines, its_choices, is_folded from outbox o
      where o.id = tapped and o.identity_id = sender.me and is_for(o.account_id, sender.told);
    message := shown;
    choice := its_choices->place;
    opened := is_folded and place = jsonb_array_length(its_choices);
  -- Within a form a number answers the form, whatever else was shown meanwhile. Elsewhere it answers the newest message
  -- with choices; but a quick reader may have the dialogue's own already while that is still noted as on its way.
  elsif typed is not null and sender.me is not null and sender.is_form is not true and sender.on_its_way is not true then
    select o.id, o.lines, o.choices, o.folded into shown, its_lines, its_choices, is_folded from outbox o
      where o.identity_id = sender.me and o.sent_seq > coalesce(sender.shown_at, 0)
        and is_for(o.account_id, sender.told) and jsonb_array_length(o.choices) > 0
      order by o.sent_seq desc limit 1;
    -- A folded notice has one choice of its own; any other number answers what was shown before it.
    opened := is_folded and typed = '1';
    if is_folded is false then
      message := shown;
      choice := jsonb_path_query_first(its_choices, '$[*] ? (@.number == $number)', jsonb_build_object('number', typed));
    end if;
    if opened then
      choice := null;
    end if;
  -- A typed yes, another day or somebody else answers a visit's question while that is the newest thing shown.
  elsif reply is not null and sender.me is not null and sender.is_form is not true then
    select o.id, case when o.folded then '[]' else o.choices end into shown, its_choices from outbox o
      where o.identity_id = sender.me and o.sent_seq is not null and is_for(o.account_id, sender.told) and jsonb_array_length(o.choices) > 0
      order by o.sent_seq desc limit 1;
    message := shown;
    choice := jsonb_path_query_first(its_choices, '$[*] ? (@.action.do == "visitAnswer" && @.action.answer == $reply)', jsonb_build_object('reply', reply));
  end if;

  focus := coalesce((choice->'action'->>'referral')::uuid, referral, sender.focus);
  return json_build_object(
    'now', sender.moment,
    'sender', sender.read,
    'chosen', case when choice is not null then json_build_object('messageId', message, 'choice', choice) end,
    'opened', case when opened then json_build_object('id', shown, 'lines', its_lines, 'choices', its_choices) end,
    'focus', case when focus is not null then read_referral(focus) end,
    'enrolment', case when link_hash is not null or spoken_hash is not null then read_enrolment(link_hash, spoken_hash) end,
    'attempts', case when link_hash is not null or spoken_hash is not null then count_code_attempts(sender.me, sender.moment - interval '1 hour') end);
end
$$;
