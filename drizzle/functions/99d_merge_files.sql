-- Two files that were opened for one person become one.

-- Everything that is sealed with the key of a file that is about to go, by place and row, if both files are the actor's to keep.
create or replace function sealed_texts_of(keep uuid, gone uuid) returns jsonb language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
  mine uuid := (select p.id from person p where p.account_id = $2 and p.area_id in (select my_areas()) and p.state <> 'erased'
    and exists (select 1 from person k where k.account_id = $1 and k.area_id in (select my_areas()) and k.state <> 'erased'));
  chats uuid[] := array(select i.id from identity i where i.account_id = $2);
begin
  if mine is null then
    return '[]';
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('place', t.place, 'row', t.row, 'text', t.text)), '[]') from (
    select 'account.phone' as place, a.id::text as row, a.phone as text from account a where a.id = $2
    union all select 'arrival.staying', r.id::text, r.staying from arrival r where r.person_id = mine
    union all select 'referral.answers', r.id::text, r.answers from referral r where r.person_id = mine
    union all select 'referral_event.text', e.id::text, e.text from referral r join referral_event e on e.referral_id = r.id where r.person_id = mine
    union all select 'visit_record.note', v.id::text, v.note from visit_record v where v.person_id = mine
    union all select 'dialogue.state', d.identity_id::text, d.state from dialogue d where d.identity_id = any (chats)
    union all select 'inbox.body', n.external_id, n.body from inbox n where n.identity_id = any (chats)
    union all select 'outbox.body', o.id::text, o.body from outbox o where o.account_id = $2
    union all select 'outbox.lines', o.id::text, jsonb_build_array(o.lines, o.choices)::text from outbox o
      where o.account_id = $2 and (o.lines::text || o.choices::text) like '%"s1.%') t
    where t.text is not null and t.text <> '');
end
$$;

-- Whoever writes in one of the two files, or in a chat of the one that goes, waits from here on and then reads again; what was
-- read for this must be all there is, and nothing on its way to one of those chats.
create or replace function hold_files(merge jsonb, keep person, gone person, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform must_equal(1, (keep.id <> gone.id and keep.state <> 'erased' and gone.state <> 'erased'
    and keep.version = (merge->>'keepVersion')::integer and gone.version = (merge->>'goneVersion')::integer
    and keep.area_id in (select my_areas()) and gone.area_id in (select my_areas()))::integer);
  perform 1 from dialogue d join identity i on i.id = d.identity_id where i.account_id = gone.account_id order by d.identity_id for update of d;
  perform 1 from referral r where r.person_id = gone.id order by r.id for update;
  perform must_equal(0, (select count(*) from dialogue d join identity i on i.id = d.identity_id where i.account_id = gone.account_id
    and d.lease_until > moment and not exists (select 1 from outbox o where o.id::text = d.lease_by and o.state <> 'waiting')));
  perform must_equal(0, (select count(*) from (
    select t.value from jsonb_array_elements(sealed_texts_of(keep.account_id, gone.account_id)) t
    except select jsonb_build_object('place', s.value->'place', 'row', s.value->'row', 'text', s.value->'old') from jsonb_array_elements(merge->'texts') s) missed));
end
$$;

-- What was sealed with the key that goes, sealed with the one that stays.
create or replace function put_resealed(texts jsonb) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  place text;
  key text;
begin
  foreach place in array array['arrival.staying', 'referral.answers', 'referral_event.text', 'visit_record.note', 'dialogue.state', 'inbox.body', 'outbox.body'] loop
    key := case place when 'dialogue.state' then 'identity_id' when 'inbox.body' then 'external_id' else 'id' end;
    execute format('update %1$I t set %2$I = s.value->>''text'' from jsonb_array_elements($1) s
        where s.value->>''place'' = $2 and t.%3$I::text = s.value->>''row'' and t.%2$I = s.value->>''old''',
      split_part(place, '.', 1), split_part(place, '.', 2), key) using texts, place;
  end loop;
  update outbox t set lines = (s.value->>'text')::jsonb->0, choices = (s.value->>'text')::jsonb->1
    from jsonb_array_elements(texts) s where s.value->>'place' = 'outbox.lines' and t.id::text = s.value->>'row';
end
$$;

-- What happened, was said, or is to be done: all of it, also where the other file has the same (a window of the same day, a step of
-- the plan, a helper): then it stands beside it under another day or name, or has ended.
create or replace function take_over(keep person, gone person, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  was check_in;
  day date;
begin
  update referral r set person_id = keep.id, filed_by = case r.filed_by when gone.account_id then keep.account_id else r.filed_by end,
      area_id = case when r.state = any (read_final_states()) then r.area_id else keep.area_id end, version = r.version + 1
    where r.person_id = gone.id;
  update referral_event e set by_account = keep.account_id from referral r
    where r.person_id = keep.id and e.referral_id = r.id and e.by_account = gone.account_id;
  update visit v set state = 'cancelled' where v.person_id = gone.id and v.state = 'due' and v.kind = 'regular'
    and (keep.period_ended_at is not null or exists (select 1 from visit w where w.person_id = keep.id and w.state = 'due' and w.kind = 'regular'));
  update visit v set person_id = keep.id, version = v.version + 1,
      slot = case when exists (select 1 from visit w where w.person_id = keep.id and w.kind = v.kind and w.slot = v.slot) then v.slot || ':' || v.id else v.slot end
    where v.person_id = gone.id;
  update visit_record v set person_id = keep.id, version = v.version + 1 where v.person_id = gone.id;
  update need n set person_id = keep.id, stated_by = case n.stated_by when gone.account_id then keep.account_id else n.stated_by end, version = n.version + 1
    where n.person_id = gone.id;
  update public.trigger t set person_id = keep.id, reported_by = case t.reported_by when gone.account_id then keep.account_id else t.reported_by end, version = t.version + 1
    where t.person_id = gone.id;
  update check_in c set state = 'paused' where c.person_id = gone.id and c.state = 'open'
    and exists (select 1 from check_in d where d.person_id = keep.id and d.state = 'open');
  for was in select * from check_in c where c.person_id = gone.id order by c.opens_on desc loop
    day := was.opens_on;
    while exists (select 1 from check_in c where c.person_id = keep.id and c.opens_on = day) loop
      day := day - 1;
    end loop;
    update check_in c set person_id = keep.id, opens_on = day, version = c.version + 1 where c.id = was.id;
  end loop;
  update team_member t set state = 'ended', until = moment where t.person_id = gone.id and t.until is null
    and exists (select 1 from team_member s where s.person_id = keep.id and s.account_id = t.account_id and s.until is null);
  update team_member t set person_id = keep.id, version = t.version + 1 where t.person_id = gone.id;
  update consent c set person_id = keep.id, version = c.version + 1 where c.person_id = gone.id;
  update task t set person_id = keep.id, area_id = case t.state when 'open' then keep.area_id else t.area_id end, version = t.version + 1,
      slot = case when exists (select 1 from task s where s.person_id = keep.id and s.kind = t.kind and s.slot = t.slot) then t.slot || ':' || left(t.id::text, 8) else t.slot end
    where t.person_id = gone.id;
  update file_closing c set outcome = 'withdrawn', decided_by = actor(), decided_at = moment where c.person_id = gone.id and c.outcome is null;
  update file_closing c set person_id = keep.id, version = c.version + 1 where c.person_id = gone.id;
  update person p set merged_into = keep.id where p.merged_into = gone.id;
  perform take_over_arrival(keep, gone);
end
$$;

-- Of two arrivals one stays: where somebody said where they live, and then the later one. What was seen in either was seen.
create or replace function take_over_arrival(keep person, gone person) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  kept uuid := (select r.id from arrival r where r.person_id in (keep.id, gone.id)
    order by r.staying is not null desc, r.reported_at is not null desc, r.reported_at desc, r.person_id = keep.id desc limit 1);
  other arrival;
begin
  select * into other from arrival r where r.person_id in (keep.id, gone.id) and r.id <> kept;
  if other.id is not null then
    delete from arrival r where r.id = other.id;
  end if;
  update arrival r set person_id = keep.id, reported_at = coalesce(r.reported_at, other.reported_at), paper_seen_at = coalesce(r.paper_seen_at, other.paper_seen_at),
      paper_seen_by = coalesce(r.paper_seen_by, other.paper_seen_by), late_told_at = coalesce(r.late_told_at, other.late_told_at), version = r.version + 1
    where r.id = kept;
end
$$;

-- Chats, and what was said and is to be said there. The one chat that lives stays, the kept file's before the other's; a chat that
-- ends is told so, as the last thing.
create or replace function take_over_chats(keep person, gone person, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  own uuid := chat_of(keep.account_id);
  other uuid := chat_of(gone.account_id);
begin
  if own is not null and other is not null then
    perform write_outbox(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'identity_id', other, 'lines', '[{"key": "deskFile:chatEnded"}]'::jsonb,
      'choices', '[]'::jsonb, 'urgent', false, 'screen', true, 'discreet', false, 'due_at', moment)), moment, null);
  end if;
  update outbox o set account_id = keep.account_id where o.account_id = gone.account_id;
  update outbox o set needs_person_id = keep.id where o.needs_person_id = gone.id;
  update identity i set account_id = keep.account_id, ended_at = case i.id when coalesce(own, other) then i.ended_at else coalesce(i.ended_at, moment) end,
      version = i.version + 1
    where i.account_id = gone.account_id;
  if coalesce(own, other) is not null then
    perform adopt_chat(keep.account_id, coalesce(own, other), moment);
  end if;
  -- A card that is still in somebody's hand opens the file that stays, unless nobody needs one any more.
  update enrolment e set account_id = keep.account_id, replaced_at = case when e.used_at is null and coalesce(own, other) is not null then coalesce(e.replaced_at, moment) else e.replaced_at end,
      version = e.version + 1
    where e.account_id = gone.account_id;
  update copy_link l set account_id = keep.account_id, expires_at = least(l.expires_at, moment), version = l.version + 1 where l.account_id = gone.account_id;
  update timer t set subject_id = case t.subject_id when gone.id then keep.id else keep.account_id end
    where t.subject_id in (gone.id, gone.account_id) and not exists (select 1 from timer s where s.rule = t.rule and s.slot = t.slot
      and s.subject_id = case t.subject_id when gone.id then keep.id else keep.account_id end);
end
$$;

-- What waits to be said of somebody says it of the file that stays.
create or replace function rename_told(readers uuid[], keep person, gone person) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  update outbox o set
      lines = replace(replace(o.lines::text, gone.account_id::text, keep.account_id::text), gone.id::text, keep.id::text)::jsonb,
      choices = replace(replace(o.choices::text, gone.account_id::text, keep.account_id::text), gone.id::text, keep.id::text)::jsonb
    where o.state = 'waiting' and o.account_id = any (readers) and (o.lines::text || o.choices::text) ~ (gone.account_id || '|' || gone.id);
end
$$;

-- Of the file that goes only a row is left, as of one that was erased: its key is destroyed last, when all it sealed is sealed anew.
create or replace function merge_files(merge jsonb, moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  keep person;
  gone person;
  readers uuid[];
  number text := (select s.value->>'text' from jsonb_array_elements(merge->'texts') s where s.value->>'place' = 'account.phone');
begin
  perform 1 from person p where p.account_id in ((merge->>'keep')::uuid, (merge->>'gone')::uuid) order by p.id for update;
  select * into keep from person p where p.account_id = (merge->>'keep')::uuid;
  select * into gone from person p where p.account_id = (merge->>'gone')::uuid;
  perform hold_files(merge, keep, gone, moment);
  readers := array(select readers_about(gone.id));
  perform put_resealed(merge->'texts');
  perform take_over(keep, gone, moment);
  perform take_over_chats(keep, gone, moment);
  perform rename_told(readers, keep, gone);
  update account a set phone = number, phone_hash = b.phone_hash, version = a.version + 1 from account b
    where a.id = keep.account_id and b.id = gone.account_id and a.phone is null and number is not null;
  update person p set state = case keep.state when 'registered' then gone.state else keep.state end,
      released_on = coalesce(keep.released_on, gone.released_on), helped_until = coalesce(keep.helped_until, gone.helped_until),
      next_check_in_on = case when keep.period_ended_at is null then coalesce(keep.next_check_in_on, gone.next_check_in_on) end,
      shielded = keep.shielded or gone.shielded, version = p.version + 1
    where p.id = keep.id;
  update person p set state = 'erased', merged_into = keep.id, released_on = null, helped_until = null, period_ended_at = coalesce(p.period_ended_at, moment),
      next_check_in_on = null, reminders_paused_at = null, visit_review_on = null, shielded = false, version = p.version + 1
    where p.id = gone.id;
  update account a set key = null, name = '', phone = null, name_hash = null, phone_hash = null, state = 'erased', erased_at = moment, version = a.version + 1
    where a.id = gone.account_id;
end
$$;

-- When other files went into this one.
create or replace function merges_into(person uuid) returns setof timestamptz language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select a.erased_at from person p join account a on a.id = p.account_id where p.merged_into = $1 and keeps_file_of($1);
end
$$;

-- The files whose looks are about the asker: their own, and those that went into it.
create or replace function my_files() returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return query select p.id from person p where p.account_id = actor() union all select g.id from person p join person g on g.merged_into = p.id where p.account_id = actor();
end
$$;
