-- Everything a turn changes, in one statement and so in one commit. Each key of `turn` names a table and holds its rows;
-- an update only touches the version that the turn has read. What was missed raises GT001, and the turn is taken again.
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
  update mailbox m set send_at = null from identity i where i.account_id = $1 and i.id <> $2 and m.identity_id = i.id;
  -- What the old chat could not get goes now; what waits for the morning goes on waiting.
  update outbox o set identity_id = $2, due_at = case when o.attempts > 0 then least(o.due_at, moment) else o.due_at end
    where o.account_id = $1 and o.state = 'waiting' and o.identity_id is distinct from $2;
  if found then
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
end
$$;

create or replace function write_outbox(rows jsonb, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  message outbox;
begin
  -- What is for a department or for approvers becomes one message for each of them.
  if rows @? '$[*] ? (@.department != null || @.approvers != null || @.coordinators != null)' then
    rows := (select coalesce(jsonb_agg(case when reader.id is null then s.row
          else s.row || jsonb_build_object('id', gen_random_uuid(), 'account_id', reader.id) end), '[]')
      from jsonb_array_elements(rows) as s(row)
        left join lateral (
          select members_of((s.row->>'department')::uuid) as id
          union select approvers_of((s.row->>'approvers')::uuid)
          union select coordinators_of((s.row->>'coordinators')::uuid)) reader on true
      where reader.id is not null or coalesce(s.row->>'department', s.row->>'approvers', s.row->>'coordinators') is null);
  end if;
  -- In the order of the chats, so that two turns never wait for each other, and in each in the order they were said.
  if jsonb_array_length(rows) > 1 then
    rows := (select jsonb_agg(s.row || jsonb_build_object('identity_id', s.chat) order by s.chat, s.place)
      from (select row, place, coalesce((row->>'identity_id')::uuid, chat_of((row->>'account_id')::uuid)) as chat
        from jsonb_array_elements(rows) with ordinality as e(row, place)) s);
  end if;
  for place in 0 .. jsonb_array_length(rows) - 1 loop
    message := jsonb_populate_record(null::outbox, rows->place);
    message.identity_id := coalesce(message.identity_id, chat_of(message.account_id));
    insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, needs_department_id, needs_person_id, rule, due_at, state, created_at)
      values (message.id, message.identity_id, message.account_id, message.lines, message.choices, message.urgent, message.screen,
        message.discreet, message.needs_department_id, message.needs_person_id, message.rule, message.due_at, 'waiting', moment);
    if message.identity_id is not null then
      insert into mailbox as m (identity_id, urgent, send_at) values (message.identity_id, message.urgent, message.due_at)
        on conflict (identity_id) do update set urgent = m.urgent or excluded.urgent,
          -- What failed and is to be tried again holds up what comes after it, so that the order is kept.
          send_at = case when m.send_at > moment and exists (select 1 from outbox held where held.identity_id = m.identity_id
              and held.state = 'waiting' and held.attempts > 0 and held.due_at > moment) then m.send_at else least(m.send_at, excluded.send_at) end;
    end if;
  end loop;
end
$$;

create or replace function write_turn(turn jsonb) returns void language plpgsql volatile
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := (turn->>'now')::timestamptz;
  scope text;
  entry inbox := jsonb_populate_record(null::inbox, turn->'inbox');
  talk dialogue;
  touched bigint;
begin
  -- Assigned, because `perform` would run a query for each.
  scope := set_config('guitu.actor', coalesce(turn->>'actor', ''), true);
  scope := set_config('guitu.identity', coalesce(turn->>'identityId', ''), true);

  insert into inbox (channel, external_id, identity_id, seq, received_at, state, body, error)
    values (entry.channel, entry.external_id, entry.identity_id, nextval('said'), moment, entry.state, entry.body, entry.error);

  if turn ? 'newIdentity' then
    insert into identity select * from jsonb_populate_recordset(null::identity, turn->'newIdentity');
  end if;
  if turn ? 'identity' then
    update identity t set account_id = s.account_id, locale = s.locale, ended_at = s.ended_at, unreachable_at = s.unreachable_at, version = t.version + 1
      from jsonb_populate_recordset(null::identity, turn->'identity') s where t.id = s.id and t.version = s.version;
    get diagnostics touched = row_count;
    perform must_equal(jsonb_array_length(turn->'identity'), touched);
  end if;
  if turn ? 'dialogue' then
    talk := jsonb_populate_record(null::dialogue, turn->'dialogue'->0);
    insert into dialogue as t values (talk.*)
      on conflict (identity_id) do update set state = excluded.state, screen_id = excluded.screen_id, form = excluded.form,
        focus_referral_id = excluded.focus_referral_id, updated_at = excluded.updated_at, version = t.version + 1
      where t.version = excluded.version;
    if not found then
      perform must_equal(1, 0);
    end if;
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
    update consent t set withdrawn_at = moment, version = t.version + 1
      where t.person_id = (turn->'withdrawConsent'->>'personId')::uuid and t.purpose = turn->'withdrawConsent'->>'purpose' and t.withdrawn_at is null
        and t.referral_id is not distinct from (turn->'withdrawConsent'->>'referralId')::uuid;
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

  if turn ? 'standIn' then
    perform stand_in((turn->'standIn'->>'helper')::uuid, (turn->'standIn'->>'substitute')::uuid, moment);
  end if;
  if turn ? 'standOut' then
    perform stand_out((turn->>'standOut')::uuid, moment);
  end if;

  if turn ? 'silence' then
    perform silence((turn->>'silence')::uuid, moment);
  end if;

  if turn ? 'adopt' then
    perform adopt_chat((turn->>'adopt')::uuid, (turn->>'identityId')::uuid, moment);
  end if;
  if turn ? 'release' then
    perform release_chat((turn->>'identityId')::uuid, moment);
  end if;
  if turn ? 'outbox' then
    perform write_outbox(turn->'outbox', moment);
  end if;
  if turn ? 'audit' then
    insert into audit (at, actor, action, subject_id)
      select moment, s.actor, s.action, s.subject_id from jsonb_populate_recordset(null::audit, turn->'audit') s;
  end if;
end
$$;
