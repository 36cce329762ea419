/**
 * The peer: grammY with its conversations plugin and its published PostgreSQL storage, over a pool. It does the same form,
 * but knows no rights, no encryption, no outbox and no update seen before, which leaves it less to do.
 */
import { createServer } from 'node:http';
import {
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  conversations,
  createConversation,
  type VersionedState,
} from '@grammyjs/conversations';
import { PsqlAdapter } from '@grammyjs/storage-psql';
import { Bot, type Context, webhookCallback } from 'grammy';
import { type Client, Pool } from 'pg';
import postgres from 'postgres';
import {
  botInfo,
  botToken,
  type ContestantSettings,
  compete,
  databaseConnections,
  webhookSecret,
} from './contestant.ts';
import { keyboardOf, type Screen, screens } from './form.ts';

type OuterContext = ConversationFlavor<Context>;
type State = VersionedState<ConversationData>;

const tables = `
  create table request (id uuid primary key, chat bigint not null, answers jsonb not null, state text not null,
    created_at timestamptz not null);
  create index request_of_chat on request (chat);
  create table request_history (id bigserial primary key, request_id uuid not null references request (id),
    kind text not null, at timestamptz not null);
  create index history_of_request on request_history (request_id);`;

function saveRequest(sql: postgres.Sql, chat: number, answers: readonly string[]) {
  return sql`with made as (
      insert into request values (${crypto.randomUUID()}, ${chat}, ${sql.json([...answers])}, 'new', now()) returning id)
    insert into request_history (request_id, kind, at) select id, 'requested', now() from made`;
}

function formOver(sql: postgres.Sql) {
  return async function help(conversation: Conversation<OuterContext, Context>, context: Context): Promise<void> {
    const answers: string[] = [];
    for (const screen of screens.slice(0, -1)) answers.push(await choose(conversation, context, screen));
    await conversation.external(() => saveRequest(sql, context.chatId ?? 0, answers).then(() => null));
    await show(context, screens.at(-1));
  };
}

/** Shows a screen until one of its numbers is written. */
async function choose(
  conversation: Conversation<OuterContext, Context>,
  context: Context,
  screen: Screen,
): Promise<string> {
  for (;;) {
    await show(context, screen);
    const { message } = await conversation.waitFor('message:text');
    if (screen.choices.some(({ number }) => number === message.text)) return message.text;
  }
}

async function show(context: Context, screen: Screen | undefined): Promise<void> {
  if (screen !== undefined) await context.reply(screen.text, { reply_markup: keyboardOf(screen) });
}

async function start({ databaseUrl, apiRoot }: ContestantSettings) {
  const sql = postgres(databaseUrl, { max: databaseConnections, onnotice: () => {} });
  await sql.unsafe(tables);
  const bot = new Bot<OuterContext>(botToken, { botInfo, client: { apiRoot } });
  // Kept open, as ours are: processor time is counted by connection.
  const pool = new Pool({ connectionString: databaseUrl, max: databaseConnections, idleTimeoutMillis: 0 });
  // Only its `query` is used, which a pool has as a client does.
  const client = pool as unknown as Client;
  const adapter = (await PsqlAdapter.create({ tableName: 'conversation', client })) as PsqlAdapter<State>;
  bot.use(conversations({ storage: { type: 'key', adapter } }));
  bot.use(createConversation(formOver(sql), 'help'));
  bot.command('help', (context) => context.conversation.enter('help'));
  const handle = webhookCallback(bot, 'http', { secretToken: webhookSecret });
  const server = createServer((request, response) => void handle(request, response));
  return server.listen(0, '127.0.0.1');
}

compete(start);
