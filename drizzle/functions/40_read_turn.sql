-- Everything a turn needs to know, in one statement and one snapshot: who writes, whether this update was seen before,
-- where the dialogue stands, what a tapped or typed choice meant, and the rows that it names. It also says who is asking,
-- for this transaction only, so that every row below comes through row-level security.
create or replace function read_referral(wanted uuid) returns jsonb language plpgsql stable
as $$
begin
  if wanted is null then
    return null;
  end if;
  return (select jsonb_build_object(
      'row', now_held(r),
      'person', (select jsonb_build_object('id', p.id, 'accountId', a.id, 'areaId', p.area_id, 'key', a.key, 'name', a.name, 'phone', a.phone)
        from person p join account a on a.id = p.account_id where p.id = r.person_id),
      'events', (select coalesce(jsonb_agg(to_jsonb(e) order by e.position), '[]')
        from (select * from referral_event where referral_id = r.id order by position desc limit 20) e))
    from referral r where r.id = wanted);
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

-- Who writes, and where their dialogue stands: the rows of this chat and of the account it belongs to, all by one key, so
-- nobody else's can be among them. It looks past row-level security, because there is no actor before it has answered.
-- One row after the other, since each takes a few microseconds and a join of them many times that.
drop function if exists read_sender(text, text);
create function read_sender(channel text, external_id text,
  out here identity, out talk dialogue, out owner account, out memberships json, out person person)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  select * into here from identity i where i.channel = $1 and i.external_id = $2;
  select * into talk from dialogue d where d.identity_id = here.id;
  if here.ended_at is null then
    select * into owner from account a where a.id = here.account_id and a.state = 'active';
    select coalesce(json_agg(m), '[]') into memberships from membership m where m.account_id = owner.id and m.state = 'approved';
    select * into person from person p where p.account_id = owner.id;
  end if;
end
$$;

-- The newest message with choices that was sent to a chat, unless the one its dialogue waits with is still on its way: a
-- quick reader may have that already, so a number is about it. By the index, because a chat's history only grows.
create or replace function read_shown(identity uuid, account uuid, screen uuid) returns outbox language plpgsql stable
set enable_sort = off set enable_bitmapscan = off
as $$
declare
  newest outbox;
begin
  select * into newest from outbox o
    where o.identity_id = $1 and is_for(o.account_id, $2) and o.sent_seq is not null and jsonb_array_length(o.choices) > 0
      and not exists (select 1 from outbox s where s.id = $3 and s.attempts = 0)
    order by o.sent_seq desc limit 1;
  return newest;
end
$$;

drop function if exists read_turn(jsonb);
create function read_turn(request jsonb) returns json language plpgsql volatile
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := coalesce((request->>'now')::timestamptz, clock_now());
  sender record := read_sender(request->>'channel', request->>'externalId');
  me uuid := (sender.here).id;
  told uuid := (sender.here).account_id;
  scope text;
  message outbox;
  choice jsonb;
  opened boolean := false;
  by_code boolean := request ? 'linkHash' or request ? 'spokenHash';
  seen boolean;
  version integer;
begin
  -- Assigned, because `perform` would run a query for each.
  scope := set_config('guitu.actor', case when request->>'channel' = 'clock' then 'system' else coalesce((sender.owner).id::text, '') end, true);
  scope := set_config('guitu.identity', coalesce(me::text, ''), true);

  if request ? 'messageId' then
    select * into message from outbox o where o.id = (request->>'messageId')::uuid and o.identity_id = me and is_for(o.account_id, told);
    choice := message.choices->(request->>'index')::integer;
    opened := message.folded and (request->>'index')::integer = jsonb_array_length(message.choices);
  elsif request ? 'number' and me is not null then
    -- Within a form a number answers the form, whatever else was shown meanwhile.
    if not coalesce((sender.talk).form, false) then
      message := read_shown(me, told, (sender.talk).screen_id);
    end if;
    -- A folded notice has one choice of its own; any other number answers what was shown before it.
    opened := message.folded and request->>'number' = '1';
    if message.id is null or (message.folded and not opened) then
      select * into message from outbox o where o.id = (sender.talk).screen_id;
    end if;
    if opened is not true then
      choice := jsonb_path_query_first(message.choices, '$[*] ? (@.number == $number)', request);
    end if;
  elsif request ? 'reply' and me is not null and (sender.talk).form is not true then
    -- A typed yes, another day or somebody else answers a visit's question while that is the newest thing shown.
    message := read_shown(me, told, (sender.talk).screen_id);
    if message.folded is not true then
      choice := jsonb_path_query_first(message.choices, '$[*] ? (@.action.do == "visitAnswer" && @.action.answer == $reply)', request);
    end if;
  end if;

  -- Apart from what is built below, which without a query in it is a plain expression and half as dear.
  seen := exists (select 1 from inbox i where i.channel = request->>'channel' and i.external_id = request->>'updateId');
  version := (select directory_version from installation);
  return json_build_object(
    'now', moment,
    'seen', seen,
    'directoryVersion', version,
    'identity', case when me is not null then row_to_json(sender.here) end,
    'dialogue', case when (sender.talk).identity_id is not null then row_to_json(sender.talk) end,
    'account', case when (sender.owner).id is not null then row_to_json(sender.owner) end,
    'memberships', sender.memberships,
    'person', case when (sender.person).id is not null then row_to_json(sender.person) end,
    'chosen', case when choice is not null then json_build_object('messageId', message.id, 'choice', choice) end,
    'opened', case when opened then json_build_object('lines', message.lines, 'choices', message.choices) end,
    'focus', read_referral(coalesce((choice->'action'->>'referral')::uuid, (request->>'referralId')::uuid, (sender.talk).focus_referral_id)),
    'enrolment', case when by_code then read_enrolment(request->>'linkHash', request->>'spokenHash') end,
    'attempts', case when by_code then count_code_attempts(me, moment - interval '1 hour') end);
end
$$;
