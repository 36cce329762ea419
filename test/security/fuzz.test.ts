import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkBooks } from '../../src/backup/books.ts';
import { full } from '../faults/size.ts';
import { Chance } from '../simulation/chance.ts';
import { type Phone, Town, webhookSecret } from '../support/town.ts';
import { host, WebPhone } from '../support/webPhone.ts';

const updates = full ? 100_000 : 10_000;
const requests = full ? 20_000 : 2_000;
const atOnce = 50;

const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  '',
  ' ',
  '0',
  '\u0000',
  '\ud800',
  '\u202e',
  '我',
  'x'.repeat(5000),
  "'; drop table outbox; --",
  '{{name}}',
  '../../etc/passwd',
  '__proto__',
  [],
  [null],
  {},
  { __proto__: { role: 'office' } },
  { id: 1 },
  { accountId: '00000000-0000-4000-8000-000000000000', role: 'office', state: 'approved' },
];

/** Whatever is thrown at the two doors: nothing breaks, nothing is half done, and nobody becomes more than they are. */
// What is refused does not depend on the database: once is enough, but in full.
describe.runIf(full || inject('postgresUrl') === undefined)(
  'fuzzed updates and requests',
  { timeout: full ? 3_600_000 : 600_000 },
  () => {
    let town: Town;
    let person: Phone;
    let page: WebPhone;
    const chance = new Chance(20_260_921);

    beforeAll(async () => {
      town = await Town.open();
      person = await town.joined('person-1');
      page = new WebPhone(town.program);
      await page.say('/start');
    });
    afterAll(() => town.close());

    const rights = () =>
      town.rows(
        `select (select count(*)::integer from account) as accounts, (select count(*)::integer from membership where state = 'approved') as approved,
        (select count(*)::integer from identity where account_id is not null) as joined, (select array_agg(state order by id) from account) as states`,
      );

    /** The same with one of its fields, however deep, left out or something else. */
    function spoilt(value: unknown, depth = 0): unknown {
      if (typeof value !== 'object' || value === null || chance.happens(0.15 * depth)) return chance.pick(junk);
      const entries = Object.entries(value);
      const [name] = chance.pick(entries.length === 0 ? [['', undefined] as const] : entries);
      if (chance.happens(0.1))
        return { ...value, [chance.pick(['role', 'accountId', 'state', 'locale', 'from', 'chat'])]: chance.pick(junk) };
      const changed = entries.flatMap(([key, inner]) => {
        if (key !== name) return [[key, inner] as const];
        return chance.happens(0.15) ? [] : [[key, spoilt(inner, depth + 1)] as const];
      });
      return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
    }

    function anyUpdate(): object {
      const { telegram } = town;
      // Most are strangers', so that what is answered does not wait for one chat.
      const chat = chance.happens(0.02) ? person.id : 50_000 + Math.floor(chance.next() * 5000);
      const tapped = person.messages.find(({ choices }) => choices.length > 0);
      switch (Math.floor(chance.next() * 8)) {
        case 0:
          return telegram.photoUpdate(chat);
        case 1:
          return telegram.voiceUpdate(chat);
        case 2:
          return telegram.contactUpdate(chat, '0000-1', 7);
        case 3:
          return telegram.groupUpdate(-chat, chat, '/menu');
        case 4:
          return tapped === undefined ? telegram.stickerUpdate(chat) : telegram.tapUpdate(person.id, tapped, 0);
        default:
          return telegram.textUpdate(
            chat,
            String(
              chance.pick([
                '/start',
                '0',
                '9',
                '求助',
                'AB3CD-7EFGH',
                '/start x',
                ...junk.filter((each) => typeof each === 'string'),
              ]),
            ),
          );
      }
    }

    async function statusesOf(count: number, send: () => Promise<Response> | Response): Promise<Map<number, number>> {
      const statuses = new Map<number, number>();
      for (let done = 0; done < count; done += atOnce) {
        for (const { status } of await Promise.all(Array.from({ length: atOnce }, send)))
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      return statuses;
    }

    async function mustBalance(): Promise<void> {
      const rows: Parameters<typeof checkBooks>[0] = {
        query: (text) => town.rows(text),
        execute: () => Promise.reject(new Error('books are only read')),
        close: () => Promise.resolve(),
      };
      await checkBooks(rows);
      expect(await town.rows("select external_id, error from inbox where state = 'failed'")).toEqual([]);
      expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    }

    it(`${updates} updates: each is taken or refused, none with a 5xx`, async () => {
      const before = await rights();
      const statuses = await statusesOf(updates, () => town.deliver(spoilt(anyUpdate()) as object));
      expect([...statuses.keys()].filter((status) => ![200, 400].includes(status))).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(updates / 20);
      expect(statuses.get(400)).toBeGreaterThan(updates / 20);
      expect(await rights()).toEqual(before);
      await mustBalance();
    });

    it.each([
      ['the id of a tap', { id: '\u0000', message: { chat: { id: 1, type: 'private' } } }],
      ['the chat of a tap', { id: '1', message: { chat: { id: '\u0000', type: 'private' } } }],
    ])('%s that cannot be stored is no update', async (_what, tap) => {
      expect((await town.deliver({ update_id: 1, callback_query: { ...tap, data: 'x' } })).status).toBe(400);
    });

    const paths = [
      '/chat/messages',
      '/chat/read',
      '/chat/events',
      '/chat',
      '/card',
      '/chat/assets/chat.js',
      '/channels/telegram',
      '/metrics',
      '/healthz',
      '/',
      '/street/state',
      '/..%2f',
      '/chat/messages/%00',
    ];
    const bodies = [
      { kind: 'text', id: crypto.randomUUID(), text: '您好' },
      { kind: 'choice', id: crypto.randomUUID(), choice: 'x'.repeat(34) },
      { kind: 'code', id: crypto.randomUUID(), code: 'AB3CD7EFGH' },
      { upTo: 3 },
    ];

    function anyRequest(): Promise<Response> | Response {
      const method = chance.pick(['GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']);
      const query = chance.pick([
        '',
        '?after=-1',
        '?after=1e99',
        '?after[]=1',
        '?phone=person',
        '?lang=%00',
        '?lang=xx&lang=en',
      ]);
      const headers: Record<string, string> = {
        host,
        'content-type': chance.pick(['application/json', 'application/json', 'text/plain', 'multipart/form-data', '']),
        origin: chance.pick([`https://${host}`, `https://${host}`, 'https://other.test', 'null']),
        cookie: chance.pick([
          '',
          `__Host-guitu=${'A'.repeat(43)}`,
          '__Host-guitu=%00',
          [...page.cookies].map(([name, value]) => `${name}=${value}`).join(';'),
        ]),
        'x-telegram-bot-api-secret-token': chance.pick([webhookSecret, 'wrong', '']),
      };
      const sent = chance.happens(0.2)
        ? chance.pick(['', '{', '[]', 'null', '"x"', '{"a":'.repeat(2000)])
        : JSON.stringify(spoilt(chance.pick(bodies)));
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const abort = new AbortController();
      const path = chance.pick(paths);
      const answer = town.program.app.request(path + query, {
        method,
        headers,
        signal: abort.signal,
        ...(hasBody ? { body: sent } : {}),
      });
      return Promise.resolve(answer).then(async (response) => {
        // A stream of events goes on for as long as somebody listens.
        if (path === '/chat/events') await response.body?.cancel();
        return response;
      });
    }

    it(`${requests} requests: none is answered with a 5xx`, async () => {
      const before = await rights();
      const statuses = await statusesOf(requests, anyRequest);
      expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
      expect(statuses.size).toBeGreaterThan(5);
      expect(await rights()).toEqual(before);
      await mustBalance();
    });
  },
);
