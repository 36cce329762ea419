-- The audit. Rows come in and never change: by grant for the service, and by trigger for whoever owns the table and slips.
-- What is old goes through `purge_audit` alone, which says so for its own transaction.
create or replace function audit_stays() returns trigger language plpgsql
as $$
begin
  if coalesce(current_setting('guitu.purging_audit', true), '') <> 'yes' then
    raise exception 'rows of % only come in: what is old goes through purge_audit', tg_table_name using errcode = '42501';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;

create or replace trigger stays before update or delete on audit for each row execute function audit_stays();
create or replace trigger stays_whole before truncate on audit for each statement execute function audit_stays();
create or replace trigger stays before update or delete on audit_seal for each row execute function audit_stays();
create or replace trigger stays_whole before truncate on audit_seal for each statement execute function audit_stays();

-- Who saw what of whom, as the messages of a turn show it: each row names a person by account, or by a request or one of its
-- events, and its reader by account (what is for somebody as one of `at_department` goes to who stands in for them) or by where
-- they work. One's own data is nobody's look. It is written by the turn that
-- says it, because an answer leaves only after that turn is committed: so a look that cannot be written is not shown, and a
-- turn stays at one writing statement.
create or replace function audit_seen(rows jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  insert into audit (at, actor, action, subject_id, person_id, fields, reason)
    select coalesce(s.at, moment), reader.id, s.action, coalesce(s.subject, r.id), p.id, jsonb_agg(distinct field order by field), s.reason
    from jsonb_to_recordset(rows) as s(at timestamptz, reader uuid, at_department uuid, department uuid, approvers uuid, coordinators uuid, coordinators_in jsonb,
        account uuid, referral uuid, event uuid, subject uuid, action text, reason text, fields jsonb)
      cross join lateral jsonb_array_elements_text(s.fields) field
      left join referral_event e on e.id = s.event
      left join referral r on r.id = coalesce(s.referral, e.referral_id)
      join lateral (select id, account_id from person where account_id = s.account
        union all select id, account_id from person where id = r.person_id) p on true
      join lateral recipients_of(s.reader, s.at_department, s.department, s.approvers, s.coordinators, s.coordinators_in) as reader(id) on reader.id <> p.account_id
    group by s.at, reader.id, s.action, coalesce(s.subject, r.id), p.id, s.reason
    order by reader.id, p.id;
end
$$;

-- Who saw what of the one who asks: a day's looks of one worker for one request, or for one reason, are one. Bare names in
-- lists are left out. It looks past row-level security, which shows nobody the audit, and at the asker's own file alone.
create or replace function who_looked(skip integer) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select jsonb_agg(jsonb_build_object('day', l.day, 'account', l.actor, 'isTold', l.is_told, 'reason', l.reason,
      'fields', l.fields, 'kind', r.kind, 'number', r.number, 'role', m.role, 'departmentId', m.department_id, 'areaId', m.area_id)
      order by l.last desc, l.newest desc)
    from (
      select (a.at at time zone 'Asia/Shanghai')::date as day, a.actor, a.reason, a.referral, bool_and(a.action = 'told') as is_told,
          jsonb_agg(distinct field) as fields, max(a.at) as last, max(a.id) as newest
        from (select s.*, case when s.reason = 'request' then s.subject_id end as referral from audit s
            where s.person_id in (select my_files()) and s.reason is not null and s.action <> 'listed') a
          cross join lateral jsonb_array_elements_text(a.fields) field
        group by day, a.actor, a.reason, a.referral
        having bool_or(field <> 'name')
        order by last desc, newest desc limit 8 offset skip) l
      left join referral r on r.id = l.referral and r.person_id in (select my_person())
      -- As what they saw it: at a department where a request was looked at, else what they are now.
      left join lateral (select role, department_id, area_id from membership where account_id = l.actor::uuid and state <> 'proposed'
        order by department_id is not distinct from r.department_id desc, state = 'approved' desc, created_at desc, id limit 1) m on true);
end
$$;

-- A row as it is hashed: every column, in this order. src/audit/chain.ts writes the same.
create or replace function audit_moment(at timestamptz) returns text language sql immutable
as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

create or replace function audit_text(a audit) returns text language sql immutable
as $$
  select concat_ws(E'\x1f', a.id, audit_moment(a.at), a.actor, a.action, coalesce(a.subject_id::text, ''), coalesce(a.person_id::text, ''),
    (select coalesce(string_agg(f, ',' order by place), '') from jsonb_array_elements_text(a.fields) with ordinality as e(f, place)),
    coalesce(a.reason, ''))
$$;

-- How long a row may still turn up whose id lies before what was sealed: ids are given out before their rows are committed.
create or replace function audit_may_be_late() returns interval language sql immutable
as $$ select interval '10 minutes' $$;

-- Adds a link to the chain, of committed rows that are in none yet, in the order of their ids. One replica at a time; what was
-- committed late, with an id that lies before others, is in the next link. It is not done within turns, because a chain there
-- would make every writer wait for every other. Gives the link, or null where nothing was left to seal.
create or replace function seal_audit(moment timestamptz, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  last audit_seal;
  settled audit_seal;
  made audit_seal;
begin
  -- A row, for there may be a pooler between, which keeps no other lock. What is read below is read after the wait for it.
  perform 1 from installation for no key update;
  select * into last from audit_seal order by position desc limit 1;
  select * into settled from audit_seal where at <= moment - audit_may_be_late() order by position desc limit 1;
  select jsonb_agg(a.id order by a.id), max(a.at), encode(sha256(convert_to(string_agg(audit_text(a), E'\n' order by a.id), 'UTF8')), 'hex'), max(a.id)
    into made.ids, made.until, made.digest, made.up_to
    from (select * from audit where id > coalesce(settled.up_to, 0)
        and id not in (select id::bigint from audit_seal s cross join lateral jsonb_array_elements_text(s.ids) as e(id)
          where s.position > coalesce(settled.position, 0))
      order by id limit most) a;
  if made.ids is null then
    return null;
  end if;
  made.position := coalesce(last.position, 0) + 1;
  made.at := moment;
  made.up_to := greatest(made.up_to, last.up_to);
  made.hash := encode(sha256(convert_to(concat_ws(E'\n', coalesce(last.hash, ''), made.position, audit_moment(made.at),
    (select string_agg(id, ',' order by place) from jsonb_array_elements_text(made.ids) with ordinality as e(id, place)),
    audit_moment(made.until), made.digest), 'UTF8')), 'hex');
  insert into audit_seal select made.*;
  update installation set audit_seals = made.position;
  return jsonb_build_object('position', made.position, 'rows', jsonb_array_length(made.ids), 'hash', made.hash);
end
$$;

-- The chain for `npm run audit`, some links at a time with their rows. As `read_everything`, it gives its caller no right of
-- its own: it looks as the login itself.
create or replace function read_audit_chain(after integer, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('role', 'none', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('position', s.position, 'at', audit_moment(s.at), 'ids', s.ids, 'upTo', s.up_to,
      'until', audit_moment(s.until), 'digest', s.digest, 'hash', s.hash, 'isPurged', s.purged_at is not null,
      'rows', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', audit_moment(a.at), 'actor', a.actor, 'action', a.action,
          'subjectId', a.subject_id, 'personId', a.person_id, 'fields', a.fields, 'reason', a.reason) order by e.place), '[]')
        from jsonb_array_elements_text(s.ids) with ordinality as e(id, place) join audit a on a.id = e.id::bigint)) order by s.position), '[]')
    from (select * from audit_seal where position > after order by position limit most) s);
end
$$;

-- How many seals were made, and the rows that are in none: `late`, where rows behind them were sealed long before.
create or replace function read_audit_tail(moment timestamptz) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('role', 'none', true), set_config('enable_hashjoin', 'on', true);
  return (
    with unsealed as (
      select a.id, a.at from audit a where not exists (
        select 1 from audit_seal s cross join lateral jsonb_array_elements_text(s.ids) as e(id) where e.id::bigint = a.id)
    ), settled as (
      select coalesce(max(up_to), 0) as up_to from audit_seal where at <= coalesce(moment, clock_now()) - audit_may_be_late())
    select jsonb_build_object(
      'seals', (select audit_seals from installation),
      'late', coalesce(jsonb_agg(u.id order by u.id) filter (where u.id <= s.up_to), '[]'),
      'waiting', count(u.id) filter (where u.id > s.up_to),
      'since', audit_moment(min(u.at) filter (where u.id > s.up_to)))
    from settled s left join unsealed u on true group by s.up_to);
end
$$;

-- The one way in which rows of the audit go: sealed ones, whole links at a time and from the beginning of the chain, once the
-- newest of their rows is older than is kept. Their digest stays, and so does the chain. Gives how many rows went.
create or replace function purge_audit(moment timestamptz, keep interval, most integer) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  link audit_seal;
  gone bigint := 0;
begin
  perform set_config('guitu.purging_audit', 'yes', true);
  for link in select * from audit_seal where purged_at is null order by position for update skip locked loop
    exit when link.until >= moment - keep or gone >= most;
    delete from audit where id in (select id::bigint from jsonb_array_elements_text(link.ids) as e(id));
    gone := gone + jsonb_array_length(link.ids);
    update audit_seal set purged_at = moment where position = link.position;
  end loop;
  perform set_config('guitu.purging_audit', '', true);
  return gone;
end
$$;
