-- Setting up an organisation: what there is, and what a file brings, in one statement and so in one commit.

-- One account that any key can be tried on, before anybody is known.
create or replace function read_sealed_sample() returns jsonb language sql stable security definer
set search_path = public, pg_temp
as $$ select jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name) from account a where a.key is not null limit 1 $$;

create or replace function read_setup() returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return jsonb_build_object(
    'now', clock_now(),
    'demo', (select demo from installation),
    'directoryVersion', (select directory_version from installation),
    'areas', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'parentId', a.parent_id)), '[]') from area a),
    'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'reference', a.reference, 'kind', a.kind, 'key', a.key,
        'name', a.name, 'phone', a.phone, 'hashed', a.name_hash is not null,
        'joined', exists (select 1 from identity i where i.account_id = a.id),
        'coded', exists (select 1 from enrolment e where e.account_id = a.id and e.used_at is null and e.replaced_at is null and e.expires_at > clock_now()),
        'personId', (select p.id from person p where p.account_id = a.id),
        'areaId', (select p.area_id from person p where p.account_id = a.id))), '[]') from account a where a.key is not null),
    -- Whom a file still names, but who had themselves erased: they are not brought back.
    'erased', (select coalesce(jsonb_agg(a.reference), '[]') from account a where a.key is null and a.reference is not null),
    'memberships', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'accountId', m.account_id, 'role', m.role, 'areaId', m.area_id,
        'departmentId', m.department_id, 'state', m.state, 'bySetup', m.proposed_by is null)), '[]') from membership m where m.state <> 'ended'),
    'teamMembers', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'personId', t.person_id, 'accountId', t.account_id)), '[]') from team_member t where t.until is null));
end
$$;

-- Who set something up is whoever could run the command: no account stands behind it.
create or replace function audit_setup(rows jsonb, action text, moment timestamptz) returns void language sql volatile
as $$ insert into audit (at, actor, action, subject_id) select moment, 'operator', $2, (r->>'id')::uuid from jsonb_array_elements($1) r $$;

-- The public part; returns how many rows it made or changed.
create or replace function write_setup_directory(rows jsonb) returns bigint language plpgsql volatile
as $$
declare
  touched bigint;
  total bigint := 0;
begin
  perform note_setup(rows, (rows->>'now')::timestamptz);
  insert into area as t select * from jsonb_populate_recordset(null::area, rows->'area')
    on conflict (id) do update set level = excluded.level, name = excluded.name, address = excluded.address, phone = excluded.phone
    where (t.level, t.name, t.address, t.phone) is distinct from (excluded.level, excluded.name, excluded.address, excluded.phone);
  get diagnostics touched = row_count;
  total := total + touched;
  insert into department as t select * from jsonb_populate_recordset(null::department, rows->'department')
    on conflict (id) do update set name = excluded.name, address = excluded.address, duty_phone = excluded.duty_phone, office_hours = excluded.office_hours
    where (t.name, t.address, t.duty_phone, t.office_hours) is distinct from (excluded.name, excluded.address, excluded.duty_phone, excluded.office_hours);
  get diagnostics touched = row_count;
  total := total + touched;
  insert into route as t select * from jsonb_populate_recordset(null::route, rows->'route')
    on conflict (kind, area_id) do update set department_id = excluded.department_id where t.department_id <> excluded.department_id;
  get diagnostics touched = row_count;
  return total + touched;
end
$$;

-- `rows` holds new and changed rows by table, decided on what read_setup() said at `directoryVersion`; a second set-up
-- meanwhile raises GT001. The one row of `installation` is locked first, so that they come one after the other.
create or replace function write_setup(rows jsonb) returns void language plpgsql volatile
as $$
declare
  moment timestamptz := (rows->>'now')::timestamptz;
  changed bigint;
begin
  perform set_config('guitu.actor', 'system', true);
  perform must_equal((rows->>'directoryVersion')::bigint, (select directory_version from installation for update));
  if (rows->>'demo')::boolean then
    perform must_equal(0, (select count(*) from account));
    update installation set demo = true;
  end if;

  changed := write_setup_directory(rows);
  insert into account as t select * from jsonb_populate_recordset(null::account, rows->'account')
    on conflict (id) do update set name = excluded.name, phone = excluded.phone, name_hash = excluded.name_hash,
      phone_hash = excluded.phone_hash, version = t.version + 1;
  insert into membership select * from jsonb_populate_recordset(null::membership, rows->'membership');
  update membership t set state = 'ended', version = t.version + 1
    from jsonb_to_recordset(rows->'endedMembership') as s(id uuid) where t.id = s.id;
  insert into person as t select * from jsonb_populate_recordset(null::person, rows->'person')
    on conflict (id) do update set area_id = excluded.area_id, version = t.version + 1;
  insert into arrival select * from jsonb_populate_recordset(null::arrival, rows->'arrival');
  insert into visit select * from jsonb_populate_recordset(null::visit, rows->'visit');
  insert into team_member select * from jsonb_populate_recordset(null::team_member, rows->'teamMember');
  update team_member t set until = moment, version = t.version + 1
    from jsonb_to_recordset(rows->'endedTeamMember') as s(id uuid) where t.id = s.id;
  update enrolment t set replaced_at = moment, version = t.version + 1
    from jsonb_populate_recordset(null::enrolment, rows->'enrolment') s
    where t.account_id = s.account_id and t.used_at is null and t.replaced_at is null;
  insert into enrolment select * from jsonb_populate_recordset(null::enrolment, rows->'enrolment');

  perform audit_setup(rows->'account', 'accountSetUp', moment);
  perform audit_setup(rows->'membership', 'membershipSetUp', moment);
  perform audit_setup(rows->'endedMembership', 'membershipEnded', moment);
  perform audit_setup(rows->'person', 'personSetUp', moment);
  perform audit_setup(rows->'teamMember', 'teamMemberSetUp', moment);
  perform audit_setup(rows->'endedTeamMember', 'teamMemberEnded', moment);
  perform audit_setup(rows->'enrolment', 'enrolmentMade', moment);
  if changed > 0 then
    insert into audit (at, actor, action) values (moment, 'operator', 'directorySetUp');
  end if;
  -- Also when only accounts changed: the version is what a second set-up is held against.
  update installation set directory_version = directory_version + 1
    where changed > 0 or jsonb_array_length((rows->'account') || (rows->'membership') || (rows->'enrolment')) > 0;
end
$$;

-- Moves a demo's clock forward; nothing else has one that can be moved.
create or replace function move_clock(seconds integer) returns timestamptz language plpgsql volatile
as $$
begin
  -- The directory's version moves with it, so that nobody goes by the time they remember.
  update installation set clock_offset_seconds = clock_offset_seconds + seconds, directory_version = directory_version + 1
    where demo and seconds >= 0;
  if not found then
    raise exception 'only the clock of a demo moves, and only forward' using errcode = 'GT002';
  end if;
  return clock_now();
end
$$;

-- How many messages wait and are due by then, for a dry run of the clock.
create or replace function count_due_mail(at timestamptz) returns bigint language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select count(*) from outbox o where o.state = 'waiting' and o.identity_id is not null and o.due_at <= coalesce(at, clock_now()));
end
$$;
