-- What a platform lets through is one allowance for all replicas: so many slots a second in all, and one a second for a chat.
-- `channel_pace` says from when on slots are still free, `chat_pace` when a chat may be spoken to next. Both go by the
-- database's own clock, which nobody moves; a replica is told in how many milliseconds its slot is, and goes by its own
-- steady clock. Slots are given away for a short while ahead only, the further the more urgent: so what is urgent is never
-- far from its turn, and under load the less urgent gets none until the others are through, whichever replica has it.
create or replace function mailbox_channel() returns trigger language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  new.channel := coalesce(new.channel, (select i.channel from identity i where i.id = new.identity_id));
  return new;
end
$$;

create or replace trigger has_channel before insert on mailbox for each row execute function mailbox_channel();

-- Locks the allowance of a channel: what the clock says once it is ours, and the first free slot.
create or replace function open_allowance(on_channel text, chat_every double precision, out instant timestamptz, out slot timestamptz) language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  select c.free_at into slot from channel_pace c where c.channel = on_channel for update;
  if not found then
    insert into channel_pace (channel, free_at) values (on_channel, clock_timestamp()) on conflict do nothing;
    select c.free_at into slot from channel_pace c where c.channel = on_channel for update;
  end if;
  instant := clock_timestamp();
  -- Nobody is ever given a slot that far ahead, so the clock was put back.
  if slot > instant + of_milliseconds(60 * chat_every) then
    slot := instant;
    update chat_pace p set free_at = instant where p.free_at > instant;
  end if;
  slot := greatest(slot, instant);
end
$$;

create or replace function milliseconds(span interval) returns double precision language sql immutable
as $$ select (extract(epoch from span) * 1000)::double precision $$;

-- What the clock shows, as a number for whoever compares it with their own.
create or replace function shown(instant timestamptz) returns double precision language sql immutable
as $$ select (extract(epoch from instant) * 1000)::double precision $$;

create or replace function of_milliseconds(span double precision) returns interval language sql immutable
as $$ select span * interval '1 millisecond' $$;

-- Asks for a slot for each of `chats`, which may lie as many milliseconds ahead as `ahead` says. Gives what the clock showed
-- (`now`), and for each, in this order, `in`: in how many milliseconds it may speak; or `again`: in how many it is worth asking again.
create or replace function take_slots(on_channel text, chats uuid[], ahead double precision[], every double precision, chat_every double precision)
returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  instant timestamptz;
  slot timestamptz;
  asked record;
  chat_free timestamptz;
  answers jsonb[] := '{}';
begin
  select a.instant, a.slot into instant, slot from open_allowance(on_channel, chat_every) a;
  for asked in
    select a.chat, a.ahead from unnest(chats, ahead) with ordinality as a(chat, ahead, place) order by a.place
  loop
    chat_free := (select p.free_at from chat_pace p where p.identity_id = asked.chat);
    if chat_free > slot then
      answers := answers || jsonb_build_object('again', milliseconds(chat_free - instant));
    elsif slot > instant + of_milliseconds(asked.ahead) then
      answers := answers || jsonb_build_object('again', milliseconds(slot - instant) - asked.ahead);
    else
      answers := answers || jsonb_build_object('in', milliseconds(slot - instant));
      insert into chat_pace (identity_id, free_at) values (asked.chat, slot + of_milliseconds(chat_every))
        on conflict (identity_id) do update set free_at = excluded.free_at;
      slot := slot + of_milliseconds(every);
    end if;
  end loop;
  update channel_pace c set free_at = slot where c.channel = on_channel and slot > instant;
  return jsonb_build_object('now', shown(instant), 'slots', to_jsonb(answers));
end
$$;

-- A chat is spoken to only now, later than its slot: so the next one there comes later, too.
create or replace function put_off_chat(chat uuid, chat_every double precision) returns void language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  update chat_pace p set free_at = clock_timestamp() + of_milliseconds(chat_every) where p.identity_id = chat;
end
$$;

-- Leases what waits on such a channel: of each chat one message, or the reminders that follow each other, and no more of them than there are slots in the next moment.
-- So whatever is leased is sent long before its lease runs out, however many replicas there are. Gives `mails`, each with the
-- milliseconds to its slot (`slotIn`), counted from `now`; and `again`: in how many it is worth looking again, null when nothing waits for a slot.
create or replace function lease_paced(holder text, on_channel text, most integer, lease_seconds integer, at timestamptz,
  ahead double precision, urgent_ahead double precision, every double precision, chat_every double precision) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  instant timestamptz;
  slot timestamptz;
  usual_slots integer;
  urgent_slots integer;
  chats uuid[];
  empty_chats uuid[];
  mails jsonb;
  used integer;
  again double precision;
begin
  select a.instant, a.slot into instant, slot from open_allowance(on_channel, chat_every) a;
  usual_slots := least(most, greatest(0, ceil((ahead - milliseconds(slot - instant)) / every)));
  urgent_slots := least(most, greatest(0, ceil((urgent_ahead - milliseconds(slot - instant)) / every)));
  with due as (
    select d.identity_id, row_number() over (order by lane.urgent desc, d.send_at) as place, lane.slots
    from (values (true, urgent_slots), (false, usual_slots)) lane(urgent, slots), lateral (
      select m.identity_id, m.send_at from mailbox m join dialogue t on t.identity_id = m.identity_id
      where m.channel = on_channel and m.urgent = lane.urgent and m.send_at <= moment and (t.lease_until is null or t.lease_until <= moment
          or exists (select 1 from outbox o where o.id = t.lease_by::uuid and o.state <> 'waiting'))
        -- At most as many chats as there are slots in a second were spoken to in the last, so few are stepped over here. Not
        -- as a join: one that was planned while the table was empty would go on reading all of it for each chat.
        and coalesce((select p.free_at from chat_pace p where p.identity_id = m.identity_id), '-infinity') <= slot
      order by m.send_at limit lane.slots
      for update of t skip locked) d
  ), leased as (
    update dialogue t set lease_until = moment + lease_seconds * interval '1 second', lease_by = holder
    from due where t.identity_id = due.identity_id and due.place <= due.slots
    returning t.identity_id, due.place
  )
  select coalesce(array_agg(leased.identity_id order by leased.place), '{}') into chats from leased;

  -- What its reader may no longer see is dropped, and takes no slot. Reminders that follow each other go as one list, in the
  -- slot of the first; one that has to go by itself after all asks for a slot of its own.
  with waiting as materialized (
    select w.identity_id, array_position(chats, w.identity_id) as place, w.chat from mails_of(chats, moment, 1) w
  ), mail as (
    select w.chat::jsonb - 'mails' || m.mail as mail, w.place, (m.mail->>'seq')::bigint as seq,
        (m.mail->>'permitted')::boolean and row_number() over (partition by w.place, m.mail->>'permitted' order by (m.mail->>'seq')::bigint) = 1 as speaks
      from waiting w cross join lateral jsonb_array_elements((w.chat->'mails')::jsonb) m(mail)
  ), paced as (
    select mail.*, slot + of_milliseconds((count(*) filter (where mail.speaks) over (order by mail.place, mail.seq) - 1) * every) as sent_at from mail
  ), counted as (
    insert into chat_pace (identity_id, free_at)
      select chats[paced.place], paced.sent_at + of_milliseconds(chat_every) from paced where paced.speaks order by 1
      on conflict (identity_id) do update set free_at = excluded.free_at
  )
  select coalesce(jsonb_agg(paced.mail || jsonb_build_object('slotIn', case when paced.speaks then milliseconds(paced.sent_at - instant) end) order by paced.place, paced.seq), '[]'),
      count(*) filter (where paced.speaks), (select array_agg(w.identity_id) from waiting w where w.chat is null)
    into mails, used, empty_chats from paced;
  perform give_back_empty(empty_chats, holder, moment);
  slot := slot + of_milliseconds(used * every);
  update channel_pace c set free_at = slot where c.channel = on_channel and used > 0;

  if cardinality(chats) >= usual_slots then
    -- More may wait. Early enough that no slot goes by unused.
    again := greatest(milliseconds(slot - instant) - ahead / 2, 20);
  else
    with spoken as materialized (select p.identity_id, p.free_at from chat_pace p where p.free_at > slot)
    select milliseconds(min(s.free_at) - instant) into again from spoken s
      where (select m.channel = on_channel and m.send_at <= moment from mailbox m where m.identity_id = s.identity_id);
  end if;
  return jsonb_build_object('now', shown(instant), 'mails', mails, 'again', again);
end
$$;
