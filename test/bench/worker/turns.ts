/** Turns through the Worker and through its peer, one after another, and what processor time they take there. */
import { Agent } from 'node:http';
import { demoOrganisation } from '../../../src/commands/demo/demoOrganisation.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../../src/db/postgres.ts';
import { setUp } from '../../../src/organisation/setup.ts';
import { openVault } from '../../../src/secrets/vault.ts';
import { admitWorker } from '../../support/workerLogin.ts';
import { botToken, webhookSecret } from '../contestant.ts';
import { updates } from '../form.ts';
import { type Chat, post, takeTurn, updateOf } from '../people.ts';
import type { Sink } from '../sink.ts';
import { WorkerdProcess } from './workerdProcess.ts';

const links = { web: 'https://bench.invalid' };

export interface Running {
  readonly process: WorkerdProcess;
  /** Seconds of processor time until it first answered. */
  readonly startSeconds: number;
  /** Takes so many turns; gives seconds of processor time a turn. */
  take(turns: number): Promise<number>;
}

/** The Worker over a database of this address (a superuser's), which it fills, and with as many people as chats. */
export async function startWorker(url: string, sink: Sink, users: number): Promise<Running> {
  const dataKey = crypto.getRandomValues(new Uint8Array(32));
  const codes = await fill(url, dataKey, users);
  const variables = {
    DATA_KEY: dataKey.toBase64(),
    PUBLIC_URL: links.web,
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_API_ROOT: sink.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    LOG_LEVEL: 'warning',
  };
  const process = await WorkerdProcess.start({ databaseUrl: await admitWorker(url), variables });
  const startSeconds = await process.cpuSeconds();
  const agent = new Agent({ keepAlive: true });
  const line = { sink, port: process.port, agent };
  for (const [index, code] of codes.entries())
    for (const [place, text] of [`/start ${code}`, '1'].entries()) {
      const told = sink.delivered(index + 1);
      await post(JSON.stringify(updateOf({ id: index + 1, written: place - 2 }, text)), process.port, agent);
      await told;
    }
  const chats: Chat[] = codes.map((_, index) => ({ id: index + 1, written: 0 }));
  const one = (chat: Chat) => takeTurn(chat, line);
  return { process, startSeconds, take: (turns) => measured(process, chats, turns, one) };
}

/** The peer over another one. */
export async function startPeer(url: string, users: number): Promise<Running> {
  await fill(url, crypto.getRandomValues(new Uint8Array(32)), users);
  const entry = new URL('peer.ts', import.meta.url);
  const process = await WorkerdProcess.start({ entry, databaseUrl: await admitWorker(url), variables: {} });
  const startSeconds = await process.cpuSeconds();
  const agent = new Agent({ keepAlive: true });
  const chats: Chat[] = Array.from({ length: users }, (_, index) => ({ id: index + 1, written: 0 }));
  const one = async (chat: Chat) => {
    const text = updates[chat.written % updates.length] ?? '';
    chat.written += 1;
    await post(JSON.stringify(updateOf(chat, text)), process.port, agent);
  };
  return { process, startSeconds, take: (turns) => measured(process, chats, turns, one) };
}

async function measured(
  process: WorkerdProcess,
  chats: readonly Chat[],
  turns: number,
  take: (chat: Chat) => Promise<unknown>,
): Promise<number> {
  const before = await process.cpuSeconds();
  for (let turn = 0; turn < turns; turn += 1) {
    const chat = chats[turn % chats.length];
    if (chat !== undefined) await take(chat);
  }
  return ((await process.cpuSeconds()) - before) / turns;
}

async function fill(url: string, dataKey: Uint8Array<ArrayBuffer>, users: number): Promise<string[]> {
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  await owner.close();
  const database = openPostgres({ url, role: serviceRole, connections: 1 });
  const demo = demoOrganisation();
  const [pattern] = demo.people;
  if (pattern === undefined) throw new Error('the demo has people');
  const people = Array.from({ length: users }, (_, index) => ({ ...pattern, reference: `bench-${index + 1}` }));
  const vault = await openVault(dataKey);
  const made = await setUp({ database, vault, now: null, links }, { ...demo, people }, { demo: true });
  await database.close();
  return made.filter(({ role }) => role === 'person').map(({ links: { web } }) => web.split('#')[1] ?? '');
}
