/**
 * A Worker that makes a turn's two statements on a fresh client, and nothing else: it decides nothing, seals nothing, and
 * sends no answer. What it costs is the runtime, the driver, a login, and two rows as JSON there and back.
 */
import postgres from 'postgres';

interface Update {
  readonly message: { readonly message_id: number; readonly chat: { readonly id: number }; readonly text: string };
}

interface Environment {
  readonly HYPERDRIVE: { readonly connectionString: string };
}

const read = 'select read_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as read';
const write = 'select write_turns($1::jsonb, $2::jsonb, $3) as written';
const nothing = {
  me: null,
  outcome: 'done',
  failure: null,
  stands: null,
  screen: null,
  focus: null,
  form: null,
  known: null,
  message: null,
  told: null,
  lines: null,
  choices: null,
  urgent: null,
  hand: false,
  directory: null,
  rest: null,
};

/** Of JSON its text is sent, as the program does. */
const types = {
  json: { to: 3802, from: [3802], serialize: (value: unknown) => value, parse: JSON.parse },
};

export default {
  async fetch(request: Request, { HYPERDRIVE }: Environment, context: { waitUntil(work: Promise<unknown>): void }) {
    if (request.method === 'GET') return new Response('');
    const { message }: Update = await request.json();
    const chat = String(message.chat.id);
    const updateId = `message ${chat} ${message.message_id}`;
    const sql = postgres(HYPERDRIVE.connectionString, { max: 1, fetch_types: false, types });
    const asked = [null, 'telegram', chat, updateId, message.text, null, null, null, null, null, null];
    await sql.unsafe(read, asked, { prepare: true });
    const row = { ...nothing, moment: new Date().toISOString(), actor: 'system', channel: 'clock' };
    const rows = JSON.stringify([{ ...row, update_id: updateId, said: message.text }]);
    await sql.unsafe(write, [rows, null, null], { prepare: true });
    context.waitUntil(sql.end());
    return new Response('');
  },
};
