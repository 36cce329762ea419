/** Messages that wait to be sent, written past the program: of strangers' chats on the fake Telegram, one line each. */
export interface Waiting {
  readonly chat: number;
  /** What is to be read there, beside a few fixed words. */
  readonly number: string;
  readonly urgent: boolean;
}

/** As the owner of the tables sees them. */
type Write = (text: string, parameters: string[]) => Promise<unknown>;

/** The id of the row of a chat. */
export function chatWith(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** They wait in this order, due since an hour. */
export async function writeWaiting(write: Write, messages: readonly Waiting[]): Promise<void> {
  const rows = messages.map(({ chat, number, urgent }) => ({ id: chatWith(chat), chat, number, urgent }));
  await write(
    `with message as (
      select m.* from rows from (jsonb_to_recordset($1::jsonb) as (id uuid, chat bigint, number text, urgent boolean)) with ordinality as m(id, chat, number, urgent, place)
    ), chat as (
      insert into identity (id, channel, external_id, locale, created_at) select distinct id, 'telegram', chat::text, 'zh-CN', now() from message
        on conflict do nothing
    ), standing as (
      insert into dialogue (identity_id, state, form, updated_at) select distinct id, '', false, now() from message on conflict do nothing
    )
    insert into outbox (id, identity_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      select gen_random_uuid(), id, jsonb_build_array(jsonb_build_object('key', 'checkIn:youAreIn', 'parameters', jsonb_build_object('number', jsonb_build_object('number', number)))),
        '[]', urgent, false, false, now() - interval '1 hour' + place * interval '1 microsecond', 'waiting', now()
      from message order by place`,
    [JSON.stringify(rows)],
  );
  await write(
    `insert into mailbox as m (identity_id, urgent, send_at)
      select identity_id, bool_or(urgent), min(due_at) from outbox where state = 'waiting' and identity_id = any ($1::uuid[]) group by identity_id
      on conflict (identity_id) do update set urgent = excluded.urgent, send_at = excluded.send_at`,
    [`{${[...new Set(rows.map(({ id }) => id))].join(',')}}`],
  );
}

/** What was read. */
export function numberIn(text: string): string {
  return /编号(.*)。/.exec(text)?.[1] ?? '';
}
