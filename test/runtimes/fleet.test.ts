/** Two replicas on Node and the Worker in workerd, on one database, while people write to whichever comes. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkBooks } from '../../src/backup/books.ts';
import { telegramPace } from '../../src/channels/telegram/limits.ts';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { CodedAccount } from '../../src/organisation/setup.ts';
import { createProgram, type Program } from '../../src/program.ts';
import { screens, updates } from '../bench/form.ts';
import { openTestDatabase, type TestDatabase } from '../support/openDatabase.ts';
import { linkCodeOf } from '../support/town.ts';
import { openTownVault, setUpTown, townLinks } from '../support/townTemplate.ts';
import { RealWorker, secret, token } from '../support/worker/realWorker.ts';

const people = 12;
const forms = 2;

describe.runIf(inject('postgresUrl') !== undefined)('a mixed fleet', { timeout: 180_000 }, () => {
  let test: TestDatabase;
  let worker: RealWorker;
  let programs: Program[];
  let accounts: readonly CodedAccount[];
  const failures: string[] = [];
  beforeAll(async () => {
    test = await openTestDatabase('migrated');
    const demo = demoOrganisation();
    const [pattern] = demo.people;
    if (pattern === undefined) throw new Error('the demo has people');
    const many = Array.from({ length: people }, (_, index) => ({ ...pattern, reference: `fleet-${index + 1}` }));
    accounts = await setUpTown(test.database, { ...demo, people: many });
    worker = await RealWorker.start(test, { floodLimits: true });
    const { database } = test;
    const note = (event: string) => void failures.push(event);
    const log = { info: () => {}, warn: note, error: note };
    const { apiRoot } = worker.telegram;
    const telegram = { token, apiRoot, webhookSecret: secret, pace: telegramPace };
    const vault = await openTownVault();
    programs = [1, 2].map(() => createProgram({ database, vault, links: townLinks, log, telegram }));
  });
  afterAll(async () => {
    for (const { dispatcher } of programs) await dispatcher.stop();
    await worker.stop();
    await test.close();
  });

  /** To one of the three, which takes it as Telegram's. */
  async function post(which: number, update: object): Promise<void> {
    const program = programs[which % 3];
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
    const body = JSON.stringify(update);
    const response =
      program === undefined
        ? await worker.deliver(update)
        : await program.app.request('/channels/telegram', { method: 'POST', headers, body });
    expect(response.status).toBe(200);
  }

  /** Joins, and goes through the form again and again, each time to the next of the fleet; every third update comes twice. */
  async function write(chat: number): Promise<void> {
    const { telegram } = worker;
    const account = accounts.find(({ reference }) => reference === `fleet-${chat}`);
    if (account === undefined) throw new Error('nobody of this name');
    const texts = [`/start ${linkCodeOf(account)}`, '1', ...Array.from({ length: forms }, () => updates).flat()];
    for (const [place, text] of texts.entries()) {
      const seen = telegram.chat(chat).messages.length;
      const update = telegram.textUpdate(chat, text, { languageCode: 'zh-hans' });
      const deliveries =
        place % 3 === 0 ? [post(chat + place, update), post(chat + place + 1, update)] : [post(chat + place, update)];
      await Promise.all(deliveries);
      await expect.poll(() => telegram.chat(chat).messages.length, { timeout: 60_000 }).toBeGreaterThan(seen);
    }
  }

  it('takes each update once, answers each once and in order, and keeps its books', async () => {
    await Promise.all(Array.from({ length: people }, (_, index) => write(index + 1)));
    await expect
      .poll(() => test.rows("select 1 from outbox where state = 'waiting' and identity_id is not null"), {
        timeout: 30_000,
      })
      .toEqual([]);
    const each = 2 + forms * updates.length;
    expect(await test.rows('select 1 from inbox')).toHaveLength(people * each);
    expect(await test.rows('select 1 from referral')).toHaveLength(people * forms);
    for (let chat = 1; chat <= people; chat += 1) {
      const told = worker.telegram
        .chat(chat)
        .messages.map(({ text }) => text)
        .slice(2);
      const expected = Array.from({ length: forms }, () => screens).flat();
      expect(told.map((text, place) => text.startsWith(expected[place]?.text.slice(0, 4) ?? '-'))).toEqual(
        expected.map(() => true),
      );
    }
    expect(worker.telegram.calls.filter(({ answer }) => answer?.ok !== true)).toEqual([]);
    expect(failures).toEqual([]);
    const owner = openPostgres({ url: test.url ?? '', connections: 1 });
    await checkBooks(owner).finally(() => owner.close());
  });
});
