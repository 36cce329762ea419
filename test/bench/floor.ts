/**
 * The floor: the least that a turn could cost by hand. A plain HTTP server reads one state row, writes the same rows as
 * Guitu's turn does, in the same tables, in one statement, and sends the answer. It checks, encrypts, renders and retries
 * nothing, and never marks as sent what it has sent.
 */
import { Agent, createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Update } from 'grammy/types';
import postgres from 'postgres';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { botToken, type ContestantSettings, compete, databaseConnections } from './contestant.ts';
import { keyboardOf, screens } from './form.ts';

interface Turn {
  readonly chat: string;
  readonly updateId: string;
  readonly step: number;
  readonly message: object;
}

/** One area, department and person, whose requests these are: a row refers to them, nothing is asked of them. */
const ground = `
  insert into area values ('00000000-0000-0000-0000-000000000001', null, '1.', 'district', '{}', '{}', '');
  insert into department values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'humanResources', '{}', '{}', '', '{}');
  insert into account values ('00000000-0000-0000-0000-000000000003', 'person', '', '', null, 'zh-CN', 'active', null, now());
  insert into person values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001', 'agreed', now());`;
const areaId = '00000000-0000-0000-0000-000000000001';
const departmentId = '00000000-0000-0000-0000-000000000002';
const accountId = '00000000-0000-0000-0000-000000000003';
const personId = '00000000-0000-0000-0000-000000000004';

function said(sql: postgres.Sql, { chat, updateId, step, message }: Turn) {
  const id = crypto.randomUUID();
  return sql`
    inbox_row as (insert into inbox values ('telegram', ${updateId}, ${chat}, nextval('said'), now(), 'done')),
    dialogue_row as (insert into dialogue (identity_id, state, screen_id, form, updated_at)
      values (${chat}, ${String(step)}, ${id}, true, now())
      on conflict (identity_id) do update set state = excluded.state, screen_id = excluded.screen_id,
        updated_at = excluded.updated_at, version = dialogue.version + 1),
    outbox_row as (insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      values (${id}, ${chat}, ${accountId}, ${sql.json(message as never)}, '[]', false, true, false, now(), 'sent', now()))`;
}

async function save(sql: postgres.Sql, turn: Turn): Promise<void> {
  if (turn.step < screens.length - 1) {
    await sql`with ${said(sql, turn)} select 1`;
    return;
  }
  const id = crypto.randomUUID();
  await sql`with ${said(sql, turn)},
    referral_row as (insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by,
        answers, expected_on, provisional, created_at)
      values (${id}, ${id}, ${personId}, ${areaId}, ${departmentId}, 'socialInsurance', 'new', false, ${accountId},
        '[]', now(), false, now())),
    event_row as (insert into referral_event values (gen_random_uuid(), ${id}, 1, 'requested', ${accountId}, now(), null, '{}')),
    consent_row as (insert into consent values (gen_random_uuid(), ${personId}, 'passOn', ${departmentId}, ${id}, '[]', '', now())),
    timer_rows as (insert into timer select gen_random_uuid(), rule, ${id}, 'slot', now(), 'waiting'
      from unnest(array['departmentReminder', 'coordinatorReminder', 'expectedDay']) rule),
    audit_row as (insert into audit (at, actor, action, subject_id) values (now(), ${accountId}, 'requested', ${id}))
    select 1`;
}

function sender(apiRoot: string): (message: object) => Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const url = `${apiRoot}/bot${botToken}/sendMessage`;
  return (message) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(message);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
        text(response).then(() => resolve(), reject);
      });
      outgoing.once('error', reject).end(body);
    });
}

/** Chats are known by the same kind of id as Guitu's identities. */
function chatId(chat: number): string {
  return `00000000-0000-0000-0000-${String(chat).padStart(12, '0')}`;
}

async function start({ databaseUrl, apiRoot }: ContestantSettings) {
  const owner = openPostgres({ url: databaseUrl, connections: 1 });
  await migrate(owner);
  await owner.execute(ground);
  await owner.close();
  const sql = postgres(databaseUrl, { max: databaseConnections, onnotice: () => {} });
  const send = sender(apiRoot);
  const take = async ({ message }: Update) => {
    if (message?.text === undefined) return;
    const chat = chatId(message.chat.id);
    const [row] = await sql<{ state: string }[]>`select state from dialogue where identity_id = ${chat}`;
    const step = message.text === '/help' || row === undefined ? 0 : Number(row.state) + 1;
    const screen = screens[step] ?? { text: '', choices: [] };
    const answer = { chat_id: message.chat.id, text: screen.text, reply_markup: keyboardOf(screen) };
    await save(sql, { chat, updateId: `message ${message.chat.id} ${message.message_id}`, step, message: answer });
    await send(answer);
  };
  const server = createServer((incoming, response) => {
    text(incoming)
      .then((body) => take(JSON.parse(body)))
      .then(
        () => response.end(),
        (error: unknown) => {
          console.error(error);
          response.writeHead(500).end();
        },
      );
  });
  return server.listen(0, '127.0.0.1');
}

compete(start);
