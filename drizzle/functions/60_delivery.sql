-- The reminders that wait in a chat after this place, up to the first message that is none.
create or replace function more_reminders(chat uuid, place bigint, moment timestamptz) returns setof outbox language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select * from outbox w where w.identity_id = $1 and w.state = 'waiting' and w.seq > $2 and w.due_at <= $3
      and w.seq < coalesce((select min(b.seq) from outbox b where b.identity_id = $1 and b.state = 'waiting' and b.seq > $2
        and (b.rule is null or (b.attempts > 0 and b.due_at > $3))), w.seq + 1)
    order by w.seq limit 95;
end
$$;

-- What a tick has to remind of is written piece by piece, and each waits for a minute for the others (`addMessages`). Whoever
-- has done the tick lets them go; if they died, the minute does. Not past a message that is to be tried again.
create or replace function release_reminders(at timestamptz) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  touched bigint;
begin
  with chat as materialized (
    select m.identity_id from mailbox m
    where m.send_at > moment and m.send_at <= moment + interval '1 minute'
      and not exists (select 1 from outbox held where held.identity_id = m.identity_id and held.state = 'waiting' and held.attempts > 0 and held.due_at > moment)
    order by m.identity_id for update of m
  ), released as (
    update outbox o set due_at = moment from chat c
    where o.identity_id = c.identity_id and o.state = 'waiting' and o.rule is not null and o.due_at > moment
      and o.due_at = o.created_at + interval '1 minute'
    returning o.identity_id
  )
  update mailbox m set send_at = moment where m.identity_id in (select identity_id from released);
  get diagnostics touched = row_count;
  return touched;
end
$$;

-- Sending. A chat is leased, not a message, so that what was said first arrives first; the lease runs out if its holder
-- dies, and the next one sends again.
-- Gives back those of the leased chats in which nothing waits: what was due there was settled by somebody else between the look
-- and the lock, and a lease with nothing to send would be given back by nobody.
drop function if exists give_back_empty(uuid[], text, jsonb[], timestamptz);
create or replace function give_back_empty(chats uuid[], holder text, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  if cardinality(chats) > 0 then
    perform settle_mail(chats, array_fill(holder, array[cardinality(chats)]), '{}', '{}', '{}', '{}', null, null, moment);
  end if;
end
$$;

-- These channels are looked at one by one, so that what waits for the slots of another (lease_paced) is not walked through.
-- One row for each chat, see mails_of.
drop function if exists lease_mail(text, integer, integer, timestamptz);
drop function if exists lease_mail(text, integer, integer, timestamptz, text[]);
create function lease_mail(holder text, most integer, lease_seconds integer, at timestamptz, channels text[] default '{telegram,web}')
returns setof json language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  chats uuid[];
  full_chats json[];
  empty_chats uuid[];
begin
  with due as (
    select d.identity_id from unnest(channels) c(channel), (values (true), (false)) lane(urgent), lateral (
      select m.identity_id, m.send_at from mailbox m join dialogue t on t.identity_id = m.identity_id
      where m.channel = c.channel and m.urgent = lane.urgent and m.send_at <= moment and (t.lease_until is null or t.lease_until <= moment
          or exists (select 1 from outbox o where o.id = t.lease_by::uuid and o.state <> 'waiting'))
      order by m.send_at limit most
      for update of t skip locked) d
    order by lane.urgent desc, d.send_at limit most
  ), leased as (
    update dialogue t set lease_until = moment + lease_seconds * interval '1 second', lease_by = holder
    from due where t.identity_id = due.identity_id
    returning t.identity_id
  )
  select array_agg(leased.identity_id) into chats from leased;
  select array_agg(m.chat) filter (where m.chat is not null), array_agg(m.identity_id) filter (where m.chat is null)
    into full_chats, empty_chats from mails_of(chats, moment, 5) m;
  perform give_back_empty(empty_chats, holder, moment);
  return query select unnest(full_chats);
end
$$;

-- What waits in chats that were leased, a row for each: the chat with its `mails`, the first `most` that are due; null where
-- there are none. What is the same for all of a chat is said once, and as json, which is made at half the cost of jsonb: at
-- each message this is much of what its sending takes.
drop function if exists mails_of(uuid[], timestamptz, integer);
create function mails_of(chats uuid[], moment timestamptz, most integer) returns table (identity_id uuid, chat json) language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  return query
  -- What is to be tried again holds up what comes after it. One look for all of them, because there is hardly any.
  with held as materialized (
    select w.identity_id as id, min(w.seq) as seq from outbox w
    where w.identity_id = any (chats) and w.state = 'waiting' and w.attempts > 0 and w.due_at > moment group by w.identity_id)
  select i.id, case when m.mails is not null then (select row_to_json(c) from (select i.id as "identityId", i.channel, i.external_id as "externalId", i.locale,
      i.account_id as "accountId", a.key, p.area_id as station, moment as now, m.mails) c) end
  from unnest(chats) as l(id)
    join identity i on i.id = l.id
    left join account a on a.id = i.account_id
    left join person p on p.account_id = a.id
    left join held on held.id = i.id
    join lateral (select
      (a.id is null or a.state = 'active') and i.ended_at is null as is_open,
      -- Somebody who has just written is looking at the chat; anybody else's phone may lie on a table.
      i.channel = 'telegram' and not exists (select 1 from dialogue d where d.identity_id = i.id and d.updated_at > moment - interval '10 minutes') as folds) its on true
    cross join lateral (select json_agg(row_to_json(mail) order by mail.seq) as mails from (
      select o.id, o.seq, o.lines, o.choices, o.attempts, o.screen, o.rule, o.urgent,
        (o.discreet or (coalesce(a.kind = 'person', false) and not o.screen and o.edit is null)) and its.folds and p.plainly_since is null as folded,
        -- The message in whose place it stands: where that is on the screen, and how many choices it has.
        case when o.edit is not null then (select json_build_object('as', o.edit, 'of', t.id, 'place', jsonb_array_length(t.choices), 'messageId', t.channel_message_id)
          from outbox t where t.id = o.edits) end as edit,
        -- What gives something away may be taken off any screen, whoever's the chat is by now; and a chat hears that it ends.
        coalesce(o.edit in ('fold', 'hide'), false) or (o.account_id is null and o.created_at = i.ended_at) or (its.is_open and (o.account_id is null or o.account_id = i.account_id)
          and (o.screen or p.state is distinct from 'declined')
          -- What is about a request is for those who work in the department that has it now.
          and (o.needs_department_id is null or exists (select 1 from membership s
              where s.account_id = a.id and s.department_id = o.needs_department_id and s.state = 'approved')
            and not exists (select 1 from jsonb_array_elements(o.choices) c join referral r on r.id = (c->'action'->>'referral')::uuid
              where r.department_id <> o.needs_department_id)
            -- And only while the person's yes to passing it on stands.
            and is_agreed_all(o.choices))
          -- What is about a person is for those who still may help them.
          and (o.needs_person_id is null or may_help(a.id, o.needs_person_id))
          -- A morning's list is for that day, and names only people whom its reader still may help.
          and (o.rule is distinct from 'morningList' or (o.created_at > moment - interval '12 hours' and may_help_all(a.id, o.choices)))) as permitted
      from (
        with first as materialized (
          select * from outbox w where w.identity_id = i.id and w.state = 'waiting' and w.due_at <= moment and w.seq <= coalesce(held.seq, 9223372036854775807)
          order by w.seq limit most)
        select * from first
        -- Of reminders as many as follow each other, because they go as one list.
        union all select * from more_reminders(i.id, (select max(seq) from first), moment)
          where (select count(*) = most and bool_and(rule is not null) from first)) o) mail) m;
end
$$;

-- What became of messages that were not simply sent: `rows` says dropped, dead, or waiting again until `due_at`.
create or replace function settle_unsent(rows jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  update outbox o set state = s.state, error = s.error, due_at = coalesce(s.due_at, o.due_at), attempts = o.attempts + 1
    from jsonb_populate_recordset(null::outbox, rows) s
    where o.id = any (array[s.id]) and nullif(o.state, 'waiting') is null;
  update identity i set unreachable_at = moment
    from jsonb_to_recordset(rows) as s(identity_id uuid, unreachable boolean)
    where s.unreachable and i.id = s.identity_id and i.unreachable_at is null;
  perform note_undelivered(rows, moment);
  -- What a turn was told the chat shows is not shown.
  update dialogue d set version = d.version + 1 from jsonb_to_recordset(rows) as s(identity_id uuid) where d.identity_id = s.identity_id;
  -- The answer of a turn was on its way without being noted here; from now on it waits like any other.
  insert into mailbox as m (identity_id, urgent, send_at)
    select distinct on (s.identity_id) s.identity_id, false, s.due_at
      from jsonb_populate_recordset(null::outbox, rows) s where s.state = 'waiting' order by s.identity_id, s.due_at
    on conflict (identity_id) do update set send_at = coalesce(m.send_at, excluded.send_at);
end
$$;

-- The answers of turns that their process has sent: `sent` is a list of {id, body, channel_id}. The lease of such a chat is in
-- the message's name, and ends with its waiting. True when something due is left in one of the chats.
-- A message is found by its id, here and below: `any (array[s.id])` leaves no other plan than to look each of them up. Said
-- plainly, a plan that was made while the table was empty goes through all of it, and one that was made while it was full goes
-- through the list once for each message. `state = 'waiting'` would let it go through everything that waits, and
-- `send_at is not null` through every chat in which something does.
create or replace function settle_answers(sent jsonb, at timestamptz) returns boolean language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  more boolean;
begin
  with settled as (
    update outbox o set state = 'sent', sent_at = moment, body = s.body, channel_message_id = s.channel_id, error = null,
        attempts = o.attempts + 1, sent_seq = s.place
      from (select r.*, nextval('said') as place from jsonb_to_recordset(sent) as r(id uuid, body text, channel_id text)) s
      where o.id = any (array[s.id]) and nullif(o.state, 'waiting') is null returning o.identity_id)
  select coalesce(bool_or(m.send_at <= moment), false) into more
    from settled s join mailbox m on m.identity_id = s.identity_id;
  return more;
end
$$;

-- `chats` are the leased chats to give back, each by the name it was leased in; `messages` were sent, and `unsent` tells
-- of the others; `lists` tells of those that were sent as a list what that says. True when something due is left in one of the chats. The mailboxes are locked before it is looked what
-- waits, so that a message written meanwhile is not overlooked.
drop function if exists settle_mail(text, uuid[], jsonb, timestamptz);
drop function if exists settle_mail(uuid[], text[], uuid[], text[], text[], boolean[], jsonb, timestamptz);
create or replace function settle_mail(chats uuid[], leases text[], messages uuid[], bodies text[], channel_ids text[], foldings boolean[], unsent jsonb, lists jsonb, at timestamptz)
returns boolean language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  more boolean := false;
begin
  if lists is not null then
    update outbox o set lines = l.lines, choices = l.choices, rule = l.rule
      from jsonb_populate_recordset(null::outbox, lists) l where o.id = any (array[l.id]) and nullif(o.state, 'waiting') is null;
  end if;
  update outbox o set state = 'sent', sent_at = moment, body = s.body, channel_message_id = s.channel_id, folded = s.folded, error = null,
      attempts = o.attempts + 1, sent_seq = s.place
    from (select r.*, nextval('said') as place from unnest(messages, bodies, channel_ids, foldings) as r(id, body, channel_id, folded)) s
    where o.id = any (array[s.id]) and nullif(o.state, 'waiting') is null;
  if unsent is not null then
    perform settle_unsent(unsent, moment);
  end if;
  -- What was said without being asked for may be what the chat's next turn answers, so it moves the version too.
  update dialogue t set lease_until = null, lease_by = null, version = t.version + case when t.screen_id::text = l.name then 0 else 1 end
    from unnest(chats, leases) as l(id, name) where t.identity_id = l.id and t.lease_by = l.name;
  perform 1 from mailbox m where m.identity_id = any (chats) and coalesce(m.send_at < 'infinity', false) order by m.identity_id for update;
  if found then
    with next as (
      update mailbox m set urgent = coalesce(w.urgent, false), send_at = w.due_at
      from unnest(chats) as mine(id)
        left join lateral (select bool_or(o.urgent or o.screen) as urgent,
            -- What is to be tried again holds up what comes after it.
            greatest(min(o.due_at), max(o.due_at) filter (where o.attempts > 0 and o.due_at > moment)) as due_at
          from outbox o where o.identity_id = mine.id and o.state = 'waiting') w on true
      where m.identity_id = mine.id and coalesce(m.send_at < 'infinity', false)
      returning m.send_at)
    select coalesce(bool_or(send_at <= moment), false) into more from next;
  end if;
  return more;
end
$$;

-- A turn's own answer is in no mailbox while the turn's process sends it. Whose lease has run out has died: what they held
-- waits from now on like any other. Gives how many chats that were.
create or replace function recover_mail(at timestamptz) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  touched bigint;
begin
  insert into mailbox as m (identity_id, urgent, send_at)
    select o.identity_id, bool_or(o.urgent or o.screen), min(o.due_at)
      from outbox o join dialogue t on t.identity_id = o.identity_id left join mailbox m on m.identity_id = o.identity_id
      where o.state = 'waiting' and t.lease_until <= moment and m.send_at is null
      group by o.identity_id order by o.identity_id
    on conflict (identity_id) do update set send_at = excluded.send_at, urgent = excluded.urgent where m.send_at is null;
  get diagnostics touched = row_count;
  return touched;
end
$$;

-- What messages refer to by id: names of accounts, and words of a referral's history, still sealed.
create or replace function read_references(accounts uuid[], events uuid[], referrals uuid[]) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'phone', a.phone)), '[]') from account a where a.id = any (accounts) and a.key is not null),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'text', e.text, 'accountId', a.id, 'key', a.key)), '[]')
      from referral_event e join referral r on r.id = e.referral_id join person p on p.id = r.person_id join account a on a.id = p.account_id
      where e.id = any (events) and a.key is not null),
    'referrals', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'answers', r.answers, 'accountId', a.id, 'key', a.key)), '[]')
      from referral r join person p on p.id = r.person_id join account a on a.id = p.account_id where r.id = any (referrals) and a.key is not null));
end
$$;
