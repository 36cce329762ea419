-- Everything a turn needs to know, in one statement and one snapshot: who writes, whether this update was seen before,
-- where the dialogue stands, what a tapped or typed choice meant, and the rows that it names. It also says who is asking,
-- for this transaction only, so that every row below comes through row-level security.
create or replace function read_choice(message uuid, wanted_index integer, wanted_number text) returns jsonb language plpgsql stable
as $$
begin
  return (select jsonb_build_object('messageId', o.id, 'choice', c.choice)
    from outbox o cross join lateral jsonb_array_elements(o.choices) with ordinality as c(choice, place)
    where o.id = message and (c.place = wanted_index + 1 or c.choice->>'number' = wanted_number)
    limit 1);
end
$$;

create or replace function read_referral(wanted uuid) returns jsonb language plpgsql stable
as $$
begin
  if wanted is null then
    return null;
  end if;
  return (select jsonb_build_object(
      'row', to_jsonb(r),
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
create or replace function read_sender(channel text, external_id text) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select jsonb_build_object(
      'identity', to_jsonb(i),
      'dialogue', (select to_jsonb(d) from dialogue d where d.identity_id = i.id))
      || case when a.id is null then '{}' else jsonb_build_object(
        'account', to_jsonb(a),
        'memberships', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from membership m where m.account_id = a.id and m.state = 'approved'),
        'person', (select to_jsonb(p) from person p where p.account_id = a.id)) end
    from identity i left join account a on a.id = i.account_id and i.ended_at is null and a.state = 'active'
    where i.channel = $1 and i.external_id = $2);
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

create or replace function read_turn(request jsonb) returns jsonb language plpgsql volatile
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := coalesce((request->>'now')::timestamptz, clock_now());
  scope text;
  sender jsonb := '{"identity": null, "dialogue": null}';
  me uuid;
  owner uuid;
  screen uuid;
  chosen jsonb;
  shown outbox;
  opened uuid;
  result jsonb;
begin
  -- Assigned, because `perform` would run a query for each.
  if request->>'channel' = 'clock' then
    scope := set_config('guitu.actor', 'system', true);
  else
    sender := coalesce(read_sender(request->>'channel', request->>'externalId'), sender);
    me := (sender->'identity'->>'id')::uuid;
    owner := (sender->'identity'->>'account_id')::uuid;
    screen := (sender->'dialogue'->>'screen_id')::uuid;
    scope := set_config('guitu.actor', coalesce(sender->'account'->>'id', ''), true);
    scope := set_config('guitu.identity', coalesce(me::text, ''), true);
  end if;

  if request ? 'messageId' then
    select o.id into opened from outbox o where o.id = (request->>'messageId')::uuid and o.identity_id = me and is_for(o.account_id, owner)
      and o.folded and (request->>'index')::integer = jsonb_array_length(o.choices);
    select read_choice(o.id, (request->>'index')::integer, null) into chosen
      from outbox o where o.id = (request->>'messageId')::uuid and o.identity_id = me and is_for(o.account_id, owner);
  elsif request ? 'number' and me is not null then
    -- Within a form a number answers the form, whatever else was shown meanwhile.
    if not coalesce((sender->'dialogue'->>'form')::boolean, false) then
      shown := read_shown(me, owner, screen);
    end if;
    -- A folded notice has one choice of its own; any other number answers what was shown before it.
    if shown.folded and request->>'number' = '1' then
      opened := shown.id;
    else
      chosen := read_choice(case when shown.folded then screen else coalesce(shown.id, screen) end, null, request->>'number');
    end if;
  end if;

  result := sender || jsonb_build_object(
    'now', moment,
    'seen', exists (select 1 from inbox i where i.channel = request->>'channel' and i.external_id = request->>'updateId'),
    'directoryVersion', (select directory_version from installation),
    'chosen', chosen,
    'opened', null,
    'focus', read_referral(coalesce((chosen->'choice'->'action'->>'referral')::uuid, (request->>'referralId')::uuid,
      (sender->'dialogue'->>'focus_referral_id')::uuid)));
  if opened is not null then
    result := result || jsonb_build_object('opened',
      (select jsonb_build_object('lines', o.lines, 'choices', o.choices) from outbox o where o.id = opened));
  end if;
  if request ? 'linkHash' or request ? 'spokenHash' then
    result := result || jsonb_build_object(
      'enrolment', read_enrolment(request->>'linkHash', request->>'spokenHash'),
      'attempts', count_code_attempts(me, moment - interval '1 hour'));
  end if;
  return result;
end
$$;
