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
-- events, and its reader by account or by where they work. One's own data is nobody's look. It is written by the turn that
-- says it, because an answer leaves only after that turn is committed: so a look that cannot be written is not shown, and a
-- turn stays at one writing statement.
create or replace function audit_seen(rows jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  insert into audit (at, actor, action, subject_id, person_id, fields, reason)
    select moment, reader.id, s.action, coalesce(s.subject, r.id), p.id, jsonb_agg(distinct field order by field), s.reason
    from jsonb_to_recordset(rows) as s(reader uuid, department uuid, approvers uuid, coordinators uuid,
        account uuid, referral uuid, event uuid, subject uuid, action text, reason text, fields jsonb)
      cross join lateral jsonb_array_elements_text(s.fields) field
      left join referral_event e on e.id = s.event
      left join referral r on r.id = coalesce(s.referral, e.referral_id)
      join lateral (select id, account_id from person where account_id = s.account
        union all select id, account_id from person where id = r.person_id) p on true
      join lateral (select s.reader as id where s.reader is not null
        union select members_of(s.department) where s.department is not null
        union select approvers_of(s.approvers) where s.approvers is not null
        union select coordinators_of(s.coordinators) where s.coordinators is not null) reader on reader.id <> p.account_id
    group by reader.id, s.action, coalesce(s.subject, r.id), p.id, s.reason
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
            where s.person_id in (select my_person()) and s.reason is not null and s.action <> 'listed') a
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
