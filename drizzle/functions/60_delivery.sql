-- Sending. A chat is leased, not a message, so that what was said first arrives first; the lease runs out if its holder
-- dies, and the next one sends again.
create or replace function lease_mail(holder text, most integer, lease_seconds integer, at timestamptz) returns setof jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  return query
  with due as (
    select m.identity_id from mailbox m
    where m.send_at is not null and m.send_at <= moment and (m.lease_until is null or m.lease_until <= moment)
    order by m.urgent desc, m.send_at limit most
    for update skip locked
  ), leased as (
    update mailbox m set lease_until = moment + lease_seconds * interval '1 second', lease_by = holder
    from due where m.identity_id = due.identity_id
    returning m.identity_id
  )
  select jsonb_build_object('id', o.id, 'seq', o.seq, 'identityId', i.id, 'channel', i.channel, 'externalId', i.external_id, 'locale', i.locale,
    'accountId', i.account_id, 'key', a.key, 'lines', o.lines, 'choices', o.choices, 'attempts', o.attempts, 'screen', o.screen, 'now', moment,
    'urgent', o.urgent,
    -- Somebody who has just written is looking at the chat; anybody else's phone may lie on a table.
    'folded', o.discreet and i.channel = 'telegram' and not exists (select 1 from dialogue d where d.identity_id = i.id and d.updated_at > moment - interval '10 minutes'),
    'station', (select p.area_id from person p where p.account_id = a.id),
    'permitted', (a.id is null or a.state = 'active') and i.ended_at is null and (o.account_id is null or o.account_id = i.account_id)
      and (o.screen or not exists (select 1 from person p where p.account_id = a.id and p.state = 'declined'))
      -- What is about a request is for those who work in the department that has it now.
      and (o.needs_department_id is null or exists (select 1 from membership s
          where s.account_id = a.id and s.department_id = o.needs_department_id and s.state = 'approved')
        and not exists (select 1 from jsonb_array_elements(o.choices) c join referral r on r.id = (c->'action'->>'referral')::uuid
          where r.department_id <> o.needs_department_id))
      -- What is about a person is for those who still may help them.
      and (o.needs_person_id is null or may_help(a.id, o.needs_person_id)))
  from leased l
    join identity i on i.id = l.identity_id
    left join account a on a.id = i.account_id
    join lateral (select * from outbox w where w.identity_id = l.identity_id and w.state = 'waiting' and w.due_at <= moment
        and not exists (select 1 from outbox held where held.identity_id = w.identity_id and held.state = 'waiting'
          and held.attempts > 0 and held.due_at > moment and held.seq < w.seq)
      order by w.seq limit 5) o on true
  order by o.seq;
end
$$;

-- `identities` are the leased chats to give back; `rows` say what became of their messages: sent, dropped, dead, or
-- waiting again until `due_at`. The chat's row is locked first, so that a message written meanwhile is not overlooked.
create or replace function settle_mail(holder text, identities uuid[], rows jsonb, at timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  perform 1 from mailbox m where m.identity_id = any (identities) and m.lease_by = holder order by m.identity_id for update;
  update outbox o set state = s.state, sent_at = case when s.state = 'sent' then moment end, body = s.body,
      channel_message_id = s.channel_message_id, folded = coalesce(s.folded, false), error = s.error, due_at = coalesce(s.due_at, o.due_at), attempts = o.attempts + 1,
      sent_seq = case when s.state = 'sent' then s.place end
    from (select r.*, nextval('said') as place
        from (select * from jsonb_populate_recordset(null::outbox, rows) with ordinality order by ordinality) r) s
    where o.id = s.id and o.state = 'waiting';
  update identity i set unreachable_at = moment
    from jsonb_to_recordset(rows) as s(identity_id uuid, unreachable boolean)
    where s.unreachable and i.id = s.identity_id and i.unreachable_at is null;
  update mailbox m set lease_until = null, lease_by = null, urgent = coalesce(next.urgent, false), send_at = next.due_at
    from unnest(identities) as mine(id)
      left join lateral (select greatest(min(w.due_at), (select max(r.due_at) from jsonb_to_recordset(rows) as r(identity_id uuid, due_at timestamptz)
          where r.identity_id = mine.id)) as due_at, bool_or(w.urgent) as urgent
        from outbox w where w.identity_id = mine.id and w.state = 'waiting') next on true
    where m.identity_id = mine.id and m.lease_by = holder;
end
$$;

create or replace function next_mail_at() returns timestamptz language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  return (select min(coalesce(greatest(m.send_at, m.lease_until), m.send_at)) from mailbox m where m.send_at is not null);
end
$$;

-- What messages refer to by id: names of accounts, and words of a referral's history, still sealed.
create or replace function read_references(accounts uuid[], events uuid[], referrals uuid[]) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan set jit = off
as $$
begin
  return jsonb_build_object(
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'phone', a.phone)), '[]') from account a where a.id = any (accounts)),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'text', e.text, 'accountId', a.id, 'key', a.key)), '[]')
      from referral_event e join referral r on r.id = e.referral_id join person p on p.id = r.person_id join account a on a.id = p.account_id
      where e.id = any (events)),
    'referrals', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'answers', r.answers, 'accountId', a.id, 'key', a.key)), '[]')
      from referral r join person p on p.id = r.person_id join account a on a.id = p.account_id where r.id = any (referrals)));
end
$$;
