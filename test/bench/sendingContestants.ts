/** Loops that send what waits: ours, pg-boss, and the least that somebody would write by hand, without and with an order. */
import { type Job, PgBoss } from 'pg-boss';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { dispatch } from '../../src/delivery/dispatch.ts';
import { openLog } from '../../src/log.ts';
import { createProgram } from '../../src/program.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { asOwner, type Closers } from './bench.ts';

export interface Contestant {
  readonly name: string;
  fill(messages: number): Promise<void>;
  /** Sends all that waits, in one loop; gives how many reached the sink. */
  drain(): Promise<number>;
}

/** As many as pg-boss is asked for at once. */
const batch = 100;
const messagesPerChat = 4;

/** Takes everything at once. Told by chat, it refuses what comes out of order. */
class Sink {
  taken = 0;
  readonly #last = new Map<string, number>();

  take(chat: string, number: number): void {
    if (number <= (this.#last.get(chat) ?? -1)) throw new Error('out of order');
    this.#last.set(chat, number);
    this.taken += 1;
  }
}

const chats = `
  insert into account (id, kind, key, name, locale, state, created_at)
    select md5('account' || n)::uuid, 'worker', '', '', 'zh-CN', 'active', now() from generate_series(1, $CHATS) n on conflict do nothing;
  insert into identity (id, channel, external_id, account_id, locale, created_at)
    select md5('chat' || n)::uuid, 'telegram', 'chat ' || n, md5('account' || n)::uuid, 'zh-CN', now() from generate_series(1, $CHATS) n on conflict do nothing;
  insert into dialogue (identity_id, state, form, updated_at)
    select md5('chat' || n)::uuid, '', false, now() from generate_series(1, $CHATS) n on conflict do nothing;`;

/** What waits: said in turns, so that the messages of a chat do not lie together. */
const mail = `
  insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
    select gen_random_uuid(), md5('chat' || n)::uuid, md5('account' || n)::uuid,
      jsonb_build_array(jsonb_build_object('key', 'visits:morning'),
        jsonb_build_object('key', 'visits:morningCount', 'parameters', jsonb_build_object('today', jsonb_build_object('number', m::text), 'later', jsonb_build_object('number', '1')))),
      '[{"number": "1", "label": {"key": "menu:help"}, "action": {"do": "help"}}]', false, false, false, now(), 'waiting', now()
    from generate_series(1, $EACH) m, generate_series(1, $CHATS) n;
  insert into mailbox (identity_id, channel, urgent, send_at)
    select md5('chat' || n)::uuid, 'telegram', false, now() from generate_series(1, $CHATS) n on conflict (identity_id) do update set send_at = excluded.send_at;`;

export async function fillMail(owner: Database, messages: number): Promise<void> {
  const script = `${chats}${mail}`.replaceAll('$CHATS', String(messages / messagesPerChat));
  await owner.execute(script.replaceAll('$EACH', String(messagesPerChat)));
  await owner.execute('vacuum analyze');
}

export async function guitu(url: string, closers: Closers): Promise<Contestant> {
  await asOwner(url, migrate);
  // With its connections: its loop has one batch settled while the next one is leased.
  const database = openPostgres({ url, role: serviceRole });
  closers.push(() => database.close());
  const vault = await openVault(crypto.getRandomValues(new Uint8Array(32)));
  const links = { web: 'https://bench.invalid' };
  const { deps } = createProgram({ database, vault, links, log: openLog('warning'), poll: false });
  return {
    name: 'Guitu',
    fill: (messages) => asOwner(url, (owner) => fillMail(owner, messages)),
    async drain() {
      const sink = new Sink();
      const telegram = async ({ externalId, text }: { readonly externalId: string; readonly text: string }) => {
        sink.take(externalId, Number(text.match(/\d+/)?.[0]));
        return { result: 'sent', channelMessageId: String(sink.taken) } as const;
      };
      while ((await dispatch({ ...deps, senders: { telegram } })) > 0);
      return sink.taken;
    },
  };
}

export async function pgBoss(url: string, closers: Closers): Promise<Contestant> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  await boss.start();
  closers.push(() => boss.stop());
  await boss.createQueue('mail');
  const data = (index: number) => ({ chat: `chat ${index}`, text: 'x'.repeat(200) });
  return {
    name: 'pg-boss',
    async fill(messages) {
      const jobs = Array.from({ length: messages }, (_, index) => ({ data: data(index) }));
      await boss.insert('mail', jobs);
      await asOwner(url, (owner) => owner.execute('vacuum analyze'));
    },
    async drain() {
      const sink = new Sink();
      const fetch = () => boss.fetch<ReturnType<typeof data>>('mail', { batchSize: batch });
      for (let jobs: Job<ReturnType<typeof data>>[] = await fetch(); jobs.length > 0; jobs = await fetch()) {
        for (const job of jobs) sink.take(job.id, 0);
        await boss.complete(
          'mail',
          jobs.map(({ id }) => id),
        );
      }
      return sink.taken;
    },
  };
}

/** A lease and a mark, and nothing else: no order in a chat, no rights looked up, nothing rendered. */
export function bareLoop(url: string, closers: Closers): Promise<Contestant> {
  return loopByHand('bare loop', false, url, closers);
}

/** The same, and a message goes when nothing that was said before waits in its chat. */
export function orderedLoop(url: string, closers: Closers): Promise<Contestant> {
  return loopByHand('bare loop, in order', true, url, closers);
}

async function loopByHand(name: string, isOrdered: boolean, url: string, closers: Closers): Promise<Contestant> {
  const database = openPostgres({ url, connections: 1 });
  closers.push(() => database.close());
  await database.execute(`
    create table message (id bigserial primary key, chat text not null, body text not null, state text not null, due_at timestamptz not null,
      lease_until timestamptz, sent_at timestamptz, channel_message_id text);
    create index message_waiting on message (id) where state = 'waiting'`);
  if (isOrdered) await database.execute("create index message_of_chat on message (chat, id) where state = 'waiting'");
  const isFirst =
    "not exists (select 1 from message earlier where earlier.chat = message.chat and earlier.state = 'waiting' and earlier.id < message.id)";
  const lease = `update message set lease_until = now() + interval '60 seconds' where id in (
      select id from message where state = 'waiting' and due_at <= now() and (lease_until is null or lease_until <= now()) and ${isOrdered ? isFirst : 'true'}
      order by id limit ${batch} for update skip locked) returning id, chat, body`;
  const mark = `update message m set state = 'sent', sent_at = now(), channel_message_id = s.sent, lease_until = null
    from unnest($1::bigint[], $2::text[]) s(id, sent) where m.id = s.id`;
  return {
    name,
    async fill(messages) {
      await database.execute(
        `insert into message (chat, body, state, due_at) select 'chat ' || n, repeat('x', 200), 'waiting', now()
          from generate_series(1, ${messagesPerChat}) m, generate_series(1, ${messages / messagesPerChat}) n`,
      );
      await database.execute('vacuum analyze');
    },
    async drain() {
      const sink = new Sink();
      const next = () => database.query<{ id: number; chat: string; body: string }>(lease);
      for (let rows = await next(); rows.length > 0; rows = await next()) {
        for (const { id, chat } of rows) sink.take(isOrdered ? chat : String(id), id);
        await database.query(mark, [rows.map(({ id }) => String(id)), rows.map(({ id }) => `sent ${id}`)]);
      }
      return sink.taken;
    },
  };
}
