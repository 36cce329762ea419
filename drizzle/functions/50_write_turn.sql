-- Everything a turn changes, in one statement and so in one commit. An update only touches the version that the turn has
-- read. What was missed raises GT001, and the turn is taken again.
create or replace function must_equal(expected bigint, actual bigint) returns void language plpgsql immutable
as $$
begin
  if expected is distinct from actual then
    raise exception 'a row this turn relied on has changed' using errcode = 'GT001';
  end if;
end
$$;

-- A referral that is passed on leaves the scope of who passes it on, which a policy would refuse. So the caller shows
-- first, under row-level security, that it sees the rows, and this changes them as the owner, the version still guarding.
create or replace function change_referrals(rows jsonb) returns bigint language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  touched bigint;
begin
  update referral t set
    department_id = s.department_id, state = s.state, urgent = s.urgent, claimed_by = s.claimed_by,
    expected_on = s.expected_on, provisional = s.provisional, paused_on = s.paused_on,
    first_word_at = s.first_word_at, helped = s.helped, version = t.version + 1
  from jsonb_populate_recordset(null::referral, rows) s
  where t.id = s.id and t.version = s.version;
  get diagnostics touched = row_count;
  return touched;
end
$$;

-- When the first of what waits for a chat is due. A chat that is leased with nothing to send keeps what comes next waiting.
create or replace function first_due(chat uuid) returns timestamptz language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select min(o.due_at) from outbox o where o.identity_id = $1 and o.state = 'waiting');
end
$$;

-- A chat that joins an account takes over: the account's other chats end, and what waited for it moves here.
create or replace function adopt_chat(account uuid, identity uuid, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update identity i set ended_at = moment, version = i.version + 1 where i.account_id = $1 and i.id <> $2 and i.ended_at is null;
  perform chat_opened($2);
  -- What the old chat could not get goes now; what waits for the morning goes on waiting.
  update outbox o set identity_id = $2, due_at = case when o.attempts > 0 then least(o.due_at, moment) else o.due_at end
    where o.account_id = $1 and o.state = 'waiting' and o.identity_id is distinct from $2;
  if found then
    -- All that is left there is to take off the screen what was said.
    update mailbox m set send_at = first_due(i.id) from identity i where i.account_id = $1 and i.id <> $2 and m.identity_id = i.id;
    insert into mailbox as m (identity_id, urgent, send_at)
      select $2, false, first_due($2)
      on conflict (identity_id) do update set send_at = least(m.send_at, excluded.send_at);
  end if;
end
$$;

-- A chat that had closed to us has written again: what waited goes now, in its order.
create or replace function release_chat(identity uuid, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update outbox o set due_at = moment where o.identity_id = $1 and o.state = 'waiting' and o.attempts > 0 and o.due_at > moment;
  update mailbox m set send_at = first_due($1) where m.identity_id = $1;
  perform chat_opened($1);
end
$$;

-- Messages as they are stored, from those of a turn: what is for several becomes one for each of them, whose id tells the
-- request as well. What names a chat or nobody stays as it is.
create or replace function addressed(rows jsonb) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(case when s.account_id is not null and s.needs_department_id is null then s.row
        when s.account_id is not null then s.row || jsonb_build_object('account_id', reader.id)
        when reader.id is null then s.row
        else s.row || jsonb_build_object('id', overlay(gen_random_uuid()::text placing left(s.row->>'id', 13) from 1), 'account_id', reader.id) end order by s.place), '[]')
    from (select e.row, e.place, r.* from jsonb_array_elements(rows) with ordinality as e(row, place),
        jsonb_to_record(e.row) as r(account_id uuid, needs_department_id uuid, department uuid, approvers uuid, coordinators uuid, coordinators_in jsonb)) s
      left join lateral recipients_of(s.account_id, s.needs_department_id, s.department, s.approvers, s.coordinators, s.coordinators_in) as reader(id) on true
    where reader.id is not null or coalesce(s.department, s.approvers, s.coordinators) is null and s.coordinators_in is null);
end
$$;

-- Messages to write, and chats to note them for. `own`: the chats whose message is written already and waits there too.
-- True when something now waits in a chat.
drop function if exists write_outbox(jsonb, timestamptz);
drop function if exists write_outbox(jsonb, timestamptz, mailbox);
create or replace function write_outbox(rows jsonb, moment timestamptz, own mailbox[] default null) returns boolean language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  rows := addressed(rows);
  if jsonb_array_length(rows) = 0 and own is null then
    return false;
  end if;
  -- In the order of the chats, so that two turns never wait for each other, and in each in the order they were said.
  with message as (
    select r.*, coalesce(r.identity_id, chat_of(r.account_id)) as chat, e.place
    from jsonb_array_elements(rows) with ordinality as e(row, place), jsonb_populate_record(null::outbox, e.row) r
  ), made as (
    insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, needs_department_id, needs_person_id, rule, edit, edits, fold_at, due_at, state, created_at)
      select id, chat, account_id, lines, choices, urgent, screen, discreet, needs_department_id, needs_person_id, rule, edit, edits, fold_at, due_at, 'waiting', coalesce(created_at, moment)
      from message order by chat, place
    returning identity_id, urgent or screen as urgent, due_at
  )
  insert into mailbox as m (identity_id, urgent, send_at)
    select identity_id, bool_or(urgent), min(due_at)
      from (select * from made union all select o.identity_id, o.urgent, o.send_at from unnest(own) o) w
      where identity_id is not null group by identity_id order by identity_id
    on conflict (identity_id) do update set urgent = m.urgent or excluded.urgent,
      -- What failed and is to be tried again holds up what comes after it, so that the order is kept.
      send_at = case when m.send_at > moment and exists (select 1 from outbox held where held.identity_id = m.identity_id
          and held.state = 'waiting' and held.attempts > 0 and held.due_at > moment) then m.send_at else least(m.send_at, excluded.send_at) end;
  return found;
end
$$;

-- What only some turns change: each key of `turn` names a table and holds its rows, or says what else to do.
create or replace function write_rest(turn jsonb, moment timestamptz, me uuid) returns void language plpgsql volatile
as $$
declare
  touched bigint;
begin
  if turn ? 'newIdentity' then
    insert into identity select * from jsonb_populate_recordset(null::identity, turn->'newIdentity');
  end if;
  if turn ? 'identity' then
    update identity t set account_id = s.account_id, locale = s.locale, ended_at = s.ended_at, unreachable_at = s.unreachable_at, version = t.version + 1
      from jsonb_populate_recordset(null::identity, turn->'identity') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'identity'), touched);
  end if;
  if turn ? 'accountLocale' then
    update account t set locale = s.locale, version = t.version + 1
      from jsonb_populate_recordset(null::account, turn->'accountLocale') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'accountLocale'), touched);
  end if;
  if turn ? 'person' then
    update person t set state = s.state, version = t.version + 1
      from jsonb_populate_recordset(null::person, turn->'person') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'person'), touched);
  end if;
  if turn ? 'membership' then
    update membership t set state = s.state, approved_by = s.approved_by, version = t.version + 1
      from jsonb_populate_recordset(null::membership, turn->'membership') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'membership'), touched);
  end if;
  if turn ? 'replaceEnrolmentsOf' then
    update enrolment t set replaced_at = moment, version = t.version + 1
      where t.account_id = (turn->>'replaceEnrolmentsOf')::uuid and t.used_at is null and t.replaced_at is null;
  end if;
  if turn ? 'newEnrolment' then
    insert into enrolment select * from jsonb_populate_recordset(null::enrolment, turn->'newEnrolment');
  end if;
  if turn ? 'enrolment' then
    update enrolment t set used_at = s.used_at, version = t.version + 1
      from jsonb_populate_recordset(null::enrolment, turn->'enrolment') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'enrolment'), touched);
  end if;
  if turn ? 'newCodeAttempt' then
    insert into code_attempt select * from jsonb_populate_recordset(null::code_attempt, turn->'newCodeAttempt');
  end if;
  if turn ? 'withdrawConsent' then
    perform withdraw_consents(turn->'withdrawConsent', moment);
  end if;

  if turn ? 'newReferral' then
    insert into referral select * from jsonb_populate_recordset(null::referral, turn->'newReferral');
  end if;
  if turn ? 'referral' then
    perform must_equal(jsonb_array_length(turn->'referral'),
      (select count(*) from referral r join jsonb_populate_recordset(null::referral, turn->'referral') s on s.id = r.id));
    perform must_equal(jsonb_array_length(turn->'referral'), change_referrals(turn->'referral'));
  end if;
  if turn ? 'newReferralEvent' then
    insert into referral_event select * from jsonb_populate_recordset(null::referral_event, turn->'newReferralEvent');
  end if;
  if turn ? 'newConsent' then
    insert into consent select * from jsonb_populate_recordset(null::consent, turn->'newConsent');
  end if;
  if turn ? 'newTask' then
    insert into task select * from jsonb_populate_recordset(null::task, turn->'newTask') on conflict do nothing;
  end if;
  if turn ? 'task' then
    update task t set state = s.state, outcome = s.outcome, closed_by = s.closed_by, version = t.version + 1
      from jsonb_populate_recordset(null::task, turn->'task') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'task'), touched);
  end if;
  if turn ? 'newTimer' then
    insert into timer select * from jsonb_populate_recordset(null::timer, turn->'newTimer') on conflict do nothing;
  end if;
  if turn ? 'timer' then
    update timer t set state = 'done' where t.id = (turn->>'timer')::uuid and t.state = 'waiting';
    get diagnostics touched = row_count;
    perform must_equal(1, touched);
  end if;
  if turn ? 'unreadHandled' then
    update outbox t set unread_handled_at = moment from jsonb_array_elements_text(turn->'unreadHandled') s(id) where t.id = s.id::uuid;
  end if;

  if turn ? 'inserts' or turn ? 'updates' then
    perform write_more(turn->'inserts', turn->'updates');
  end if;

  if turn ? 'newSettingVersion' then
    perform write_settings(turn->'newSettingVersion');
  end if;

  if turn ? 'standIn' then
    perform stand_in((turn->'standIn'->>'helper')::uuid, (turn->'standIn'->>'substitute')::uuid, moment);
  end if;
  if turn ? 'standOut' then
    perform stand_out((turn->>'standOut')::uuid, moment);
  end if;

  if turn ? 'endImport' then
    perform end_import((turn->>'endImport')::uuid);
  end if;

  if turn ? 'silence' then
    perform silence((turn->>'silence')::uuid, moment);
  end if;

  if turn ? 'helperTasksDone' then
    perform helper_tasks_done((turn->'helperTasksDone'->>'personId')::uuid, (turn->'helperTasksDone'->>'missedOnly')::boolean);
  end if;

  if turn ? 'erase' then
    perform erase_person((turn->'erase'->>'personId')::uuid, me, (turn->'erase'->>'openRequests')::bigint, moment);
  end if;
  if turn ? 'adopt' then
    perform adopt_chat((turn->>'adopt')::uuid, me, moment);
  end if;
  if turn ? 'hide' then
    perform hide_screens(me, turn->>'hide', moment);
  end if;
  if turn ? 'show' then
    perform show_screens(me);
  end if;
  if turn ? 'leave' then
    perform leave_phone(me, (turn->'leave'->>'account')::uuid, turn->'leave'->>'request', moment);
  end if;
  if turn ? 'endPhones' then
    perform end_phones((turn->'endPhones'->>'account')::uuid, turn->'endPhones'->>'request', moment);
  end if;
  if turn ? 'release' then
    perform release_chat(me, moment);
  end if;
  if turn ? 'resend' then
    perform must_equal(1, resend_message((turn->>'resend')::uuid, moment));
  end if;
  if turn ?| array['replaceEnrolmentsOfAll', 'moveFile', 'mergeFiles'] then
    perform write_case_file(turn, moment);
  end if;
  if turn ? 'audit' then
    insert into audit (at, actor, action, subject_id, person_id, fields)
      select coalesce(s.at, moment), s.actor, s.action, s.subject_id, s.person_id, s.fields from jsonb_populate_recordset(null::audit, turn->'audit') s;
  end if;
  if turn ? 'seen' then
    perform audit_seen(turn->'seen', moment);
  end if;
end
$$;

-- What nearly every turn writes, of several chats in one statement: that the update was seen, where the dialogue stands, and
-- the one message for its own chat. With `hand` that message is to be sent by the caller, who has it in memory: it is, where
-- true comes back, and the chat is then leased in the message's name, for as long as the message waits. That needs a chat
-- that nobody else sends to and where nothing waits; otherwise the message waits for its place. Raises GT001 when one of the
-- dialogues has changed meanwhile, or the directory that the caller knows. All rows are of the chats that the caller says
-- they are, which is all that row-level security would ask, at a third of the cost.
drop function if exists write_answer(timestamptz, uuid, text, text, text, text, text, text, uuid, uuid, boolean, integer, uuid, uuid, jsonb, jsonb, boolean, boolean, integer);
create or replace function write_answers(turns jsonb) returns boolean[] language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  handed boolean[];
  complete boolean;
begin
  with turn as materialized (
    select * from rows from (jsonb_to_recordset(turns) as (moment timestamptz, me uuid, channel text, update_id text, outcome text, said text,
      failure text, stands text, screen uuid, focus uuid, form boolean, known integer, message uuid, told uuid, lines jsonb, choices jsonb,
      urgent boolean, hand boolean, directory integer)) with ordinality
  ), entry as (
    insert into inbox (channel, external_id, identity_id, seq, received_at, state, body, error)
      select channel, update_id, me, nextval('said'), moment, outcome, said, failure from turn
  ), answer as (
    insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      select message, me, told, lines, choices, urgent, true, false, moment, 'waiting', moment from turn where message is not null
  ), stood as (
    insert into dialogue as t (identity_id, state, screen_id, focus_referral_id, form, updated_at, version, lease_until, lease_by)
      select w.me, w.stands, w.screen, w.focus, w.form, w.moment, w.known, case when h.free then w.moment + interval '60 seconds' end,
          case when h.free then w.message::text end
        from turn w left join identity i on i.id = w.me left join mailbox m on m.identity_id = w.me,
          lateral (select w.hand and i.ended_at is null and i.account_id is not distinct from w.told and m.send_at is null as free) h
        where w.me is not null and (w.directory is null or w.directory = (select directory_version from installation))
    on conflict (identity_id) do update set state = excluded.state, screen_id = excluded.screen_id, form = excluded.form,
      focus_referral_id = excluded.focus_referral_id, updated_at = excluded.updated_at, version = t.version + 1,
      -- Also a lease that has run out is somebody's: what they held comes before.
      (lease_until, lease_by) = (select case when l.over then excluded.lease_until else t.lease_until end,
          case when l.over then excluded.lease_by else t.lease_by end
        -- Fenced off, so that it is looked up once.
        from (select t.lease_by is null or exists (select 1 from outbox o where o.id = t.lease_by::uuid and o.state <> 'waiting') as over offset 0) l)
    where t.version = excluded.version
    returning t.identity_id, t.lease_by
  )
  select array_agg(coalesce(s.lease_by = w.message::text, false) order by w.ordinality), count(w.me) = count(s.identity_id)
    into handed, complete
    from turn w left join stood s on s.identity_id = w.me;
  perform must_equal(1, complete::integer);
  return handed;
end
$$;

-- Turns of several chats, each all or nothing with the others: what the caller has sent meanwhile (`sent`, see settle_answers),
-- what nearly every turn writes, and what else a turn changes, in its `rest`. Rows that several turns only add come in the
-- `rest` of the first (src/turn/addedTogether.ts): a policy asks of a new row only that somebody answers for it. Gives for each
-- turn whether the caller sends its answer (`handed`) and whether something is left for whoever sends (`left`); and whether what
-- was sent has left more.
drop function if exists write_turn(timestamptz, text, uuid, text, text, text, text, text, text, uuid, uuid, boolean, integer, uuid, uuid, jsonb, jsonb, boolean, boolean, jsonb, integer);
create or replace function write_turns(turns jsonb, sent jsonb, at timestamptz) returns jsonb language plpgsql volatile
as $$
declare
  -- Before the turns, so that a chat whose answer has been sent is free for the next.
  more boolean := sent is not null and settle_answers(sent, at);
  handed boolean[] := write_answers(turns);
  turn record;
  waits boolean;
  rows jsonb := '[]';
  own mailbox[];
  latest timestamptz;
  telling integer[] := '{}';
  waiting integer[] := '{}';
begin
  if not turns @? '$[*].rest ? (@ != null)' and true = all (handed) then
    return jsonb_build_object('handed', handed, 'waiting', waiting, 'more', more);
  end if;
  for turn in
    select * from rows from (jsonb_to_recordset(turns) as (moment timestamptz, actor text, me uuid, channel text, message uuid, rest jsonb))
      with ordinality
  loop
    waits := turn.message is not null and not handed[turn.ordinality::integer];
    if turn.rest is not null then
      perform set_config('guitu.actor', turn.actor, true), set_config('guitu.identity', coalesce(turn.me::text, ''), true);
      perform write_rest(turn.rest, turn.moment, turn.me);
    end if;
    if waits then
      own := own || row(turn.me, true, turn.moment, turn.channel)::mailbox;
    end if;
    if turn.rest ? 'outbox' then
      rows := rows || (turn.rest->'outbox');
    end if;
    if turn.rest ?| array['adopt', 'release', 'resend', 'hide', 'leave', 'endPhones'] then
      waiting := waiting || (turn.ordinality - 1)::integer;
    elsif waits or turn.rest ? 'outbox' then
      telling := telling || (turn.ordinality - 1)::integer;
    end if;
    latest := greatest(latest, turn.moment);
  end loop;
  -- Those of all turns at once, so that every writer takes the mailboxes in one order.
  if write_outbox(rows, latest, own) then
    waiting := waiting || telling;
  end if;
  return jsonb_build_object('handed', handed, 'waiting', waiting, 'more', more);
end
$$;
