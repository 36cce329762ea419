/** The short way of a turn's own answer: sent from memory, under a lease that the turn took when it was written. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startDispatcher } from '../../src/delivery/dispatcher.ts';
import { textOf } from '../../src/i18n/texts.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { takeTurn } from '../../src/turn/takeTurn.ts';
import { createTurnWriter } from '../../src/turn/turnWriter.ts';
import { type Phone, Town } from '../support/town.ts';

describe('an answer', () => {
  let town: Town;
  let person: Phone;
  let read: number;

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    await later(1000);
    read = person.messages.length;
  });

  async function later(seconds: number): Promise<void> {
    town.setClock(new Date(town.now.getTime() + seconds * 1000));
    await town.settle();
  }

  /** A turn of a process that dies as soon as it has written, with what it has in hand. */
  async function sayAndDie(text: string): Promise<Mail[]> {
    const lost: Mail[] = [];
    const hand = { isFree: () => true, take: (mail: Mail) => void lost.push(mail), sent: () => undefined };
    const inbound = { channel: 'telegram', externalId: String(person.id), updateId: crypto.randomUUID() } as const;
    await takeTurn({ ...town.program.deps, hand, wake: () => {} }, { ...inbound, content: { type: 'text', text } });
    return lost;
  }

  const stored = () =>
    town.rows<{ state: string; attempts: number; sent: boolean }>(
      'select o.state, o.attempts, o.sent_seq is not null as sent from outbox o join identity i on i.id = o.identity_id where i.external_id = $1 order by o.seq desc limit 3',
      [String(person.id)],
    );
  const lease = async () =>
    (
      await town.rows<{ held: boolean; send_at: string | null }>(
        `select t.lease_by is not null and not exists (select 1 from outbox o where o.id::text = t.lease_by and o.state <> 'waiting') as held, m.send_at
          from dialogue t join identity i on i.id = t.identity_id left join mailbox m on m.identity_id = i.id where i.external_id = $1`,
        [String(person.id)],
      )
    )[0];

  it('is sent without waiting in a mailbox, and settled', async () => {
    await person.say('/menu');
    expect(person.messages).toHaveLength(read + 1);
    expect((await stored())[0]).toEqual({ state: 'sent', attempts: 1, sent: true });
    expect(await lease()).toMatchObject({ held: false });
    expect((await lease())?.send_at ?? null).toBeNull();
  });

  it('goes as soon as another process begins, where the first one has died', async () => {
    await sayAndDie('/menu');
    town.setClock(new Date(town.now.getTime() + 120_000));
    const dispatcher = startDispatcher(town.program.deps);
    onTestFinished(() => dispatcher.stop());
    await dispatcher.idle();
    expect(person.messages).toHaveLength(read + 1);
  });

  it('is not sent twice, whoever else looks for mail meanwhile', async () => {
    const lost = await sayAndDie('/menu');
    expect(lost).toHaveLength(1);
    await town.settle();
    expect(person.messages).toHaveLength(read);
    for (const mail of lost) town.program.deps.hand.take(mail);
    await town.settle();
    await later(120);
    expect(person.messages).toHaveLength(read + 1);
  });

  it('is sent by whoever is left once the lease has run out, and nothing overtakes it', async () => {
    await sayAndDie('/menu');
    await person.say('/help');
    await later(59);
    expect(person.messages).toHaveLength(read);
    await later(11);
    const [first, second] = person.messages.slice(read);
    expect(person.messages).toHaveLength(read + 2);
    await person.say('/menu');
    expect(first?.text).toBe(person.last.text);
    expect(second?.text).not.toBe(person.last.text);
    expect((await stored()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('does not overtake a lost one that nobody has found yet', async () => {
    await sayAndDie('/menu');
    town.setClock(new Date(town.now.getTime() + 61_000));
    await person.say('/help');
    expect(person.messages).toHaveLength(read + 2);
    expect(await lease()).toMatchObject({ held: false, send_at: null });
  });

  it('obeys a 429, and the next one waits behind it', async () => {
    town.telegram.failNext({ fault: 429, method: 'sendMessage', chat: person.id, retryAfter: 7 });
    await person.say('/menu');
    expect((await stored())[0]).toEqual({ state: 'waiting', attempts: 1, sent: false });
    await person.say('/help');
    await later(6);
    expect(person.messages).toHaveLength(read);
    await later(1);
    const [first, second] = person.messages.slice(read);
    expect(person.messages).toHaveLength(read + 2);
    await person.say('/menu');
    expect(first?.text).toBe(person.last.text);
    expect(second?.text).not.toBe(person.last.text);
  });

  it('waits when the chat is closed, until somebody writes there again', async () => {
    person.chat.blocked = true;
    await person.say('/menu');
    await later(3600);
    expect(person.messages).toHaveLength(read);
    person.chat.blocked = false;
    await person.say('/help');
    expect(person.messages).toHaveLength(read + 2);
  });

  it('is noted as sent, and not sent again, when the database was in the way for a moment', async () => {
    const { query } = town.database;
    const refusals = ['40P01', '57P01', 'CONNECTION_CLOSED'];
    town.database.query = async (text, parameters) => {
      const code = text.includes('settle_mail') ? refusals.shift() : undefined;
      if (code !== undefined) throw Object.assign(new Error('refused'), { code });
      return query(text, parameters);
    };
    await person.say('/menu');
    town.database.query = query;
    expect((await stored())[0]).toEqual({ state: 'sent', attempts: 1, sent: true });
    await later(120);
    expect(person.messages).toHaveLength(read + 1);
    expect(town.logged.filter(({ event }) => event === 'dispatch.failed')).toEqual([]);
  });

  it('does not go to a phone that somebody has left', async () => {
    const id = town.account('person-1').id;
    const [before] = await town.rows<{ id: string }>('select id from identity where account_id = $1', [id]);
    const deps = { ...town.program.deps };
    let taken = false;
    // Between the reading and the writing of the turn another phone takes over.
    deps.database = {
      ...town.database,
      execute: (script) => town.database.execute(script),
      close: () => town.database.close(),
      async query(text, parameters) {
        if (text.includes('write_turn') && !taken) {
          taken = true;
          await town.rows('update identity set ended_at = now(), version = version + 1 where id = $1', [
            before?.id ?? '',
          ]);
        }
        return town.database.query(text, parameters);
      },
    };
    deps.writer = createTurnWriter(deps);
    const inbound = { channel: 'telegram', externalId: String(person.id), updateId: crypto.randomUUID() } as const;
    await takeTurn(deps, { ...inbound, content: { type: 'text', text: '/menu' } });
    await town.settle();
    // The turn is taken again, and the phone is answered as a stranger's.
    expect(person.messages).toHaveLength(read + 1);
    person.expectLast(textOf('zh-CN', 'joining:stranger'));
  });
});
