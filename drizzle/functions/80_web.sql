-- The web chat's own record, for the chat whose session is shown: what was said to it, and what it wrote.
create or replace function read_web_chat(external_id text, after bigint, most integer) returns jsonb language plpgsql volatile
as $$
declare
  here identity;
begin
  select * into here from identify('web', external_id);
  if here.id is null or here.ended_at is not null then
    return jsonb_build_object('identityId', here.id, 'ended', here.ended_at is not null, 'messages', '[]'::jsonb);
  end if;
  perform set_config('guitu.actor', coalesce(here.account_id::text, ''), true);
  perform set_config('guitu.identity', here.id::text, true);
  return jsonb_build_object('identityId', here.id, 'ended', false, 'hiddenTo', coalesce(here.hidden_seq, 0), 'accountId', here.account_id,
    'key', (select a.key from account a where a.id = here.account_id),
    'messages', (select coalesce(jsonb_agg(to_jsonb(m) order by m.seq), '[]') from (
      select * from (
        -- What was put away is not shown.
        select o.id::text, o.sent_seq as seq, 'guitu' as "from", o.sent_at as at, o.body, false as failed, o.read_at is not null as read
          from outbox o where o.identity_id = here.id and o.state = 'sent' and o.sent_seq > greatest(after, here.hidden_seq)
        union all
        select i.external_id, i.seq, 'me', i.received_at, i.body, i.state = 'failed', true
          from inbox i where i.identity_id = here.id and i.body is not null and i.seq > greatest(after, here.hidden_seq)) both_sides
      order by case when after > 0 then seq else -seq end limit most) m));
end
$$;

create or replace function mark_web_read(external_id text, up_to bigint, at timestamptz) returns void language plpgsql volatile
as $$
declare
  here identity;
begin
  select * into here from identify('web', external_id);
  if here.ended_at is not null then
    return;
  end if;
  perform set_config('guitu.actor', 'system', true);
  update outbox o set read_at = coalesce(at, clock_now())
    where o.identity_id = here.id and o.state = 'sent' and o.read_at is null and o.sent_seq <= up_to;
end
$$;
