-- What is done with a person's file at the desk: found for who coordinates the area or is the office above it, corrected, moved to
-- another station, closed with a second yes, and merged with one that was opened for the same person.

-- A file with what a decision about it rests on; by the person's account, or by a closing that waits.
create or replace function kept_file(account uuid, closing uuid) returns jsonb language plpgsql stable
as $$
begin
  return (select jsonb_build_object('file', read_person_file(p.id), 'accountVersion', a.version,
      'openRequests', (select count(*) from referral r where r.person_id = p.id and not (r.state = any (read_final_states()))),
      'closing', (select to_jsonb(c) from file_closing c where c.person_id = p.id and c.outcome is null),
      'approvers', (select coalesce(jsonb_agg(s order by s), '[]') from approvers_of(p.area_id) s where s <> actor()))
    from person p join account a on a.id = p.account_id
    where p.area_id in (select my_areas())
      and (p.account_id = $1 or p.id = (select c.person_id from file_closing c where c.id = $2)));
end
$$;

create or replace function find_case_file(request jsonb) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', coalesce(request->>'actor', ''), true);
  perform set_config('guitu.identity', coalesce(request->>'identityId', ''), true);
  case request->>'what'
  when 'keptFile' then
    return jsonb_build_object('kept', kept_file((request->>'accountId')::uuid, (request->>'closingId')::uuid));
  when 'twoFiles' then
    return jsonb_build_object('keep', kept_file((request->>'keep')::uuid, null), 'gone', kept_file((request->>'gone')::uuid, null),
      'texts', sealed_texts_of((request->>'keep')::uuid, (request->>'gone')::uuid));
  when 'notJoined' then
    return jsonb_build_object('accounts', (select coalesce(jsonb_agg(p.account_id order by e.place), '[]')
      from jsonb_array_elements_text(request->'accounts') with ordinality as e(id, place) join person p on p.account_id = e.id::uuid
      where p.area_id in (select my_areas()) and not is_joined(p.account_id)));
  end case;
end
$$;

-- A person goes to another station, and with them what waits for somebody to act. What a department has stays in its queue.
create or replace function move_file(person uuid, area uuid) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform must_equal(1, (select count(*) from person p where p.id = $1 and p.area_id = $2 and $2 in (select my_areas())));
  update referral r set area_id = $2, version = r.version + 1 where r.person_id = $1 and r.area_id <> $2 and not (r.state = any (read_final_states()));
  update task t set area_id = $2, version = t.version + 1 where t.person_id = $1 and t.area_id <> $2 and t.state = 'open';
end
$$;

-- What belongs to a person who is no longer on file must not be written: whoever tries reads again, and finds what it belongs to
-- now. It fires after the foreign key has waited for a merge or an erasure that is under way, and so sees how that ended. Rows that
-- a backup brings back are nobody's act.
create or replace function still_on_file() returns trigger language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  if is_someone() then
    perform must_equal(1, (select count(*) from person p where p.id = new.person_id and p.state <> 'erased'));
  end if;
  return null;
end
$$;

do $$
declare
  target text;
begin
  foreach target in array array['referral', 'visit_record', 'visit', 'trigger', 'need', 'check_in', 'consent', 'team_member', 'task', 'file_closing'] loop
    execute format('create or replace trigger still_on_file after insert on %I for each row execute function still_on_file()', target);
  end loop;
end
$$;

-- Called by `write_rest`.
create or replace function write_case_file(turn jsonb, moment timestamptz) returns void language plpgsql volatile
as $$
begin
  if turn ? 'replaceEnrolmentsOfAll' then
    update enrolment t set replaced_at = moment, version = t.version + 1
      where t.account_id in (select id::uuid from jsonb_array_elements_text(turn->'replaceEnrolmentsOfAll') e(id)) and t.used_at is null and t.replaced_at is null
        -- The new ones are there already.
        and t.id not in (select (e->>'id')::uuid from jsonb_array_elements(turn->'newEnrolment') e);
  end if;
  if turn ? 'moveFile' then
    perform move_file((turn->'moveFile'->>'personId')::uuid, (turn->'moveFile'->>'areaId')::uuid);
  end if;
  if turn ? 'mergeFiles' then
    perform merge_files(turn->'mergeFiles', moment);
  end if;
end
$$;
