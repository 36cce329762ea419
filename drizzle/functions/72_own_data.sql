-- A person's own data: what is held about them, what they agreed to, a copy, and erasure.

-- What exactly the person agreed to pass on with a request; null when their yes no longer stands.
create or replace function agreed_fields(referral uuid) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select c.fields from consent c where c.referral_id = $1 and c.purpose = 'passOn' and c.withdrawn_at is null limit 1);
end
$$;

-- Whether the person's yes to passing a request on still stands. Without it nothing of the request is shown or sent to a
-- department.
create or replace function is_agreed(referral uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from consent c where c.referral_id = $1 and c.purpose = 'passOn' and c.withdrawn_at is null);
end
$$;

-- The same of every request that a message's choices name.
create or replace function is_agreed_all(choices jsonb) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return not exists (select 1 from jsonb_array_elements(choices) c
    where c->'action'->>'referral' is not null and not is_agreed((c->'action'->>'referral')::uuid));
end
$$;

-- All that the sender may ask to see of their own file, in one read: the file, check-ins, requests, and what they agreed to.
create or replace function find_own_data(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  me uuid := nullif(request->>'actor', '')::uuid;
  mine uuid;
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  mine := (select p.id from person p where p.account_id = me);
  return jsonb_build_object(
    'file', read_person_file(mine),
    'checkIns', (select coalesce(jsonb_agg(to_jsonb(c) order by c.opens_on desc), '[]') from (
      select * from check_in where person_id = mine order by opens_on desc limit 6) c),
    'requests', (select coalesce(jsonb_agg(to_jsonb(r) order by r.created_at, r.id), '[]') from referral r
      where r.person_id = mine and r.state in ('new', 'claimed', 'waitingForPerson', 'answered')),
    'consents', (select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('kind', r.kind) order by c.given_at, c.id), '[]')
      from consent c left join referral r on r.id = c.referral_id where c.person_id = mine and c.withdrawn_at is null));
end
$$;

-- Withdraws consents of the sender, by their ids or by what they are for. A purpose without a request is withdrawn by itself.
create or replace function withdraw_consents(wanted jsonb, moment timestamptz) returns void language plpgsql volatile
as $$
begin
  update consent t set withdrawn_at = moment, version = t.version + 1
    where t.person_id = (wanted->>'personId')::uuid and t.purpose = wanted->>'purpose' and t.withdrawn_at is null
      and t.referral_id is not distinct from (wanted->>'referralId')::uuid
      and (not wanted ? 'accountId' or t.account_id = (wanted->>'accountId')::uuid);
end
$$;

-- Who has been told something about a person: helpers, the staff of the departments that had a request, coordinators and
-- offices of the area.
create or replace function readers_about(person uuid) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query
    select t.account_id from team_member t where t.person_id = $1
    union select v.by_account from visit_record v where v.person_id = $1
    union select r.filed_by from referral r where r.person_id = $1
    union select e.by_account from referral_event e join referral r on r.id = e.referral_id where r.person_id = $1 and e.by_account is not null
    union select m.account_id from referral r join referral_event e on e.referral_id = r.id
        join membership m on m.department_id = (e.data->>'departmentId')::uuid where r.person_id = $1
    union select m.account_id from person p join area below on below.id = p.area_id join area mine on below.path like mine.path || '%'
        join membership m on m.area_id = mine.id where p.id = $1 and m.role in ('coordinator', 'office');
end
$$;

-- What was said to others about a person goes from the record of their chats, and what still waits is not said. `names` are
-- the ids by which the person's rows are pointed at.
create or replace function forget_told(person uuid, names uuid[]) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  readers uuid[] := array(select readers_about($1));
  pattern text := array_to_string(names, '|');
begin
  update outbox o set lines = '[]', choices = '[]', body = null,
      state = case when o.state = 'waiting' then 'dropped' else o.state end, error = case when o.state = 'waiting' then 'erased' else o.error end
    where o.id in (
      select w.id from identity i join outbox w on w.identity_id = i.id and w.sent_seq is not null
        where i.account_id = any (readers) and (w.lines::text || w.choices::text) ~ pattern
      union all
      select w.id from identity i join outbox w on w.identity_id = i.id and w.state = 'waiting'
        where i.account_id = any (readers) and (w.lines::text || w.choices::text) ~ pattern
      union all
      select w.id from outbox w where w.identity_id is null and w.state = 'waiting' and w.account_id = any (readers)
        and (w.lines::text || w.choices::text) ~ pattern);
end
$$;

-- The chats of somebody who is gone are a stranger's: nothing is left of what was said there. `here` has this turn's farewell.
create or replace function forget_chats(account uuid, here uuid) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  chats uuid[] := array(select i.id from identity i where i.account_id = $1) || here;
begin
  -- Whoever was sending one of these has nothing left to send.
  update dialogue d set lease_until = null, lease_by = null
    from outbox o where d.identity_id = any (chats) and o.identity_id = d.identity_id and o.account_id = $1 and o.state = 'waiting'
      and d.lease_by = o.id::text;
  delete from outbox o where o.identity_id = any (chats) and o.account_id = $1 and o.sent_seq is not null;
  delete from outbox o where o.identity_id = any (chats) and o.account_id = $1 and o.state = 'waiting';
  delete from outbox o where o.identity_id is null and o.state = 'waiting' and o.account_id = $1;
  update inbox i set body = null where i.identity_id = any (chats) and i.body is not null;
  update dialogue d set state = '', screen_id = null, focus_referral_id = null, form = false, version = d.version + 1
    where d.identity_id = any (chats) and d.identity_id <> here;
  update identity i set account_id = null, version = i.version + 1 where i.account_id = $1;
  update mailbox m set send_at = first_due(m.identity_id) where m.identity_id = any (chats);
end
$$;

-- Every open request is withdrawn, and of all of them only what was asked for and when is left.
create or replace function forget_requests(person uuid, account uuid, moment timestamptz) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  touched bigint;
begin
  insert into referral_event (id, referral_id, position, kind, by_account, at, text, data)
    select gen_random_uuid(), r.id, r.version + 1, 'withdrawn', $2, moment, null,
        jsonb_build_object('state', 'withdrawn', 'departmentId', r.department_id, 'expectedOn', r.expected_on)
      from referral r where r.person_id = $1 and r.state in ('new', 'claimed', 'waitingForPerson', 'answered');
  update referral r set state = 'withdrawn', paused_on = null, version = r.version + 1
    where r.person_id = $1 and r.state in ('new', 'claimed', 'waitingForPerson', 'answered');
  get diagnostics touched = row_count;
  update referral r set answers = '' where r.person_id = $1;
  update referral_event e set text = null from referral r where r.person_id = $1 and e.referral_id = r.id and e.text is not null;
  update timer t set state = 'done' from referral r where r.person_id = $1 and t.subject_id = r.id and t.state = 'waiting'
    and t.rule in ('departmentReminder', 'coordinatorReminder', 'expectedDay');
  update consent c set withdrawn_at = moment, version = c.version + 1 where c.person_id = $1 and c.withdrawn_at is null;
  return touched;
end
$$;

-- The sender had themselves erased: their key, and with it whatever was sealed with it, wherever it still lies; and every row
-- that nothing else needs. What is left has no content: that there was a request of some kind, a visit, a yes, and when.
-- `open_requests`: how many the departments were told of; another one filed meanwhile lets the turn be taken again.
create or replace function erase_person(person uuid, here uuid, open_requests bigint, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  gone uuid := (select p.account_id from person p where p.id = $1 and p.account_id = actor() and p.state <> 'erased' for update);
begin
  perform must_equal(1, (gone is not null)::integer);
  perform forget_told($1, array[$1, gone]
    || array(select r.id from referral r where r.person_id = $1)
    || array(select e.id from referral_event e join referral r on r.id = e.referral_id where r.person_id = $1)
    || array(select v.id from visit v where v.person_id = $1)
    || array(select t.id from task t where t.person_id = $1)
    || array(select t.id from team_member t where t.person_id = $1));
  perform must_equal(open_requests, forget_requests($1, gone, moment));
  delete from public.trigger t where t.person_id = $1;
  delete from check_in t where t.person_id = $1;
  delete from need t where t.person_id = $1;
  delete from team_member t where t.person_id = $1;
  delete from file_closing t where t.person_id = $1;
  delete from task t where t.person_id = $1;
  delete from arrival t where t.person_id = $1;
  delete from enrolment t where t.account_id = gone;
  delete from copy_link t where t.account_id = gone;
  update visit v set state = case when v.state = 'due' then 'cancelled' else v.state end, meet_on = null, answer = null, version = v.version + 1
    where v.person_id = $1;
  update visit_record v set note = null, needs = '[]', how = null, reason = null, version = v.version + 1 where v.person_id = $1;
  update person p set state = 'erased', released_on = null, helped_until = null, period_ended_at = coalesce(p.period_ended_at, moment),
      next_check_in_on = null, reminders_paused_at = null, visit_review_on = null, shielded = false, version = p.version + 1
    where p.id = $1;
  update account a set key = null, name = '', phone = null, name_hash = null, phone_hash = null, state = 'erased', erased_at = moment,
      version = a.version + 1 where a.id = gone;
  perform forget_chats(gone, here);
end
$$;

-- Words that messages point at by id, still sealed: where somebody lives for now, and what a helper wrote of a visit.
create or replace function read_own_words(accounts uuid[], records uuid[]) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  return jsonb_build_object(
    'stayings', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'text', r.staying, 'accountId', a.id, 'key', a.key)), '[]')
      from account a join person p on p.account_id = a.id join arrival r on r.person_id = p.id
      where a.id = any (accounts) and a.key is not null and r.staying is not null),
    'notes', (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'text', v.note, 'accountId', a.id, 'key', a.key)), '[]')
      from visit_record v join person p on p.id = v.person_id join account a on a.id = p.account_id
      where v.id = any (records) and a.key is not null and v.note is not null));
end
$$;

-- Everything that is held about whom a link was made for, still sealed: once, while the link is young and no newer one was
-- made. Null when it opens nothing.
create or replace function open_copy(wanted text, at timestamptz) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  mine uuid;
  owner uuid;
begin
  update copy_link l set used_at = moment, version = l.version + 1
    where l.link_hash = wanted and l.used_at is null and l.expires_at > moment
      and not exists (select 1 from copy_link n where n.account_id = l.account_id and n.created_at > l.created_at)
    returning l.account_id into owner;
  if owner is null then
    return null;
  end if;
  insert into audit (at, actor, action, subject_id) values (moment, owner::text, 'copyOpened', owner);
  mine := (select p.id from person p where p.account_id = owner);
  return (select jsonb_build_object(
      'now', moment,
      -- In the language of the chat that asked for it.
      'locale', coalesce((select i.locale from identity i where i.account_id = owner order by i.ended_at is not null, i.created_at desc limit 1), a.locale),
      'account', to_jsonb(a),
      'file', read_person_file(mine) || jsonb_build_object('records',
        (select coalesce(jsonb_agg(to_jsonb(v) order by v.at desc), '[]') from visit_record v where v.person_id = mine)),
      'arrival', (select to_jsonb(r) from arrival r where r.person_id = mine),
      'checkIns', (select coalesce(jsonb_agg(to_jsonb(c) order by c.opens_on desc), '[]') from check_in c where c.person_id = mine),
      'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.due_on desc), '[]') from visit v where v.person_id = mine),
      'requests', (select coalesce(jsonb_agg(to_jsonb(r) order by r.created_at desc), '[]') from referral r where r.person_id = mine),
      'events', (select coalesce(jsonb_agg(to_jsonb(e) order by e.referral_id, e.position), '[]')
        from referral_event e join referral r on r.id = e.referral_id where r.person_id = mine),
      'consents', (select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('kind', r.kind) order by c.given_at desc), '[]')
        from consent c left join referral r on r.id = c.referral_id where c.person_id = mine),
      'closings', (select coalesce(jsonb_agg(to_jsonb(c) order by c.proposed_at desc), '[]') from file_closing c where c.person_id = mine),
      'tasks', (select coalesce(jsonb_agg(to_jsonb(t) order by t.created_at desc), '[]') from task t where t.person_id = mine),
      -- Those who wrote or did something.
      'others', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'key', o.key, 'name', o.name)), '[]') from account o
        where o.id in (select readers_about(mine)) and o.key is not null),
      'messages', (select coalesce(jsonb_agg(to_jsonb(m) order by m.at), '[]') from (
        select 'outbox' as place, o.id::text, o.sent_at as at, o.body from identity i join outbox o on o.identity_id = i.id
          where i.account_id = owner and o.account_id = owner and o.sent_seq is not null and o.body is not null
        union all
        select 'inbox', n.external_id, n.received_at, n.body from identity i join inbox n on n.identity_id = i.id
          where i.account_id = owner and n.body is not null and n.state = 'done') m))
    from account a where a.id = owner);
end
$$;
