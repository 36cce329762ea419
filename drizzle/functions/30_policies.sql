-- Row-level security behind every query: without an actor nothing is seen; with one, what lies in the actor's scope.
-- Reading and changing follow `using`; a new row only needs somebody to answer for it.
do $$
declare
  rule record;
begin
  for rule in
    select * from (values
      ('account', 'id = actor() or (kind = ''worker'' and actor() is not null) or sees_person_of(id)'),
      -- Of whom was erased only a row is left, for what refers to it: it is in nobody's scope.
      ('person', '(account_id = actor() or area_id in (select my_areas()) or id in (select my_people()) or has_asked_my_departments(id) or is_to_be_called(id)) and state <> ''erased'''),
      ('membership', 'account_id = actor() or area_id in (select my_areas())'),
      ('team_member', 'account_id = actor() or person_id in (select my_person()) or sees_person(person_id)'),
      ('consent', 'person_id in (select my_person()) or exists (select 1 from person p where p.id = consent.person_id and p.area_id in (select my_areas()))'),
      ('file_closing', 'person_id in (select my_person()) or exists (select 1 from person p where p.id = file_closing.person_id and p.area_id in (select my_areas()))'),
      ('identity', 'id = chat() or account_id = actor()'),
      ('dialogue', 'identity_id = chat()'),
      ('copy_link', 'account_id = actor()'),
      ('desk_login', 'account_id = actor()'),
      ('desk_session', 'account_id = actor()'),
      ('desk_pin', 'id = actor()'),
      ('answer_template', 'department_id in (select my_departments())'),
      ('staff_absence', 'account_id = actor() or department_id in (select my_departments())'),
      ('import_batch', 'account_id = actor()'),
      ('import_row', 'sees_import(batch_id)'),
      ('enrolment', 'account_id = actor() or sees_person_of(account_id) or exists (select 1 from membership m where m.account_id = enrolment.account_id and m.area_id in (select my_areas()))'),
      ('code_attempt', 'identity_id = chat()'),
      ('referral', 'person_id in (select my_person()) or department_id in (select my_departments()) or area_id in (select my_areas()) or (filed_by = actor() and person_id in (select my_people()))'),
      ('referral_event', 'sees_referral(referral_id)'),
      ('inbox', 'identity_id = chat()'),
      ('outbox', 'identity_id = chat() or account_id = actor()'),
      ('mailbox', 'identity_id = chat()'),
      ('channel_pace', 'false'),
      ('chat_pace', 'false'),
      ('timer', 'false'),
      ('task', 'area_id in (select my_areas()) or is_at_my_station(area_id) or (kind = ''checkIn'' and person_id in (select my_people()))'),
      ('arrival', 'keeps_file_of(person_id)'),
      ('check_in', 'keeps_file_of(person_id)'),
      ('need', 'keeps_file_of(person_id)'),
      ('visit', 'keeps_file_of(person_id)'),
      ('visit_record', 'keeps_file_of(person_id)'),
      ('trigger', 'keeps_file_of(person_id)'),
      ('absence', 'account_id = actor() or substitute_id = actor() or exists (select 1 from membership m where m.account_id = absence.account_id and m.area_id in (select my_areas()))'),
      -- Also read for the directory, without an actor, by a function of its own.
      ('setting_version', 'area_id in (select my_areas())'),
      ('audit', 'false'),
      ('audit_seal', 'false'),
      ('installation_key', 'false')
    ) as t(tablename, seen)
  loop
    execute format('alter table %I enable row level security', rule.tablename);
    execute format('drop policy if exists seen on %I', rule.tablename);
    execute format('drop policy if exists changed on %I', rule.tablename);
    execute format('drop policy if exists written on %I', rule.tablename);
    execute format('create policy seen on %I for select using (is_system() or %s)', rule.tablename, rule.seen);
    execute format('create policy changed on %I for update using (is_system() or %s) with check (is_someone())', rule.tablename, rule.seen);
    execute format('create policy written on %I for insert with check (is_someone())', rule.tablename);
  end loop;
end
$$;
