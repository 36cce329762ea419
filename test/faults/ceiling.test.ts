/** Case 7: 100,000 messages wait, five replicas send them: never above what the platform lets through, and hardly below. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { numberIn, type Waiting, writeWaiting } from '../support/backlog.ts';
import { createDatabase } from '../support/embeddedPostgres.ts';
import { type DeliveredMessage, FakeTelegram } from '../support/fakeTelegram.ts';
import { Peer } from './peer.ts';
import { botToken, Service } from './service.ts';
import { full } from './size.ts';

const postgresUrl = inject('postgresUrl');
const chats = 2000;
const messagesPerChat = 50;
const replicas = 5;
const perSecond = 30;
/** Until then the replicas have started and found one another's slots. */
const settlingSeconds = 15;
const windowSeconds = 75;
/** Who writes, and to whom something urgent is said, in the middle of it. */
const guests = Array.from({ length: 20 }, (_, index) => 1_000_001 + index);
const urgentChats = guests.slice(0, 10);
const writers = guests.slice(10);
const mostMegabytes = 300;

interface Seen {
  readonly telegram: FakeTelegram;
  /** The steady part, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly interruptedAt: number;
  readonly megabytes: readonly { readonly before: number; readonly after: number }[];
}

/** All of a chat wait before the next chat's, so both limits are reached: in all, and in each chat. */
function backlog(): Waiting[] {
  return Array.from({ length: chats * messagesPerChat }, (_, index) => ({
    chat: 1 + Math.floor(index / messagesPerChat),
    number: `${index % messagesPerChat}`,
    urgent: false,
  }));
}

async function megabytesOf({ pid }: Service): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function watch(server: string): Promise<Seen & { end(): Promise<void> }> {
  const url = await createDatabase(server, `ceiling_${crypto.randomUUID().replaceAll('-', '')}`);
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  const telegram = await FakeTelegram.start({ token: botToken, floodLimits: true });
  for (const chat of [...Array(chats).keys()].map((index) => index + 1).concat(guests)) telegram.chat(chat);
  await writeWaiting((text, parameters) => owner.query(text, parameters), backlog());
  const settings = { databaseUrl: url, migrationUrl: url, apiRoot: telegram.apiRoot };
  const services = Array.from({ length: replicas }, () => new Service(settings));
  await Promise.all(services.map((service) => service.start()));
  await sleep(settlingSeconds * 1000);
  const from = Date.now();
  const before = await Promise.all(services.map(megabytesOf));
  await sleep((windowSeconds / 2) * 1000);
  const interruptedAt = Date.now();
  await writeWaiting(
    (text, parameters) => owner.query(text, parameters),
    urgentChats.map((chat) => ({ chat, number: 'urgent', urgent: true })),
  );
  const peers = services.map((service) => new Peer(() => service.address));
  await Promise.all(
    writers.map((chat, index) => peers[index % replicas]!.send(chat, telegram.textUpdate(chat, '/start'))),
  );
  await sleep(interruptedAt + (windowSeconds / 2) * 1000 - Date.now());
  const to = Date.now();
  const after = await Promise.all(services.map(megabytesOf));
  const end = async () => {
    await Promise.all(services.map((service) => service.stop()));
    await owner.close();
    await telegram.stop();
  };
  const megabytes = before.map((one, index) => ({ before: one, after: after[index] ?? Number.NaN }));
  return { telegram, from, to, interruptedAt, megabytes, end };
}

describe.runIf(full && postgresUrl)('a hundred thousand messages that wait', { timeout: 300_000 }, () => {
  let seen: Seen;
  /** All that arrived, in the order it did. */
  let arrived: readonly DeliveredMessage[];

  beforeAll(async () => {
    const watched = await watch(postgresUrl ?? '');
    await watched.end();
    seen = watched;
    const all = [...Array(chats).keys()].map((index) => index + 1).concat(guests);
    arrived = all
      .flatMap((chat) => seen.telegram.chat(chat).messages)
      .toSorted((one, other) => Number(one.at) - Number(other.at));
    report();
  }, 300_000);

  const inWindow = () => arrived.filter(({ at }) => at.getTime() >= seen.from && at.getTime() < seen.to);

  /** The most that arrived in any one second. */
  function mostInASecond(messages: readonly DeliveredMessage[]): number {
    const times = messages.map(({ at }) => at.getTime());
    return Math.max(...times.map((time, index) => index + 1 - times.findIndex((other) => other > time - 1000)));
  }

  function shortestGap(): number {
    const gaps = Map.groupBy(arrived, ({ chatId }) => chatId)
      .values()
      .flatMap((messages) =>
        messages.slice(1).map(({ at }, index) => at.getTime() - (messages[index]?.at.getTime() ?? 0)),
      );
    return Math.min(...gaps);
  }

  function report(): void {
    const rate = inWindow().length / ((seen.to - seen.from) / 1000);
    const late = Math.max(
      ...guests.map((chat) => (seen.telegram.chat(chat).messages[0]?.at.getTime() ?? Number.NaN) - seen.interruptedAt),
    );
    console.log(
      `${rate.toFixed(2)} a second of ${perSecond} (${((100 * rate) / perSecond).toFixed(1)} %), at most ${mostInASecond(inWindow())} in any second (${mostInASecond(arrived)} with the start), ` +
        `${shortestGap()} ms between two in a chat, urgent and answers within ${late} ms, ` +
        `${seen.megabytes.map(({ before, after }) => `${before.toFixed(0)}→${after.toFixed(0)}`).join(', ')} MB`,
    );
  }

  it('are never refused', () => {
    expect(seen.telegram.calls.filter(({ answer }) => answer?.ok !== true)).toEqual([]);
  });

  it('leave at 98 % of what the platform lets through', () => {
    const seconds = (seen.to - seen.from) / 1000;
    expect(inWindow().length).toBeGreaterThanOrEqual(0.98 * perSecond * seconds);
    expect(inWindow().length).toBeLessThanOrEqual(perSecond * seconds + 1);
  });

  it('keep the order of each chat, and come once', () => {
    for (let chat = 1; chat <= chats; chat += 1) {
      const numbers = seen.telegram.chat(chat).messages.map(({ text }) => numberIn(text));
      expect(numbers).toEqual(numbers.map((_, index) => String(index)));
    }
  });

  it('let what is urgent and the answers to who writes go first, from whichever replica', () => {
    for (const chat of guests) {
      const [first] = seen.telegram.chat(chat).messages;
      expect(first?.at.getTime()).toBeLessThan(seen.interruptedAt + 5000);
    }
  });

  it('take no more memory than a few', () => {
    for (const { after } of seen.megabytes) expect(after).toBeLessThan(mostMegabytes);
  });
});
