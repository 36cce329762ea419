-- What could not be delivered: messages that were given up, and chats that closed. Each is noted in the clock's book, whose
-- index then finds the few among all that was ever said: 'deadLetter' names a message and, as its slot, the area whose
-- coordinators may send it again; 'deadLetters' is the notice to them, one for ten minutes, so that an outage is one word;
-- 'chatClosed' is a chat for whose owner there is a call to make.
create or replace function area_of(account uuid) returns uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return coalesce((select p.area_id from person p where p.account_id = $1),
    (select m.area_id from membership m where m.account_id = $1 and m.state <> 'ended' order by m.created_at, m.id limit 1));
end
$$;

-- `rows` are what `settle_unsent` has just settled.
create or replace function note_undelivered(rows jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  with dead as (
    select o.id, area_of(coalesce(o.account_id, i.account_id)) as area, to_timestamp(600 * (1 + floor(extract(epoch from moment) / 600))) as told_at
    from jsonb_to_recordset(rows) as s(id uuid, state text) join outbox o on o.id = s.id left join identity i on i.id = o.identity_id
    where s.state = 'dead' and o.state = 'dead'
  ), noted as (
    insert into timer (id, rule, subject_id, slot, due_at, state)
      select gen_random_uuid(), 'deadLetter', id, coalesce(area::text, ''), moment, 'done' from dead on conflict do nothing
  )
  insert into timer (id, rule, subject_id, slot, due_at, state)
    select gen_random_uuid(), 'deadLetters', area, extract(epoch from told_at)::bigint::text, told_at, 'waiting'
    from (select distinct area, told_at from dead where area is not null) d on conflict do nothing;
  insert into timer (id, rule, subject_id, slot, due_at, state)
    select distinct on (i.id) gen_random_uuid(), 'chatClosed', i.id, extract(epoch from moment)::text, moment, 'waiting'
    from jsonb_to_recordset(rows) as s(identity_id uuid, unreachable boolean) join identity i on i.id = s.identity_id
    where s.unreachable and i.unreachable_at = moment and i.account_id is not null on conflict do nothing;
end
$$;

-- The chat is open again, or another has taken its place: nobody needs to call any more.
create or replace function chat_opened(chat uuid) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  update task t set state = 'done', closed_by = actor(), version = t.version + 1
    from identity i join person p on p.account_id = i.account_id
    where i.id = $1 and t.person_id = p.id and t.state = 'open' and t.slot like 'closed:%';
end
$$;

create or replace function count_undelivered(areas uuid[]) returns bigint language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select count(*) from timer t join outbox o on o.id = t.subject_id
    where t.rule = 'deadLetter' and o.state = 'dead' and t.slot = any (areas::text[]));
end
$$;

-- The messages that the actor may send again, the newest first: for whom and of what kind, not what they say.
create or replace function find_undelivered(message uuid, skip integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'accountId', d.account, 'kind', d.kind, 'since', d.created_at) order by d.created_at desc, d.id), '[]') from (
    select o.id, coalesce(o.account_id, i.account_id) as account, o.created_at,
      case when o.screen then 'answer' when o.rule is not null then 'reminder'
        when o.choices @? '$[*].action.referral' then 'request' else 'news' end as kind
    from timer t join outbox o on o.id = t.subject_id left join identity i on i.id = o.identity_id
    where t.rule = 'deadLetter' and o.state = 'dead' and t.slot in (select a::text from coordinated_areas() a)
      and ($1 is null or o.id = $1)
    order by o.created_at desc, o.id limit 8 offset skip) d);
end
$$;

-- Sends a message again that was given up, to the chat in which its reader is reached now. Gives how many that was: none,
-- when somebody else has just done it.
create or replace function resend_message(message uuid, moment timestamptz) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  chat uuid;
begin
  update outbox o set state = 'waiting', attempts = 0, error = null, due_at = moment, identity_id = coalesce(chat_of(o.account_id), o.identity_id)
    where o.id = $1 and o.state = 'dead' and exists (select 1 from timer t
      where t.rule = 'deadLetter' and t.subject_id = o.id and t.slot in (select a::text from coordinated_areas() a))
    returning o.identity_id into chat;
  if not found then
    return 0;
  end if;
  insert into mailbox as m (identity_id, urgent, send_at) values (chat, false, moment)
    on conflict (identity_id) do update set send_at = least(m.send_at, excluded.send_at);
  return 1;
end
$$;

create or replace function due_dead_letters(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('timerId', t.id, 'areaId', t.subject_id, 'count', count_undelivered(array[t.subject_id]))), '[]') from (
    select id, subject_id from timer where state = 'waiting' and due_at <= at and rule = 'deadLetters' order by due_at, id limit most) t);
end
$$;

-- Chats that closed: still closed or open again, whose, and whether somebody helps there. Nobody asks after a person who
-- did not agree to be contacted, or whose time of being helped is over.
create or replace function due_closed_chats(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('timerId', t.id, 'slot', t.slot, 'accountId', i.account_id, 'areaId', area_of(i.account_id),
      'personId', p.id, 'hasHelper', p.id is not null and has_helper(p.id),
      'isClosed', i.unreachable_at is not null and i.ended_at is null and a.state = 'active'
        and (p.id is null or (p.state = 'agreed' and p.period_ended_at is null)))), '[]')
    from (select * from timer where state = 'waiting' and due_at <= at and rule = 'chatClosed' order by due_at, id limit most) t
      join identity i on i.id = t.subject_id join account a on a.id = i.account_id left join person p on p.account_id = a.id);
end
$$;
