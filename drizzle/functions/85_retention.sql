-- Retention: what is no longer needed goes by itself. A need stops standing on its last day; words that were said are kept
-- for as long as somebody may ask about them; what only guards against doing things twice goes after a quarter. Each call
-- takes a bounded bite in a transaction of its own and steps over what a turn or another replica has in hand, so that it
-- holds up nobody and waits for nobody. It gives the largest of its bites: less than `most`, and nothing is left. `keep` says how
-- long each is kept (src/retention/keepTimes.ts).
drop function if exists purge_records(timestamptz, date, integer);
create or replace function purge_records(at timestamptz, today date, most integer, keep jsonb) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  touched bigint;
  largest bigint := 0;
begin
  update need t set ended_at = at, version = t.version + 1 from (select id from need where ended_at is null and ends_on < today limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from need t using (select id from need where ended_at < at - (keep->>'need')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from public.trigger t using (select id from public.trigger where ended_at < at - (keep->>'trigger')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  update visit_record t set note = null, version = t.version + 1
    from (select id from visit_record where note is not null and visit_record.at < purge_records.at - (keep->>'visitNote')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from inbox t using (select channel, external_id from inbox where received_at < at - (keep->>'received')::interval limit most for update skip locked) s
    where t.channel = s.channel and t.external_id = s.external_id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  update outbox t set body = null, lines = '[]', choices = '[]'
    from (select id from outbox where state <> 'waiting' and (body is not null or lines <> '[]') and created_at < at - (keep->>'said')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from code_attempt t using (select id from code_attempt where code_attempt.at < purge_records.at - (keep->>'codeAttempt')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from enrolment t using (select id from enrolment where expires_at < at - (keep->>'enrolment')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  -- Of somebody who was erased the law wants it on record for three years that they agreed, or no longer did.
  delete from consent t using (select c.id from account a join person p on p.account_id = a.id join consent c on c.person_id = p.id
    where a.erased_at < at - (keep->>'erasedConsent')::interval limit most for update of c skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from copy_link t using (select id from copy_link where expires_at < at - (keep->>'copyLink')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from desk_login t using (select id from desk_login where expires_at < at - (keep->>'deskLogin')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  -- First by when it was made, which its index is by: what ended so long ago was made even before that.
  delete from desk_session t using (select id from desk_session where created_at < at - (keep->>'deskSession')::interval
      and coalesce(ended_at, seen_at) < at - (keep->>'deskSession')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from import_row t using (select r.id from import_batch b join import_row r on r.batch_id = b.id
    where b.created_at < at - (keep->>'importBatch')::interval limit most for update of r skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from import_batch t using (select b.id from import_batch b where b.created_at < at - (keep->>'importBatch')::interval
    and not exists (select 1 from import_row r where r.batch_id = b.id) limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  delete from timer t using (select id from timer where state = 'done' and due_at < at - (keep->>'timer')::interval limit most for update skip locked) s where t.id = s.id;
  get diagnostics touched = row_count;
  largest := greatest(largest, touched);
  largest := greatest(largest, purge_audit(at, (keep->>'audit')::interval, most));
  if largest > 0 then
    insert into audit (at, actor, action) values (at, 'system', 'recordsPurged');
  end if;
  return jsonb_build_object('largest', largest);
end
$$;
