-- What a phone shows, and whose it is. `request` is a message's id: what is written here begins with the same request.

-- Takes what was said last off the screen of a chat: on a page at once, on Telegram by edits, the newest first. Telegram lets
-- a bot edit for 48 hours; a notice that gives nothing away stays, so that what stands behind it is not lost.
create or replace function hide_screens(chat uuid, request text, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  rows jsonb;
begin
  update identity i set hidden_seq = nextval('said'), version = i.version + 1 where i.id = $1 and i.channel = 'web';
  if found then
    return;
  end if;
  with shown as (
    -- What is on its way to the screen just now, but for the answer of this turn.
    (select o.id, o.seq as place, 0 as settled from outbox o
      where o.identity_id = $1 and o.state = 'waiting' and o.screen and o.edit is null and left(o.id::text, 13) <> left(request, 13)
      order by o.seq desc limit 20)
    union all (select o.id, o.sent_seq, 1 from outbox o
      where o.identity_id = $1 and o.sent_seq is not null and o.sent_at > moment - interval '48 hours' and o.channel_message_id is not null
        and not o.folded and coalesce(o.edit, 'open') = 'open' and not exists (select 1 from outbox h where h.edits = o.id)
      order by o.sent_seq desc limit 20)
    order by settled, place desc limit 20)
  select jsonb_agg(jsonb_build_object('id', overlay(gen_random_uuid()::text placing left(request, 13) from 1), 'identity_id', $1,
      'lines', '[]'::jsonb, 'choices', '[]'::jsonb, 'urgent', false, 'screen', true, 'discreet', false, 'edit', 'hide', 'edits', s.id, 'due_at', moment)
      order by s.settled, s.place desc)
    into rows from shown s;
  if rows is not null then
    perform write_outbox(rows, moment, null);
  end if;
end
$$;

create or replace function show_screens(chat uuid) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update identity i set hidden_seq = null, version = i.version + 1 where i.id = $1 and i.hidden_seq is not null;
end
$$;

-- What waits in a chat for its account waits for that account's next chat, but for what is being sent just now.
create or replace function take_back_mail(chat uuid, account uuid) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update outbox o set identity_id = null where o.identity_id = $1 and o.account_id = $2 and o.state = 'waiting'
    and not exists (select 1 from dialogue d where d.identity_id = $1 and d.lease_by = o.id::text);
  update mailbox m set send_at = first_due($1) where m.identity_id = $1;
end
$$;

create or replace function leave_phone(chat uuid, account uuid, request text, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  perform hide_screens($1, request, moment);
  perform take_back_mail($1, $2);
end
$$;

-- A lost phone: for whoever keeps the person's file.
create or replace function end_phones(account uuid, request text, moment timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
  chat uuid;
begin
  perform must_equal(1, (select count(*) from person p where p.account_id = $1 and keeps_file_of(p.id)));
  for chat in select i.id from identity i where i.account_id = $1 and i.ended_at is null order by i.id for update loop
    perform hide_screens(chat, request, moment);
    update identity i set ended_at = moment, version = i.version + 1 where i.id = chat;
    perform take_back_mail(chat, $1);
  end loop;
end
$$;

-- Notices that were opened ten minutes ago close again. Gives how many those were: less than `most`, and none is left.
create or replace function fold_again(at timestamptz, most integer) returns bigint language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
  rows jsonb;
begin
  with due as (
    select o.id, o.identity_id, o.state, exists (select 1 from outbox h where h.edits = o.id) as gone from outbox o
      where o.fold_at <= moment and o.state <> 'waiting' order by o.fold_at limit most for update skip locked
  ), closed as (
    update outbox o set fold_at = null, folded = d.state = 'sent' and not d.gone from due d where o.id = d.id
  )
  select jsonb_agg(jsonb_build_object('id', gen_random_uuid(), 'identity_id', d.identity_id, 'lines', '[]'::jsonb, 'choices', '[]'::jsonb,
      'urgent', false, 'screen', false, 'discreet', false, 'edit', case when d.state = 'sent' and not d.gone then 'fold' end, 'edits', d.id, 'due_at', moment))
    into rows from due d;
  if rows is null then
    return 0;
  end if;
  perform write_outbox((select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(rows) r where r->>'edit' is not null), moment, null);
  return jsonb_array_length(rows);
end
$$;
