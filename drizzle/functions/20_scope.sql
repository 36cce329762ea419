-- Who is asking, and what lies in their scope. `guitu.actor` is an account's id, 'system' for the clock and the
-- dispatcher, or empty; `guitu.identity` is the chat. Both are set for one transaction only, so that a pooled
-- connection carries nothing over. The functions that look up scope run as their owner, because the rows that define a
-- scope must be readable before the scope exists.

create or replace function is_system() returns boolean language sql stable
as $$ select coalesce(current_setting('guitu.actor', true), '') = 'system' $$;

create or replace function actor() returns uuid language sql stable
as $$ select nullif(nullif(current_setting('guitu.actor', true), 'system'), '')::uuid $$;

create or replace function chat() returns uuid language sql stable
as $$ select nullif(current_setting('guitu.identity', true), '')::uuid $$;

create or replace function is_someone() returns boolean language sql stable
as $$ select coalesce(current_setting('guitu.actor', true), '') <> '' or coalesce(current_setting('guitu.identity', true), '') <> '' $$;

create or replace function my_departments() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select m.department_id from membership m join account a on a.id = m.account_id
    where m.account_id = actor() and m.state = 'approved' and a.state = 'active' and m.department_id is not null;
end
$$;

create or replace function my_areas() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select below.id
    from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join area below on below.path like mine.path || '%'
    where m.account_id = actor() and m.state = 'approved' and a.state = 'active' and m.role in ('coordinator', 'office');
end
$$;

-- As a function, so that a plan looks at the one file it is about, and never goes through all of them.
create or replace function is_shielded(person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return (select p.shielded from person p where p.id = $1); end $$;

-- Whether an account is one of the helpers around a person now. A volunteer is one only after the person's own yes. A shielded
-- file is open to no helper, whoever they are.
create or replace function is_helper_of(account uuid, person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from team_member t join account a on a.id = t.account_id
    where t.account_id = $1 and t.person_id = $2 and t.until is null and t.state = 'active' and a.state = 'active'
      and not is_shielded(t.person_id)
      and exists (select 1 from membership m where m.account_id = a.id and m.role in ('helper', 'volunteer') and m.state = 'approved'));
end
$$;

create or replace function has_helper(person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from team_member t where t.person_id = $1 and t.until is null and is_helper_of(t.account_id, $1));
end
$$;

create or replace function my_people() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select t.person_id
    from team_member t join account a on a.id = t.account_id
    where t.account_id = actor() and t.until is null and t.state = 'active' and a.state = 'active'
      and not is_shielded(t.person_id)
      and exists (select 1 from membership m where m.account_id = a.id and m.role in ('helper', 'volunteer') and m.state = 'approved');
end
$$;

-- The same of everybody whom a message's choices name, by their visit or their account.
create or replace function may_help_all(account uuid, choices jsonb) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return not exists (select 1 from jsonb_array_elements(choices) c, person p
    where (p.id = (select v.person_id from visit v where v.id = (c->'action'->>'visit')::uuid) or p.account_id = (c->'action'->>'account')::uuid)
      and not may_help($1, p.id));
end
$$;

-- Whether an account may be told something about a person: a helper around them, who coordinates their area, or who works at
-- the station of it and may have written down for them what they asked for.
create or replace function may_help(account uuid, person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return is_helper_of($1, $2) or exists (select 1 from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join person p on p.id = $2 join area below on below.id = p.area_id and below.path like mine.path || '%'
    where m.account_id = $1 and m.role in ('coordinator', 'office') and m.state = 'approved' and a.state = 'active')
    or not is_shielded($2) and exists (select 1 from membership m join account a on a.id = m.account_id
      join department d on d.id = m.department_id and d.kind = 'station' join area mine on mine.id = d.area_id
      join person p on p.id = $2 join area below on below.id = p.area_id and below.path like mine.path || '%'
    where m.account_id = $1 and m.state = 'approved' and a.state = 'active');
end
$$;

create or replace function my_person() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select p.id from person p where p.account_id = actor();
end
$$;

-- What a policy asks about rows of another table, under that table's own policy. As functions, because a policy within a
-- policy within a policy is planned, and set up at every execution, as one plan of hundreds of nodes.
create or replace function sees_person(person uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from person p where p.id = $1); end $$;

create or replace function sees_person_of(account uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from person p where p.account_id = $1); end $$;

create or replace function sees_referral(referral uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from referral r where r.id = $1); end $$;

create or replace function sees_import(batch uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from import_batch b where b.id = $1); end $$;

create or replace function has_asked_my_departments(person uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from referral r where r.person_id = $1 and r.department_id in (select my_departments())); end $$;

-- Whether the area is looked after by a station whose staff the actor is one of.
create or replace function is_at_my_station(area_id uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from department d join area mine on mine.id = d.area_id
      join area asked on asked.id = $1 and asked.path like mine.path || '%'
    where d.kind = 'station' and d.id in (select my_departments()));
end
$$;

-- Whether the file of a person is the actor's own, of somebody they help, or of their area. A department that has a
-- request of theirs sees the request, never this.
create or replace function keeps_file_of(person uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from person p where p.id = $1
    and (p.account_id = actor() or p.area_id in (select my_areas()) or p.id in (select my_people())));
end
$$;

create or replace function is_to_be_called(person uuid) returns boolean language plpgsql stable
as $$ begin return exists (select 1 from task t where t.kind = 'call' and t.person_id = $1 and t.state = 'open'); end $$;

-- A request as it stands now: it is in the hands of whoever claimed it only while they work in the department that has it.
create or replace function now_held(referral referral) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  if referral.claimed_by is null or exists (select 1 from membership m join account a on a.id = m.account_id
      where m.account_id = referral.claimed_by and m.department_id = referral.department_id and m.state = 'approved' and a.state = 'active') then
    return to_jsonb(referral);
  end if;
  return to_jsonb(referral) || '{"claimed_by": null}';
end
$$;

create or replace function works_in(account uuid, department uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return exists (select 1 from membership m join account a on a.id = m.account_id
    where m.account_id = $1 and m.department_id = $2 and m.state = 'approved' and a.state = 'active');
end
$$;

-- Who stands in for somebody of a department while they are away: a colleague who is there, and can be reached in some chat.
create or replace function stand_in_of(account uuid, department uuid) returns uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select s.substitute_id from staff_absence s
    where s.account_id = $1 and s.department_id = $2 and s.begun_at is not null and s.ended_at is null and works_in(s.substitute_id, $2)
      and exists (select 1 from identity i where i.account_id = s.substitute_id and i.ended_at is null)
      and not exists (select 1 from staff_absence b where b.account_id = s.substitute_id and b.department_id = $2 and b.begun_at is not null and b.ended_at is null)
    limit 1);
end
$$;

-- For whom the actor stands in now, in a department.
create or replace function stands_in_for(department uuid) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select s.account_id from staff_absence s
    where s.substitute_id = actor() and s.department_id = $1 and s.begun_at is not null and s.ended_at is null and works_in(actor(), $1);
end
$$;

-- The accounts that now work in a department and can be reached in some chat; not who is away while somebody stands in for them.
create or replace function members_of(department uuid) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select distinct m.account_id
    from membership m join account a on a.id = m.account_id
      join identity i on i.account_id = a.id and i.ended_at is null
    where m.department_id = $1 and m.state = 'approved' and a.state = 'active' and stand_in_of(m.account_id, $1) is null;
end
$$;

-- The accounts that may give the second yes for an area: its coordinators and every office above it.
create or replace function approvers_of(area_id uuid) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select distinct m.account_id
    from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join area asked on asked.id = $1 and asked.path like mine.path || '%'
      join identity i on i.account_id = a.id and i.ended_at is null
    where m.role in ('coordinator', 'office') and m.state = 'approved' and a.state = 'active';
end
$$;

-- The accounts that coordinate an area; where nobody does, the nearest offices above it.
create or replace function coordinators_of(area_id uuid) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select distinct m.account_id
    from membership m join account a on a.id = m.account_id
      join area mine on mine.id = m.area_id
      join area asked on asked.id = $1 and asked.path like mine.path || '%'
      join identity i on i.account_id = a.id and i.ended_at is null
    where m.role = 'coordinator' and m.state = 'approved' and a.state = 'active';
  if not found then
    return query select approvers_of($1);
  end if;
end
$$;

-- The accounts that coordinate just these areas, but for whoever acts: they know.
create or replace function coordinators_in(areas jsonb) returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select distinct m.account_id
    from membership m join account a on a.id = m.account_id
      join identity i on i.account_id = a.id and i.ended_at is null
    where areas ? m.area_id::text and m.role = 'coordinator' and m.state = 'approved' and a.state = 'active'
      and m.account_id is distinct from actor();
end
$$;

-- Whom a message is for, said in one of these ways: an account (what is for it as one of `at_department` is for who stands in
-- for it), who works in a department, who gives second yeses for an area, who coordinates it, who coordinates just these.
create or replace function recipients_of(account uuid, at_department uuid, department uuid, approvers uuid, coordinators uuid, areas jsonb)
returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  if account is not null then
    return next coalesce(case when at_department is not null then stand_in_of(account, at_department) end, account);
  elsif department is not null then
    return query select members_of(department);
  elsif approvers is not null then
    return query select approvers_of(approvers);
  elsif coordinators is not null then
    return query select coordinators_of(coordinators);
  elsif areas is not null then
    return query select coordinators_in(areas);
  end if;
end
$$;

-- The chat in which an account is reached now; null while it has none.
create or replace function chat_of(account uuid) returns uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return (select i.id from identity i where i.account_id = $1 and i.ended_at is null
    order by (i.unreachable_at is null) desc, i.created_at desc limit 1);
end
$$;

create or replace function identify(channel text, external_id text) returns setof identity language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select * from identity i where i.channel = $1 and i.external_id = $2;
end
$$;

-- The clock of this installation: the database's own, moved only where `installation` says that it is a demo.
create or replace function clock_now() returns timestamptz language plpgsql volatile
as $$
begin
  return (select date_trunc('milliseconds', clock_timestamp() + coalesce((select clock_offset_seconds from installation where demo), 0) * interval '1 second'));
end
$$;
