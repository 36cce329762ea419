/** The program with a Telegram bot, as a process: by webhook where there is a public address, else by long polling. */
import type { Update } from 'grammy/types';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Environment, emptyDatabase, run } from '../support/commands.ts';
import { type DeliveredMessage, FakeTelegram } from '../support/fakeTelegram.ts';
import { PostgresFaults } from '../support/postgresFaults.ts';
import { startServer } from '../support/server.ts';

const token = '4217:a-secret-token';
const secret = 'a-webhook-secret';
const answerText = '下周一上午九点到市民路6号报名，带身份证。';

interface CodedAccount {
  readonly role: string;
  readonly department?: string;
  readonly links: { readonly telegram?: string };
}

/** A bot on the fake Telegram over a database with the demo's accounts. */
async function bot(): Promise<{ telegram: FakeTelegram; environment: Environment; codes: readonly CodedAccount[] }> {
  const telegram = await FakeTelegram.start({ token, floodLimits: true, allowLoopbackWebhook: true });
  onTestFinished(() => telegram.stop());
  const environment = { ...(await emptyDatabase()), TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: telegram.apiRoot };
  const { stdout } = await run('src/commands/setup.ts', ['--demo', '--json'], environment);
  return { telegram, environment, codes: JSON.parse(stdout) };
}

/** Somebody on Telegram, who reads what comes and taps or types. */
class User {
  readonly #telegram: FakeTelegram;
  readonly #deliver: (update: Update) => unknown;
  readonly id: number;

  constructor(telegram: FakeTelegram, id: number, deliver: (update: Update) => unknown) {
    this.#telegram = telegram;
    this.id = id;
    this.#deliver = deliver;
  }

  get messages(): readonly DeliveredMessage[] {
    return this.#telegram.chat(this.id).messages;
  }

  /** Types, and gives the answer. */
  say(text: string): Promise<DeliveredMessage> {
    return this.#afterwards(this.#telegram.textUpdate(this.id, text, { languageCode: 'zh-hans' }));
  }

  /** Taps the newest button with these words, and gives the answer. */
  tap(words: string): Promise<DeliveredMessage> {
    for (const message of this.messages.toReversed()) {
      const index = message.choices.findIndex(({ text }) => text.includes(words));
      if (index >= 0) return this.#afterwards(this.#telegram.tapUpdate(this.id, message, index));
    }
    throw new Error(`nothing offers ${words}; the last message is:\n${this.messages.at(-1)?.text}`);
  }

  async #afterwards(update: Update): Promise<DeliveredMessage> {
    const before = this.messages.length;
    await this.#deliver(update);
    return this.hears(() => true, before);
  }

  /** The next message, after so many, that fits. */
  hears(fits: (text: string) => boolean, after = this.messages.length): Promise<DeliveredMessage> {
    const seen = new Set(this.messages.slice(0, after));
    return this.#telegram.chat(this.id).waitFor((message) => !seen.has(message) && fits(message.text), 20_000);
  }
}

const codeOf = (accounts: readonly CodedAccount[], fits: (account: CodedAccount) => boolean) =>
  accounts.find(fits)?.links.telegram?.split('start=')[1] ?? 'no such account';

/** Moves a demo's clock to ten o'clock: at night nobody is told what they did not ask for. */
async function moveToTheMorning(url: string): Promise<void> {
  const { sql } = new PostgresFaults(url);
  await sql`select move_clock(extract(epoch from (date_trunc('day', now() at time zone 'Asia/Shanghai') + interval '34 hours')
    - now() at time zone 'Asia/Shanghai')::integer)`;
}

/** From two links to the answer, and what the person then sees. */
async function playTheMainJob(person: User, staff: User, codes: readonly CodedAccount[]): Promise<void> {
  await staff.say(`/start ${codeOf(codes, ({ department }) => department?.includes('人社') === true)}`);
  await person.say(`/start ${codeOf(codes, ({ role }) => role === 'person')}`);
  for (const words of ['可以', '求助', '工作', '技术']) await person.tap(words);
  while (!person.messages.at(-1)?.text.includes('可以吗')) await person.tap('1 ');
  const arrives = staff.hears((text) => text.includes('学'));
  expect((await person.tap('1 ')).text).toContain('编号');
  await arrives;
  await staff.tap('受理');
  await staff.tap('答复');
  await staff.say(answerText);
  const heard = person.hears((text) => text.includes(answerText));
  await staff.tap('1 ');
  await heard;
}

describe('a bot without a public address', { timeout: 90_000 }, () => {
  it('asks for updates also after a webhook was set, and opens no street', async () => {
    const { telegram, environment, codes } = await bot();
    await fetch(`${telegram.apiRoot}/bot${token}/setWebhook?url=https://guitu.test`);
    const server = await startServer(environment);
    expect((await fetch(`${server.address}/street/state`)).status).toBe(404);
    const deliver = (update: Update) => telegram.queueUpdate(update);
    const person = new User(telegram, 1, deliver);
    await person.say(`/start ${codeOf(codes, ({ role }) => role === 'person')}`);
    expect((await person.tap('可以')).choices.map(({ text }) => text)).toContain('2 求助');
    const polls = telegram.calls.filter(({ method }) => method === 'getUpdates').map(({ payload }) => payload);
    // The program gives up any call after 15 s.
    for (const { timeout } of polls) expect(Number(timeout)).toBeLessThan(15);
    server.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    expect([...telegram.callbackQueries.values()].every(({ answer }) => answer !== undefined)).toBe(true);
  });
});

describe.runIf(inject('postgresUrl') !== undefined)('a bot on PostgreSQL', { timeout: 90_000 }, () => {
  it('takes a whole request by webhook, and tells the tap’s end in the answer', async () => {
    const { telegram, environment, codes } = await bot();
    const webhook = { ...environment, PUBLIC_URL: 'https://guitu.test', TELEGRAM_WEBHOOK_SECRET: secret };
    await moveToTheMorning(environment.DATABASE_URL ?? '');
    const server = await startServer(webhook);
    expect(server.firstLine).toMatch(/^Guitu listens on port \d+$/);
    const post = (update: object, given: string) =>
      fetch(`${server.address}/channels/telegram`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': given },
        body: JSON.stringify(update),
      });
    expect((await post(telegram.textUpdate(3, '您好'), 'another-secret')).status).toBe(401);
    const deliver = async (update: Update) => {
      const response = await post(update, secret);
      expect(response.status).toBe(200);
      const body = await response.text();
      if (body !== '') expect((await telegram.applyWebhookReply(JSON.parse(body)))?.ok).toBe(true);
    };
    await playTheMainJob(new User(telegram, 1, deliver), new User(telegram, 2, deliver), codes);
    expect([...telegram.callbackQueries.values()].every(({ answer }) => answer !== undefined)).toBe(true);
    expect(telegram.calls.map(({ method }) => method)).not.toContain('getUpdates');
    server.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('polls, and moves on only past updates whose turn is written', async () => {
    const { telegram, environment } = await bot();
    const faults = new PostgresFaults(environment.DATABASE_URL ?? '');
    const user = new User(telegram, 1, (update) => telegram.queueUpdate(update));
    const server = await startServer(environment);
    await user.say('您好');
    const release = await faults.hold('inbox');
    const answered = user.say('数据库断了');
    const waiting = await faults.waiting(1);
    expect(telegram.bot.updates.size).toBe(1);
    await faults.breakOff(waiting);
    await release();
    await answered;
    // Who dies before that is noted says it again, a lease later: the faults are about that, not this.
    await expect
      .poll(() => faults.sql`select 1 from outbox where state = 'waiting'`, { timeout: 15_000 })
      .toHaveLength(0);

    const releaseAgain = await faults.hold('inbox');
    const answeredByNext = user.say('进程没了');
    await faults.waiting(1);
    expect(telegram.bot.updates.size).toBe(1);
    server.kill('SIGKILL');
    await releaseAgain();
    await startServer(environment);
    await answeredByNext;
    expect(user.messages).toHaveLength(3);
  });

  it('is polled by one replica at a time, and by the next when that one stops', async () => {
    const { telegram, environment } = await bot();
    const user = new User(telegram, 1, (update) => telegram.queueUpdate(update));
    const servers = [await startServer(environment), await startServer(environment)];
    for (const text of ['您好', '在吗', '有人吗']) await user.say(text);
    const conflicts = () => telegram.calls.filter(({ answer }) => answer?.ok === false && answer.error_code === 409);
    await expect.poll(() => conflicts().length, { timeout: 15_000 }).toBeGreaterThan(0);
    servers[0]?.kill('SIGTERM');
    expect((await servers[0]?.ended)?.code).toBe(0);
    await user.say('还在吗');
    expect(user.messages).toHaveLength(4);
  });
});
