-- Getting in to the desk. What a browser does before anybody is known looks past row-level security, at the one row that a
-- secret of 128 bits or more names. Hashes come in; neither a link, a cookie nor a PIN is ever known here.

-- Whether an account has a desk now: it answers, coordinates, or is the office above.
create or replace function works_at_desk(account uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from account a join membership m on m.account_id = a.id
    where a.id = $1 and a.state = 'active' and a.kind = 'worker' and m.state = 'approved' and m.role in ('staff', 'coordinator', 'office'));
end
$$;

create or replace function only_has_web_chat(account uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return coalesce((select i.channel = 'web' from identity i where i.id = chat_of($1)), false); end $$;

-- What a chat may know of its account's desk.
create or replace function find_desk(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := nullif(request->>'actor', '')::uuid;
  moment timestamptz := (request->>'at')::timestamptz;
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true), set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  return jsonb_build_object(
    'login', (select to_jsonb(l) - 'link_hash' - 'browser_hash' from desk_login l where l.account_id = me and l.id = (request->>'login')::uuid),
    'unused', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'version', l.version)), '[]') from desk_login l
      where l.account_id = me and l.purpose = 'enter' and l.ended_at is null and l.expires_at > moment),
    'sessions', (select coalesce(jsonb_agg(to_jsonb(s) - 'token_hash' order by s.created_at desc, s.id), '[]') from (
      select * from desk_session s where s.account_id = me and desk_is_open(s, moment) order by s.created_at desc, s.id limit 8) s),
    'onlyWeb', only_has_web_chat(me),
    'pin', (select to_jsonb(p) from desk_pin p where p.id = me));
end
$$;

-- A message for an account's own chat, from a browser that has none. `notice` has the id, lines and choices of an outbox row.
create or replace function tell_account(account uuid, notice jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform write_outbox(jsonb_build_array(notice || jsonb_build_object('account_id', account, 'urgent', true, 'screen', false,
    'discreet', false, 'due_at', moment)), moment, null);
end
$$;

create or replace function audit_at_desk(account uuid, action text, subject uuid, moment timestamptz) returns void language sql volatile security definer
set search_path = public, pg_temp
as $$ insert into audit (at, actor, action, subject_id) values (moment, account::text, action, subject) $$;

-- Binds a link to the browser that posts it first; true also where it is bound to this one already. In `notice` the nil UUID
-- stands for the way in, which only its link is known of outside.
create or replace function bind_desk_login(link text, browser_hash text, browser text, number text, notice jsonb, at timestamptz)
returns boolean language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  bound desk_login;
begin
  update desk_login l set browser_hash = $2, browser = $3, number = $4, bound_at = moment, version = l.version + 1
    where l.link_hash = link and l.bound_at is null and l.ended_at is null and l.expires_at > moment and works_at_desk(l.account_id)
      and not exists (select 1 from desk_login n where n.account_id = l.account_id and n.purpose = 'enter' and n.created_at > l.created_at)
    returning * into bound;
  if bound.id is null then
    return exists (select 1 from desk_login l where l.link_hash = link and l.browser_hash = $2 and l.ended_at is null and l.expires_at > moment);
  end if;
  perform audit_at_desk(bound.account_id, 'deskBrowserBound', bound.id, moment);
  perform tell_account(bound.account_id, replace(notice::text, '00000000-0000-0000-0000-000000000000', bound.id::text)::jsonb, moment);
  return true;
end
$$;

-- How far the newest link of a browser has come: null where it leads nowhere any more.
create or replace function read_desk_entry(browser_hash text, at timestamptz) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  return (select jsonb_build_object('number', l.number, 'isConfirmed', l.confirmed_at is not null)
    from (select * from desk_login l where l.browser_hash = $1 and l.purpose = 'enter' order by l.bound_at desc, l.id limit 1) l
    where l.ended_at is null and l.expires_at > moment);
end
$$;

-- One session for a confirmed way in, however many ask at once. The session that the same browser had before ends.
create or replace function enter_desk(browser_hash text, session_id uuid, token_hash text, before text, at timestamptz)
returns boolean language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  used desk_login;
begin
  update desk_login l set ended_at = moment, session_id = $2, version = l.version + 1
    where l.id = (select n.id from desk_login n where n.browser_hash = $1 and n.purpose = 'enter' order by n.bound_at desc, n.id limit 1)
      and l.confirmed_at is not null and l.ended_at is null and l.expires_at > moment and works_at_desk(l.account_id)
    returning * into used;
  if used.id is null then
    return false;
  end if;
  perform end_desk_session(before, moment);
  insert into desk_session (id, account_id, token_hash, browser, locale, created_at, seen_at)
    -- In the language of the chat.
    select $2, a.id, $3, used.browser, coalesce((select i.locale from identity i where i.id = chat_of(a.id)), a.locale), moment, moment
      from account a where a.id = used.account_id;
  perform audit_at_desk(used.account_id, 'deskEntered', $2, moment);
  return true;
end
$$;

-- Signs out whoever has the cookie.
create or replace function end_desk_session(token_hash text, at timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  ended desk_session;
begin
  update desk_session s set ended_at = moment, version = s.version + 1 where s.token_hash = $1 and s.ended_at is null returning * into ended;
  if ended.id is not null then
    perform audit_at_desk(ended.account_id, 'deskSessionEnded', ended.id, moment);
  end if;
end
$$;

-- The sessions of the account that asks.
create or replace function desk_sessions(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := (request->>'actor')::uuid;
begin
  perform as_desk(me);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'browser', s.browser, 'createdAt', s.created_at, 'seenAt', s.seen_at)
      order by s.created_at desc, s.id), '[]')
    from desk_session s where s.account_id = me and desk_is_open(s, (request->>'now')::timestamptz));
end
$$;

-- Where a session's proof stands: how its account can give it, and what waits for its number.
create or replace function desk_step_up(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := (request->>'actor')::uuid;
begin
  perform as_desk(me);
  return (select jsonb_build_object(
      'browser', s.browser,
      'onlyWeb', only_has_web_chat(me),
      'pin', (select jsonb_build_object('hash', p.hash, 'attempts', p.attempts, 'lockedUntil', p.locked_until, 'version', p.version) from desk_pin p where p.id = me),
      'waiting', (select jsonb_build_object('number', l.number) from desk_login l
        where l.account_id = me and l.session_id = s.id and l.purpose = 'stepUp' and l.ended_at is null and l.expires_at > (request->>'now')::timestamptz
        order by l.created_at desc limit 1))
    from desk_session s where s.id = (request->>'session')::uuid and s.account_id = me and s.ended_at is null);
end
$$;

-- Asks the account's chat for a proof, unless it was asked already and still waits.
create or replace function ask_step_up(account uuid, session uuid, login uuid, number text, expires timestamptz, notice jsonb, at timestamptz)
returns void language plpgsql volatile
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  browser text;
begin
  perform as_desk(account);
  select s.browser into browser from desk_session s where s.id = $2 and s.account_id = $1 and s.ended_at is null for update;
  if browser is null or exists (select 1 from desk_login l where l.account_id = $1 and l.session_id = $2 and l.purpose = 'stepUp'
      and l.ended_at is null and l.expires_at > moment) then
    return;
  end if;
  insert into desk_login (id, account_id, purpose, session_id, number, browser, created_at, expires_at, bound_at)
    values (login, $1, 'stepUp', $2, $4, browser, moment, expires, moment);
  perform audit_at_desk($1, 'deskStepUpAsked', login, moment);
  perform tell_account($1, notice, moment);
end
$$;

-- What became of a PIN that was typed at the desk: `opened` is until when the proof holds, null where it was wrong. False when
-- the PIN has changed since it was read, so that of many guesses at once each is counted before it is answered.
create or replace function settle_pin(account uuid, session uuid, known integer, tried integer, locked timestamptz, opened timestamptz, at timestamptz)
returns boolean language plpgsql volatile
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  perform as_desk(account);
  update desk_pin p set attempts = tried, locked_until = locked, version = p.version + 1 where p.id = $1 and p.version = known;
  if not found then
    return false;
  end if;
  if opened is not null then
    update desk_session s set stepped_up_until = opened, version = s.version + 1 where s.id = $2 and s.account_id = $1 and s.ended_at is null;
    perform audit_at_desk($1, 'deskSteppedUp', $2, moment);
  else
    perform audit_at_desk($1, case when locked is null then 'deskPinMissed' else 'deskPinLocked' end, $1, moment);
  end if;
  return true;
end
$$;

-- Nothing of an account's desk is open any more, and nothing that waits leads there.
create or replace function close_desk(account uuid) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := clock_now();
  ended uuid;
begin
  update desk_login l set ended_at = moment, version = l.version + 1 where l.account_id = $1 and l.ended_at is null;
  for ended in update desk_session s set ended_at = moment, version = s.version + 1 where s.account_id = $1 and s.ended_at is null returning s.id loop
    insert into audit (at, actor, action, subject_id)
      values (moment, coalesce(nullif(current_setting('guitu.actor', true), ''), 'system'), 'deskSessionEnded', ended);
  end loop;
end
$$;

-- Whose last role at a desk ends, or whose account does, is out in that same commit, and has no PIN.
create or replace function desk_role_moved() returns trigger language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  account uuid := (to_jsonb(old)->>tg_argv[0])::uuid;
begin
  if not works_at_desk(account) then
    perform close_desk(account);
    delete from desk_pin p where p.id = account;
  end if;
  return null;
end
$$;

create or replace trigger desk_closes after update or delete on membership for each row execute function desk_role_moved('account_id');
create or replace trigger desk_closes after update of state, kind on account for each row execute function desk_role_moved('id');

-- Whose chat ends (a lost phone, another one that took over) comes in anew. With a new chat comes a new PIN: the link to it was
-- handed over by somebody who knows them, which is how a forgotten one is replaced.
create or replace function desk_chat_moved() returns trigger language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and old.account_id is not null
      and (new.account_id is distinct from old.account_id or (new.ended_at is not null and old.ended_at is null)) then
    perform close_desk(old.account_id);
  end if;
  if new.account_id is not null and (tg_op = 'INSERT' or new.account_id is distinct from old.account_id) then
    delete from desk_pin p where p.id = new.account_id;
  end if;
  return null;
end
$$;

create or replace trigger desk_closes after insert or update of account_id, ended_at on identity for each row execute function desk_chat_moved();
