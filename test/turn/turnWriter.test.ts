/** Turns of several chats that are written in one statement. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database, Parameter } from '../../src/db/database.ts';
import { textOf } from '../../src/i18n/texts.ts';
import { takeTurn } from '../../src/turn/takeTurn.ts';
import { createTurnWriter, type TurnWriter } from '../../src/turn/turnWriter.ts';
import { type Phone, Town } from '../support/town.ts';

describe('turns that come faster than they can be written one by one', () => {
  let town: Town;
  let phones: Phone[];
  let query: Database['query'];

  beforeAll(async () => {
    town = await Town.open();
    query = town.database.query;
    phones = [];
    for (let number = 1; number <= 8; number += 1) phones.push(await town.joined(`person-${number}`));
  });
  beforeEach(async () => {
    for (const phone of phones) await phone.say('/menu');
    town.database.statements = [];
    town.logged.length = 0;
  });
  afterEach(() => {
    town.database.query = query;
  });
  afterAll(() => town.close());

  const everybodySays = (text: string) => Promise.all(phones.map((phone) => phone.say(text)));
  const writes = () => town.database.statements.filter((statement) => statement.includes('write_turns'));
  const last = () => phones.map((phone) => phone.last.text);
  const groups = textOf('zh-CN', 'help:group');

  /** Lets the statements that `strikes` fail, whatever they hold. */
  function failing(strikes: (parameters: readonly Parameter[]) => boolean, code: string): () => number {
    let struck = 0;
    town.database.query = (statement, parameters = []) => {
      if (!statement.includes('write_turns') || !strikes(parameters)) return query(statement, parameters);
      struck += 1;
      return Promise.reject(Object.assign(new Error('refused'), { code }));
    };
    return () => struck;
  }

  it('go together, and each has its answer', async () => {
    const answers = await everybodySays('/help');
    expect(answers.map(({ status }) => status)).toEqual(phones.map(() => 200));
    expect(last()).toEqual(phones.map(() => groups));
    expect(writes().length).toBeLessThan(phones.length);
    const rows = await town.rows('select 1 from outbox where state <> $1', ['sent']);
    expect(rows).toEqual([]);
  });

  it('do not share a failure: one is kept as failed, the others are taken', async () => {
    const together = new Set<number>();
    failing(([rows]) => {
      const turns = JSON.parse(String(rows)) as { told: string; outcome: string }[];
      const isStruck = turns.some(({ told, outcome }) => outcome === 'done' && told === town.account('person-8').id);
      if (isStruck) together.add(turns.length);
      return isStruck;
    }, '22P02');
    await everybodySays('/help');
    expect(Math.max(...together)).toBeGreaterThan(1);
    expect(together).toContain(1);
    expect(last()).toEqual([...phones.slice(1).map(() => groups), textOf('zh-CN', 'common:failed')]);
    expect(town.complaints.map(({ event }) => event)).toEqual(['turn.failed']);
  });

  it('are each taken again where the database was in the way of all of them', async () => {
    let left = 4;
    const struck = failing(() => left-- > 0, '40P01');
    await everybodySays('/help');
    expect(struck()).toBe(4);
    expect(last()).toEqual(phones.map(() => groups));
    expect(town.complaints).toEqual([]);
  });

  it('are all refused while the database is away, and taken when they come again', async () => {
    failing(() => true, '57P01');
    const refused = await everybodySays('/help');
    expect(refused.map(({ status }) => status)).toEqual(phones.map(() => 503));
    town.database.query = query;
    await everybodySays('/help');
    expect(last()).toEqual(phones.map(() => groups));
  });

  it.each([
    ['settle along with them what was sent before', false],
    ['leave it to be settled by itself where they cannot be written', true],
  ])('%s', async (_, isStruck) => {
    const [first, second] = phones as [Phone, Phone];
    const heard = first.messages.length;
    const { deps } = town.program;
    const say = async (phone: Phone, writer: TurnWriter) => {
      const inbound = { channel: 'telegram', externalId: String(phone.id), updateId: crypto.randomUUID() } as const;
      await takeTurn({ ...deps, writer }, { ...inbound, content: { type: 'text', text: '/help' } });
    };
    const states = () => town.rows<{ state: string }>('select distinct state from outbox');
    await say(first, deps.writer);
    let sent = deps.hand.sent();
    // Looked at again as soon as anything has come in, and so before what was sent is settled by itself.
    for (; sent === undefined; sent = deps.hand.sent()) await new Promise((resolve) => setImmediate(resolve));
    expect(await states()).toContainEqual({ state: 'waiting' });
    town.database.statements = [];
    const struck = failing(([, along]) => isStruck && along !== null, '40P01');
    const rides = [sent];
    await say(second, createTurnWriter({ ...deps, hand: { ...deps.hand, sent: () => rides.pop() } }));
    await town.settle();
    expect(rides).toEqual([]);
    expect(struck()).toBe(isStruck ? 1 : 0);
    expect(await states()).toEqual([{ state: 'sent' }]);
    expect(first.messages).toHaveLength(heard + 1);
  });

  describe('and add rows beside', () => {
    /** What lies behind each request, counted: of its own time, where that is what tells it from the others. */
    const filed = `
      select (select count(*) from referral_event e where e.referral_id = r.id)::int as events,
        (select count(*) from consent c where c.referral_id = r.id)::int as consents,
        (select count(*) from timer t where t.subject_id = r.id)::int as timers,
        (select count(*) from audit a where a.action = 'referralRequested' and a.subject_id = r.id and a.actor = p.account_id::text and a.at = r.created_at)::int as asked,
        (select count(*) from audit a where a.action = 'told' and a.person_id = p.id and a.actor = $1 and a.at = r.created_at)::int as told,
        (select count(*) from outbox o where o.account_id = $1::uuid and o.state = 'sent' and o.created_at = r.created_at
          and o.choices::text like '%' || r.id || '%')::int as messages
      from referral r join person p on p.id = r.person_id where r.created_at > $2`;
    const whole = { events: 1, consents: 1, timers: 3, asked: 1, told: 1, messages: 1 };
    const requestsSince = (moment: Date) =>
      town.rows(filed, [town.account('staff-human-resources').id, moment.toISOString()]);
    const receipts = () => phones.filter(({ last }) => /\d{3}-\d{3}-\d{3}/.test(last.text));

    beforeAll(() => town.joined('staff-human-resources'));
    beforeEach(async () => {
      await town.rows("update referral set state = 'withdrawn'");
      for (const phone of phones)
        for (const action of ['help', 'group:work', 'kind:training', 'firstOption']) await phone.choose(action);
      await everybodySays('晚上和周末');
      town.database.statements = [];
    });

    it('go together, and each has what it asked for, at its own moment', async () => {
      const start = town.now;
      const { writer } = town.program.deps;
      const write = vi.spyOn(writer, 'write');
      const gate = Promise.withResolvers<void>();
      town.database.query = async (statement, parameters) => {
        if (statement.includes('write_turns')) await gate.promise;
        return query(statement, parameters);
      };
      const answers: Promise<Response>[] = [];
      for (const phone of phones) {
        town.setClock(new Date(town.now.getTime() + 1000));
        answers.push(phone.say('1'));
        await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(answers.length));
      }
      gate.resolve();
      await Promise.all(answers);
      write.mockRestore();
      expect(writes()).toHaveLength(3);
      expect(receipts()).toEqual(phones);
      expect(await requestsSince(start)).toEqual(phones.map(() => whole));
    });

    it('do not share a failure: one is kept as failed, the others are filed', async () => {
      const start = town.now;
      town.setClock(new Date(start.getTime() + 1000));
      failing(([rows]) => {
        const turns = JSON.parse(String(rows)) as { told: string; outcome: string }[];
        return turns.some(({ told, outcome }) => outcome === 'done' && told === town.account('person-8').id);
      }, '22P02');
      await everybodySays('1');
      expect(receipts()).toEqual(phones.slice(0, -1));
      expect(phones.at(-1)?.last.text).toBe(textOf('zh-CN', 'common:failed'));
      const made = await requestsSince(start);
      expect(made).toHaveLength(phones.length - 1);
    });
  });
});
