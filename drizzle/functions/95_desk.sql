-- The desk's reads. Each says first who asks, for its own transaction only, and then reads under row-level security.
create or replace function as_desk(account uuid) returns void language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', account::text, true), set_config('guitu.identity', '', true);
end
$$;

create or replace function desk_is_open(session desk_session, moment timestamptz) returns boolean language sql immutable
as $$ select session.ended_at is null and session.seen_at > moment - interval '30 minutes' and session.created_at > moment - interval '10 hours' $$;

-- Whose session a cookie's hash is, and what they may do now: null where it has ended, was idle for half an hour, or is older
-- than ten hours, and where its account works nowhere any more. `touch`: the reader did something, and a page that only looks
-- for what is new did not. It looks past row-level security, because there is no actor before it has answered.
create or replace function open_desk(token_hash text, touch boolean, at timestamptz) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  session desk_session;
begin
  select * into session from desk_session s where s.token_hash = $1;
  if session.id is null or not desk_is_open(session, moment) then
    return null;
  end if;
  if touch then
    update desk_session s set seen_at = moment where s.id = session.id and s.ended_at is null;
  end if;
  return (select jsonb_build_object('now', moment, 'directoryVersion', n.directory_version,
      'session', jsonb_build_object('id', session.id, 'locale', session.locale, 'steppedUpUntil', session.stepped_up_until),
      'account', jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'phone', a.phone),
      'memberships', m.list)
    from installation n
      join account a on a.id = session.account_id and a.state = 'active' and a.kind = 'worker'
      join lateral (select jsonb_agg(jsonb_build_object('id', m.id, 'accountId', m.account_id, 'role', m.role, 'areaId', m.area_id,
          'departmentId', m.department_id, 'state', m.state, 'version', m.version) order by m.created_at, m.id) as list
        from membership m where m.account_id = a.id and m.state = 'approved' and m.role in ('staff', 'coordinator', 'office')) m on m.list is not null);
end
$$;

create or replace function speak_at_desk(session uuid, language text) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$ begin update desk_session s set locale = language where s.id = $1; end $$;

-- What a turn at the desk may know: as `read_turn`, for an account instead of a chat.
create or replace function read_desk_turn(at timestamptz, account uuid, update_id text, referral uuid) returns jsonb language plpgsql volatile
as $$
begin
  perform as_desk(account);
  return (select jsonb_build_object(
      'now', coalesce(at, clock_now()),
      'sender', jsonb_build_object(
        'seen', desk_has_seen(update_id),
        'directoryVersion', n.directory_version,
        'identity', null, 'dialogue', null, 'person', null,
        'account', (select jsonb_build_object('id', a.id, 'kind', a.kind, 'key', a.key, 'name', a.name, 'phone', a.phone, 'locale', a.locale,
          'version', a.version) from account a where a.id = $2 and a.state = 'active'),
        'memberships', (select jsonb_agg(jsonb_build_object('id', m.id, 'accountId', m.account_id, 'role', m.role, 'areaId', m.area_id,
          'departmentId', m.department_id, 'state', m.state, 'version', m.version)) from membership m where m.account_id = $2 and m.state = 'approved')),
      'chosen', null, 'opened', null, 'enrolment', null, 'attempts', null,
      'focus', case when referral is not null then read_referral(referral) end)
    from installation n);
end
$$;

create or replace function desk_has_seen(update_id text) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return exists (select 1 from inbox e where e.channel = 'desk' and e.external_id = $1); end $$;

-- What a page shows of others, kept before it is shown.
create or replace function audit_desk(account uuid, rows jsonb, at timestamptz) returns void language plpgsql volatile
as $$
begin
  perform as_desk(account);
  perform audit_seen(rows, coalesce(at, clock_now()));
end
$$;
