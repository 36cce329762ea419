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

create or replace function read_turn(request jsonb) returns jsonb language plpgsql volatile
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  moment timestamptz := coalesce((request->>'now')::timestamptz, clock_now());
  here identity;
  owner account;
  talk dialogue;
  chosen jsonb;
  shown uuid;
  folded boolean := false;
  opened uuid;
  result jsonb;
begin
  perform set_config('guitu.actor', case when request->>'channel' = 'clock' then 'system' else '' end, true);
  if request->>'channel' <> 'clock' then
    select * into here from identify(request->>'channel', request->>'externalId');
    perform set_config('guitu.identity', coalesce(here.id::text, ''), true);
    if here.ended_at is null and here.account_id is not null then
      perform set_config('guitu.actor', here.account_id::text, true);
      select * into owner from account where id = here.account_id;
      if owner.state <> 'active' then
        perform set_config('guitu.actor', '', true);
        owner := null;
      end if;
    end if;
    select * into talk from dialogue where identity_id = here.id;
  end if;

  if request ? 'messageId' then
    select o.id into opened from outbox o where o.id = (request->>'messageId')::uuid and o.identity_id = here.id and is_for(o.account_id, here.account_id)
      and o.folded and (request->>'index')::integer = jsonb_array_length(o.choices);
    select read_choice(o.id, (request->>'index')::integer, null) into chosen
      from outbox o where o.id = (request->>'messageId')::uuid and o.identity_id = here.id and is_for(o.account_id, here.account_id);
  elsif request ? 'number' and here.id is not null then
    shown := talk.screen_id;
    -- While the answer to this chat is on its way, a quick reader may have it already: a number is about that one.
    if not coalesce(talk.form, false) and not exists (select 1 from outbox o where o.id = talk.screen_id and o.state = 'waiting') then
      select o.id, o.folded into shown, folded from outbox o
        where o.identity_id = here.id and is_for(o.account_id, here.account_id) and o.state = 'sent' and jsonb_array_length(o.choices) > 0
        order by o.sent_seq desc limit 1;
    end if;
    -- A folded notice has one choice of its own; any other number answers what was shown before it.
    if folded and request->>'number' = '1' then
      opened := shown;
    else
      chosen := read_choice(case when folded then talk.screen_id else coalesce(shown, talk.screen_id) end, null, request->>'number');
    end if;
  end if;

  result := jsonb_build_object(
    'now', moment,
    'seen', exists (select 1 from inbox i where i.channel = request->>'channel' and i.external_id = request->>'updateId'),
    'directoryVersion', (select directory_version from installation),
    'identity', case when here.id is not null then to_jsonb(here) end,
    'dialogue', case when talk.identity_id is not null then to_jsonb(talk) end,
    'chosen', chosen,
    'opened', (select jsonb_build_object('lines', o.lines, 'choices', o.choices) from outbox o where o.id = opened),
    'focus', read_referral(coalesce((chosen->'choice'->'action'->>'referral')::uuid, (request->>'referralId')::uuid, talk.focus_referral_id)));

  if owner.id is not null then
    result := result || jsonb_build_object('account', to_jsonb(owner),
      'memberships', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from membership m where m.account_id = owner.id and m.state = 'approved'),
      'person', (select to_jsonb(p) from person p where p.account_id = owner.id));
  end if;
  if request ? 'linkHash' or request ? 'spokenHash' then
    result := result || jsonb_build_object(
      'enrolment', read_enrolment(request->>'linkHash', request->>'spokenHash'),
      'attempts', count_code_attempts(here.id, moment - interval '1 hour'));
  end if;
  return result;
end
$$;
