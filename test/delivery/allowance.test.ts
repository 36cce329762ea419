/** What a platform lets through, kept by several replicas together. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Pace } from '../../src/channels/channel.ts';
import { openPool } from '../../src/channels/telegram/http.ts';
import { telegramPace } from '../../src/channels/telegram/limits.ts';
import { createTelegramSend } from '../../src/channels/telegram/send.ts';
import type { Database } from '../../src/db/database.ts';
import { createPacer } from '../../src/delivery/pacer.ts';
import { createProgram, type Program } from '../../src/program.ts';
import { openVault, type Vault } from '../../src/secrets/vault.ts';
import { chatWith, numberIn, type Waiting, writeWaiting } from '../support/backlog.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';
import { openTestDatabase, type TestDatabase } from '../support/openDatabase.ts';

const token = '4217:test';
/** Spaced so widely that nothing comes free while a test is looking. */
const slow: Pace = { messageEvery: 100_000, chatEvery: 1_000_000 };

describe('the allowance of a channel', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    for (const table of ['outbox', 'mailbox', 'dialogue', 'identity', 'channel_pace', 'chat_pace'])
      await test.rows(`delete from ${table}`);
  });

  interface Slot {
    readonly in?: number;
    readonly again?: number;
  }

  async function takeSlots(chats: readonly string[], ahead: number, { messageEvery, chatEvery } = slow) {
    const [row] = await test.database.query<{ answer: { slots: Slot[] } }>(
      'select take_slots($1, $2::uuid[], $3::double precision[], $4, $5) as answer',
      ['telegram', chats, chats.map(() => String(ahead)), messageEvery, chatEvery],
    );
    return row?.answer.slots ?? [];
  }

  async function lease(most: number, holder = crypto.randomUUID(), { messageEvery, chatEvery } = slow) {
    const [row] = await test.database.query<{
      leased: { mails: { externalId: string; slotIn: number | null }[]; again: number | null };
    }>('select lease_paced($1, $2, $3, 60, null, $4, $5, $6, $7) as leased', [
      holder,
      'telegram',
      most,
      350_000,
      550_000,
      messageEvery,
      chatEvery,
    ]);
    return row?.leased ?? { mails: [], again: null };
  }

  const chats = (count: number) => Array.from({ length: count }, (_, index) => chatWith(index + 1));
  const waiting = (numbers: readonly number[], urgent: boolean): Waiting[] =>
    numbers.map((chat) => ({ chat, number: `${chat}`, urgent }));

  it('gives slots one after another, and no further ahead than was asked for', async () => {
    const slots = await takeSlots(chats(4), 250_000);
    expect(slots.map((slot) => 'in' in slot)).toEqual([true, true, true, false]);
    expect(slots.slice(0, 3).map((slot) => slot.in)).toEqual([0, 100_000, 200_000]);
    expect(slots[3]?.again).toBe(50_000);
  });

  it('goes on where another replica left it, and keeps slots back for what is urgent', async () => {
    await takeSlots(chats(3), 250_000);
    const [usual, urgent] = [await takeSlots([chatWith(8)], 250_000), await takeSlots([chatWith(9)], 350_000)];
    expect(usual[0]?.in).toBeUndefined();
    expect(urgent[0]?.in).toBeGreaterThan(200_000);
    expect(urgent[0]?.in).toBeLessThanOrEqual(300_000);
  });

  it('leaves no chat leased that turns out to have nothing to send', async () => {
    await writeWaiting(test.rows, waiting([1], false));
    // As a look sees it that began before somebody else settled the chat.
    await test.rows("update outbox set state = 'sent'");
    expect((await lease(5)).mails).toEqual([]);
    expect(await test.rows('select d.lease_by, m.send_at from dialogue d, mailbox m')).toEqual([
      { lease_by: null, send_at: null },
    ]);
  });

  it('lets a chat be spoken to only after its time, while others go before', async () => {
    const [one = '', other = ''] = chats(2);
    const slots = await takeSlots([one, one, other], 250_000);
    expect(slots.map((slot) => 'in' in slot)).toEqual([true, false, true]);
    expect(slots[1]?.again).toBe(1_000_000);
  });

  it('is not shut by a clock that was put back', async () => {
    await takeSlots(chats(1), 250_000);
    await test.rows("update channel_pace set free_at = free_at + interval '1 year'");
    await test.rows("update chat_pace set free_at = free_at + interval '1 year'");
    expect(await takeSlots(chats(1), 250_000)).toEqual([{ in: 0 }]);
  });

  it('leases no more than there are slots, what is urgent first and further ahead, and of each chat one message', async () => {
    await writeWaiting(test.rows, [...waiting([1, 2, 3, 4, 1, 2], false), ...waiting([5, 6], true)]);
    const { mails, again } = await lease(100);
    expect(mails.map(({ externalId }) => externalId)).toEqual(['5', '6', '1', '2']);
    expect(mails.map(({ slotIn }) => slotIn)).toEqual([0, 100_000, 200_000, 300_000]);
    expect(again).toBeGreaterThan(200_000);
    expect((await lease(100)).mails).toEqual([]);
    await writeWaiting(test.rows, waiting([7, 8, 9], true));
    const { mails: urgent } = await lease(100);
    expect(urgent.map(({ externalId }) => externalId)).toEqual(['7', '8']);
  });

  it('steps over chats that were just spoken to, and tells when it is worth looking again', async () => {
    await writeWaiting(test.rows, waiting([1, 2, 3, 1, 2], false));
    expect((await lease(2)).mails).toHaveLength(2);
    await test.rows('update dialogue set lease_until = null, lease_by = null');
    await test.rows('delete from channel_pace');
    const { mails, again } = await lease(100);
    expect(mails.map(({ externalId }) => externalId)).toEqual(['3']);
    expect(again).toBeGreaterThan(500_000);
    expect(again).toBeLessThanOrEqual(1_100_000);
  });

  it('holds over replicas that send together: none refused, and each chat in order', async () => {
    const telegram = await FakeTelegram.start({ token, floodLimits: true });
    const vault = await openVault(new Uint8Array(32).fill(7));
    // Twice what the platform lets through at once, and in five chats more than it lets through there.
    const many = Array.from({ length: 20 }, (_, index) => ({
      chat: 1 + (index % 5),
      number: `${index}`,
      urgent: false,
    }));
    const messages = [
      ...many,
      ...waiting(
        Array.from({ length: 45 }, (_, index) => 6 + index),
        false,
      ),
    ];
    for (const { chat } of messages) telegram.chat(chat);
    await writeWaiting(test.rows, messages);
    const programs = [1, 2, 3].map(() => replica(telegram, vault));
    for (const { dispatcher } of programs) dispatcher.wake();
    await Promise.all(programs.map(({ dispatcher }) => dispatcher.idle()));
    await Promise.all(programs.map(({ dispatcher }) => dispatcher.stop()));
    await telegram.stop();

    expect(telegram.calls.filter(({ answer }) => answer?.ok !== true)).toEqual([]);
    expect(telegram.calls).toHaveLength(messages.length);
    for (const [chat, mine] of Map.groupBy(messages, (message) => message.chat))
      expect(telegram.chat(chat).messages.map(({ text }) => numberIn(text))).toEqual(mine.map(({ number }) => number));
  });

  function replica({ apiRoot }: FakeTelegram, vault: Vault): Program {
    return createProgram({
      database: test.database,
      vault,
      links: { web: 'https://guitu.test' },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      telegram: { token, apiRoot, webhookSecret: undefined, pace: telegramPace },
    });
  }

  /** A database that tells for which chats it was asked. */
  function watched(): { database: Database; asked: string[][] } {
    const asked: string[][] = [];
    const query: Database['query'] = (text, parameters = []) => {
      if (text.includes('take_slots')) asked.push([...(parameters[1] as string[])]);
      return test.database.query(text, parameters);
    };
    return { asked, database: { query, execute: (script) => test.database.execute(script), close: async () => {} } };
  }

  it("of a turn's answers is asked for once for all that wait, and what is urgent goes first", async () => {
    const { database, asked } = watched();
    const pacer = createPacer({ database }, 'telegram', { messageEvery: 1, chatEvery: 1 });
    const [one = '', two = '', three = ''] = chats(3);
    const takes = [pacer.take({ identityId: one, urgent: false })];
    // The first is asked for at once, and the others gather while its answer is on its way.
    takes.push(pacer.take({ identityId: two, urgent: false }), pacer.take({ identityId: three, urgent: true }));
    expect(await Promise.all(takes)).toEqual([true, true, true]);
    expect(asked.slice(0, 2)).toEqual([[one], [three, two]]);
  });

  it('is not used late: a slot that has gone by is asked for again', async () => {
    const { database, asked } = watched();
    const pacer = createPacer({ database }, 'telegram', { messageEvery: 1, chatEvery: 1 });
    const [chat = ''] = chats(1);
    expect(await pacer.take({ identityId: chat, urgent: false, slot: performance.now() + 20 })).toBe(true);
    const before = asked.length;
    expect(await pacer.take({ identityId: chat, urgent: false, slot: performance.now() - 1000 })).toBe(true);
    expect(asked.length).toBeGreaterThan(before);
  });

  it('counts from when a chat was really spoken to, where that was later than its slot', async () => {
    const pacer = createPacer(test, 'telegram', slow);
    const [chat = ''] = chats(1);
    await takeSlots([chat], 250_000);
    const free = () => test.rows<{ at: string }>('select free_at::text as at from chat_pace');
    const [before] = await free();
    expect(await pacer.take({ identityId: chat, urgent: false, slot: performance.now() })).toBe(true);
    expect(await pacer.take({ identityId: chat, urgent: false, slot: performance.now() - 100 })).toBe(true);
    const [after] = await free();
    expect(new Date(after?.at ?? 0).getTime()).toBeGreaterThan(new Date(before?.at ?? 0).getTime());
  });

  it('is not used while the platform stands still: what is sent meanwhile would arrive there all at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const query = async <Row>() => [{ answer: { now: performance.now(), slots: [{ in: 0 }] } }] as Row[];
    const pacer = createPacer({ database: { ...test.database, query } }, 'telegram', telegramPace);
    const went: number[] = [];
    const take = async (number: number) => {
      if (await pacer.take({ identityId: chatWith(number), urgent: false })) went.push(number);
    };
    for (const number of [1, 2]) void take(number);
    await vi.advanceTimersByTimeAsync(500);
    void take(3);
    await vi.advanceTimersByTimeAsync(400);
    expect(went).toEqual([1, 2]);
    pacer.answered();
    await vi.advanceTimersByTimeAsync(0);
    expect(went).toEqual([1, 2, 3]);
    // In the longest silence one goes now and then, to see whether it is over.
    await vi.advanceTimersByTimeAsync(500);
    void take(4);
    await vi.advanceTimersByTimeAsync(999);
    expect(went).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(went).toEqual([1, 2, 3, 4]);
  });

  it('is asked for each part of a long text but the first, which has its slot', async () => {
    const telegram = await FakeTelegram.start({ token, floodLimits: false });
    telegram.chat(7);
    const send = createTelegramSend({ token, apiRoot: telegram.apiRoot, timeoutSeconds: 15, openPost: openPool });
    const answers = [true, false];
    const mayGoOn = async () => answers.shift() ?? false;
    const result = await send({ externalId: '7', text: '长'.repeat(3 * 4096), choices: [], mayGoOn });
    await telegram.stop();
    expect(result).toEqual({ result: 'retry', error: 'busy', afterSeconds: 0 });
    expect(telegram.chat(7).messages).toHaveLength(2);
  });
});
