/** The program on Workers: its settings, its entry and its bundle, in workerd over a real PostgreSQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { EventStream } from '../support/eventStream.ts';
import type { DeliveredMessage } from '../support/fakeTelegram.ts';
import { openTestDatabase, type TestDatabase } from '../support/openDatabase.ts';
import { ServerSession } from '../support/server.ts';
import { linkCodeOf } from '../support/town.ts';
import { RealWorker } from '../support/worker/realWorker.ts';

function codeOf(reference: string): string {
  const account = inject('demoAccounts').find((each) => each.reference === reference);
  if (account === undefined) throw new Error(`the demo has no ${reference}`);
  return linkCodeOf(account);
}

describe.runIf(inject('postgresUrl') !== undefined)('the program on Workers', { timeout: 120_000 }, () => {
  let test: TestDatabase;
  let worker: RealWorker;
  beforeAll(async () => {
    test = await openTestDatabase('demo');
    worker = await RealWorker.start(test, { byConfiguration: true });
  });
  afterAll(async () => {
    await worker.stop();
    await test.close();
  });

  const databaseName = () => new URL(test.url ?? '').pathname.slice(1);

  /** Writes on Telegram, and gives the answer. */
  async function say(chat: number, text: string): Promise<DeliveredMessage> {
    const before = new Set(worker.telegram.chat(chat).messages);
    const response = await worker.deliver(worker.telegram.textUpdate(chat, text, { languageCode: 'zh-hans' }));
    expect(response.status).toBe(200);
    return worker.telegram.chat(chat).waitFor((message) => !before.has(message), 20_000);
  }

  it('is alive and ready, and serves its pages and what belongs to them', async () => {
    expect((await worker.request('/healthz')).status).toBe(200);
    expect(await (await worker.request('/readyz')).json()).toEqual({ status: 'ready' });
    const page = await worker.request('/chat', { headers: { 'accept-language': 'zh-CN' } });
    expect(await page.text()).toContain('便民服务');
    for (const asset of ['/chat/assets/chat.js', '/chat/assets/qr.generated.js', '/desk/assets/desk.css'])
      expect((await worker.request(asset)).status, asset).toBe(200);
    expect((await worker.request('/street/assets/street.js')).status).toBe(404);
    expect((await worker.request('/desk')).status).toBeLessThan(500);
  });

  it('takes updates with the right secret alone, and sends the answer after the turn is written', async () => {
    const update = worker.telegram.textUpdate(1, '您好');
    expect((await worker.deliver(update, 'another')).status).toBe(401);
    await say(1, `/start ${codeOf('person-1')}`);
    expect((await say(1, '1')).choices.map(({ text }) => text)).toContain('2 求助');
  });

  it('writes an update that comes twice once', async () => {
    await say(2, `/start ${codeOf('person-2')}`);
    const update = worker.telegram.textUpdate(2, '1', { languageCode: 'zh-hans' });
    const answers = await Promise.all([worker.deliver(update), worker.deliver(update), worker.deliver(update)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await expect.poll(() => worker.telegram.chat(2).messages.length, { timeout: 20_000 }).toBe(2);
    expect((await worker.deliver(update)).status).toBe(200);
    expect(await test.rows("select 1 from inbox where external_id like 'message 2 %'")).toHaveLength(2);
    expect(worker.telegram.chat(2).messages).toHaveLength(2);
  });

  it('is a web chat, whose page hears at once what was said', async () => {
    const session = new ServerSession(() => worker.address);
    await session.post({ kind: 'text', text: '/start' });
    const stream = new EventStream(await session.request('/chat/events'));
    onTestFinished(() => stream.close());
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ from: 'me', text: '/start' });
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ from: 'guitu' });
    await session.post({ kind: 'text', text: '您好' });
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ from: 'me', text: '您好' });
  });

  it('takes what its own pages send, and nothing that another site’s do', async () => {
    const session = new ServerSession(() => worker.address);
    const send = (origin: string) =>
      session.request('/chat/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ kind: 'text', id: crypto.randomUUID(), text: '您好' }),
      });
    expect((await send(worker.address)).status).toBe(200);
    expect((await send('https://another.example.org')).status).toBe(403);
  });

  it('takes nothing while the database is away, and goes on by itself', async () => {
    await say(3, `/start ${codeOf('person-3')}`);
    worker.proxy.isShut = true;
    worker.proxy.breakOff();
    const update = worker.telegram.textUpdate(3, '1', { languageCode: 'zh-hans' });
    expect((await worker.deliver(update)).status).toBe(503);
    expect((await worker.request('/readyz')).status).toBe(503);
    expect((await worker.request('/healthz')).status).toBe(200);
    worker.proxy.isShut = false;
    expect((await worker.deliver(update)).status).toBe(200);
    await expect.poll(() => worker.telegram.chat(3).messages.length, { timeout: 20_000 }).toBe(2);
    expect(await test.rows("select 1 from inbox where external_id like 'message 3 %'")).toHaveLength(2);
  });

  it('needs at most four round trips for a turn, its sending included, and what a new client asks of each statement apart', async () => {
    await say(5, `/start ${codeOf('person-5')}`);
    await say(5, '1');
    // What that turn sent is settled, and the chat may be written to again at once.
    await expect.poll(() => test.rows("select 1 from outbox where state = 'waiting'"), { timeout: 20_000 }).toEqual([]);
    await sleep(1500);
    const before = worker.flights.length;
    await say(5, '/help');
    const flights = () => worker.flights.slice(before);
    await expect.poll(flights, { timeout: 10_000 }).toContain('settle_answers');
    expect(flights().length, flights().join()).toBeLessThanOrEqual(4);
  });

  it('obeys a 429: the message waits, and a later trigger sends it', async () => {
    await say(4, `/start ${codeOf('person-4')}`);
    worker.telegram.failNext({ fault: 429, chat: 4, retryAfter: 2 });
    await worker.deliver(worker.telegram.textUpdate(4, '1', { languageCode: 'zh-hans' }));
    const calls = () => worker.telegram.calls.filter(({ payload }) => String(payload.chat_id) === '4').length;
    await expect.poll(calls, { timeout: 20_000 }).toBe(2);
    expect(worker.telegram.chat(4).messages).toHaveLength(1);
    worker.trigger();
    await expect.poll(() => worker.telegram.chat(4).messages.length, { timeout: 30_000 }).toBe(2);
  });

  it('says the whole of what waited when it was killed between the commit and the sending', async () => {
    await say(6, `/start ${codeOf('person-6')}`);
    worker.telegram.failNext({ fault: 'timeout', chat: 6 });
    const update = worker.telegram.textUpdate(6, '1', { languageCode: 'zh-hans' });
    expect((await worker.deliver(update)).status).toBe(200);
    await expect
      .poll(() => test.rows("select 1 from inbox where external_id like 'message 6 %'"), { timeout: 20_000 })
      .toHaveLength(2);
    await worker.kill();
    expect(worker.telegram.chat(6).messages).toHaveLength(1);
    await worker.come();
    // The lease of the one that died runs out.
    await test.rows('select move_clock(120)');
    worker.trigger();
    await expect.poll(() => worker.telegram.chat(6).messages.length, { timeout: 45_000 }).toBe(2);
  });

  it('touches nothing by a login that does not begin as the role that owns nothing', async () => {
    const login = (clause: string) => test.rows(`alter role guitu_worker in database ${databaseName()} ${clause}`);
    await worker.kill();
    await login('reset role');
    await worker.come();
    const update = worker.telegram.textUpdate(7, '您好', { languageCode: 'zh-hans' });
    expect((await worker.deliver(update)).status).toBe(503);
    expect((await worker.request('/readyz')).status).toBe(503);
    await login("set role = 'guitu_service'");
    expect((await worker.deliver(update)).status).toBe(200);
  });

  // What a session keeps for itself is lost between a pooler and its users, and workerd by itself has no pooler to show it.
  it('has sent nothing to the database that a session would have to keep, nor do the functions that the service may call', async () => {
    const flights = new Set(worker.flights);
    expect(flights.size).toBeGreaterThan(5);
    // All but functions of ours, which are looked at below.
    expect([...flights].filter((flight) => !/^\w+$/.test(flight) && !flight.startsWith('select '))).toEqual([]);
    expect([...flights].filter((flight) => /advisory|set_config|listen|notify/i.test(flight))).toEqual([]);
    const forbidden = String.raw`advisory|\y(un)?listen\y|\ynotify\y|set\s+session|set_config\([^()]*,\s*false\s*\)`;
    const callable = `from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'public' and has_function_privilege('guitu_service', p.oid, 'execute')`;
    expect(await test.rows(`select p.proname ${callable} and p.prosrc ~* $1`, [forbidden])).toEqual([]);
    expect((await test.rows(`select p.proname ${callable} and p.prosrc ~* 'set_config'`)).length).toBeGreaterThan(5);
  });
});
