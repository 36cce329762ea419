/** Sending after the commit: what is written once arrives, in order, whatever the platform does meanwhile. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';

describe('sending', () => {
  let town: Town;
  /** Whoever writes: each word goes to the station's chat. */
  let person: Phone;
  let station: Phone;
  let read: number;

  beforeAll(async () => {
    town = await Town.open({ timeoutSeconds: 0.3 });
    station = await town.joined('staff-jianshe-station');
    person = await town.joined('person-1');
    await person.choose('human');
    await person.say('起头');
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    await later(1000);
    read = station.messages.length;
  });

  /** Time passes, and what is due then is sent. */
  async function later(seconds: number): Promise<void> {
    town.setClock(new Date(town.now.getTime() + seconds * 1000));
    await town.settle();
  }

  /** The words that arrived at the station since the test began. */
  function arrived(): string[] {
    return station.messages.slice(read).map(({ text }) => /(?:附言：)(.*)/.exec(text)?.[1] ?? text);
  }

  function attempts(): number {
    return town.telegram.calls.filter(
      ({ method, payload }) => method === 'sendMessage' && Number(payload.chat_id) === station.id,
    ).length;
  }

  function failing(fault: Parameters<typeof town.telegram.failNext>[0]['fault'], times = 1, retryAfter?: number): void {
    town.telegram.failNext({
      fault,
      method: 'sendMessage',
      chat: station.id,
      times,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }

  const newest = async () =>
    (
      await town.rows<{ state: string; error: string | null; attempts: number; wait: number }>(
        'select state, error, attempts, round(extract(epoch from due_at - created_at) * 1000)::integer as wait from outbox where account_id = $1 and not screen order by seq desc limit 1',
        [town.account('staff-jianshe-station').id],
      )
    )[0];

  it('keeps the order in a chat', async () => {
    for (const word of ['一', '二', '三', '四']) await person.say(word);
    expect(arrived()).toEqual(['一', '二', '三', '四']);
  });

  it('obeys a 429: no attempt earlier, order kept, and other chats go on', async () => {
    failing(429, 1, 7);
    await person.say('一');
    const tried = attempts();
    for (const word of ['二', '三']) {
      await person.say(word);
      person.expectLast('已转给');
    }
    await later(6.9);
    expect(attempts()).toBe(tried);
    expect(arrived()).toEqual([]);
    await later(0.1);
    expect(arrived()).toEqual(['一', '二', '三']);
  });

  it.each([
    { fault: 500, takesEffect: false },
    { fault: 'reset', takesEffect: false },
    { fault: 'timeout', takesEffect: false },
    { fault: 'truncated', takesEffect: true },
    { fault: 'acceptedButLost', takesEffect: true },
  ] as const)('tries again after $fault, and what follows waits for it', async ({ fault, takesEffect }) => {
    failing(fault);
    await person.say('一');
    await person.say('二');
    // The platform has no key to tell a message sent twice, and twice is better than never.
    expect(arrived()).toEqual(takesEffect ? ['一'] : []);
    await later(1);
    expect(arrived()).toEqual(takesEffect ? ['一', '一', '二'] : ['一', '二']);
  });

  it('waits longer each time, and gives a message up before it holds up the others for ever', async () => {
    const tried = attempts();
    failing(500, 12);
    await person.say('一');
    const waits: number[] = [];
    for (let count = 1; count < 12; count += 1) {
      waits.push((await newest())?.wait ?? 0);
      await later(900);
    }
    // Each wait is drawn from the upper half of 1, 2, 4 … seconds, and of at most 15 minutes.
    const sinceCreation = (index: number) => index * 900_000;
    for (const [index, wait] of waits.entries()) {
      const longest = Math.min(900, 2 ** index) * 1000;
      expect(wait - sinceCreation(index)).toBeGreaterThanOrEqual(longest / 2);
      expect(wait - sinceCreation(index)).toBeLessThanOrEqual(longest);
    }
    expect(await newest()).toMatchObject({ state: 'dead', error: 'http500', attempts: 12 });
    expect(attempts() - tried).toBe(12);
    await person.say('二');
    expect(arrived()).toEqual(['二']);
  });

  it('gives up at once what the platform will never take, and goes on', async () => {
    const { chats } = town.telegram.bot;
    chats.delete(station.id);
    await person.say('一');
    expect(await newest()).toMatchObject({ state: 'dead', error: 'http400', attempts: 1 });
    chats.set(station.id, station.chat);
    await person.say('二');
    expect(arrived()).toEqual(['二']);
  });

  it.each(['/start', '在的'])('brings what waited, in order, when a chat that had closed says %s', async (greeting) => {
    station.chat.blocked = true;
    for (const word of ['一', '二', '三']) await person.say(word);
    const [closed] = await town.rows<{ unreachable: boolean }>(
      'select unreachable_at is not null as unreachable from identity where external_id = $1',
      [String(station.id)],
    );
    expect(closed?.unreachable).toBe(true);
    const tried = attempts();
    await later(3600);
    expect(attempts()).toBe(tried);
    station.chat.blocked = false;
    await station.say(greeting);
    expect(arrived().slice(0, 3)).toEqual(['一', '二', '三']);
    expect(arrived()).toHaveLength(4);
  });

  it('brings what waited when the block is lifted, before a word is said', async () => {
    await town.post(town.telegram.blockedUpdate(station.id));
    await person.say('一');
    expect(arrived()).toEqual([]);
    await town.post(town.telegram.unblockedUpdate(station.id));
    expect(arrived()).toEqual(['一']);
  });

  it('repeats what a killed dispatcher held, once its lease has run out', async () => {
    failing(429, 1, 5);
    await person.say('一');
    town.setClock(new Date(town.now.getTime() + 5000));
    const leased = await town.database.query('select lease_mail($1, 50, 60, $2)', ['killed', town.now.toISOString()]);
    expect(leased).toHaveLength(1);
    await later(59);
    expect(arrived()).toEqual([]);
    await later(1);
    expect(arrived()).toEqual(['一']);
  });

  it('gives a chat back at once where nothing is left to send after all', async () => {
    const chat = '(select id from identity where external_id = $1)';
    const id = String(person.id);
    // As a look sees it that began before somebody else settled the chat.
    await town.rows(
      `insert into mailbox (identity_id, channel, urgent, send_at) select ${chat}, 'telegram', false, now() - interval '10 years'
        on conflict (identity_id) do update set send_at = excluded.send_at`,
      [id],
    );
    expect(await town.database.query('select lease_mail($1, 50, 60, $2)', ['late', town.now.toISOString()])).toEqual(
      [],
    );
    const [left] = await town.rows(
      `select d.lease_by, m.send_at from dialogue d join mailbox m on m.identity_id = d.identity_id where d.identity_id = ${chat}`,
      [id],
    );
    expect(left).toEqual({ lease_by: null, send_at: null });
  });

  it('leases what is urgent first', async () => {
    const other = await town.joined('staff-hexi-station');
    failing(429, 1, 5);
    town.telegram.failNext({ fault: 429, method: 'sendMessage', chat: other.id, retryAfter: 6 });
    await person.say('一');
    await other.say('/menu');
    town.setClock(new Date(town.now.getTime() + 10_000));
    await town.rows(
      'update mailbox set urgent = true where identity_id = (select id from identity where external_id = $1)',
      [String(other.id)],
    );
    const [first] = await town.database.query<{ mail: { externalId: string } }>(
      'select lease_mail($1, 1, 60, $2) as mail',
      ['slow', town.now.toISOString()],
    );
    expect(first?.mail.externalId).toBe(String(other.id));
    await later(60);
    expect(arrived()).toEqual(['一']);
  });

  it('drops what its reader may no longer see', async () => {
    failing(429, 1, 5);
    await person.say('一');
    const mine = "account_id = $1 and role = 'staff'";
    const id = town.account('staff-jianshe-station').id;
    await town.rows(`update membership set state = 'ended' where ${mine}`, [id]);
    await later(5);
    await town.rows(`update membership set state = 'approved' where ${mine}`, [id]);
    await later(5);
    expect(arrived()).toEqual([]);
    expect(await newest()).toMatchObject({ state: 'dropped', error: 'notPermitted' });
  });

  it('takes what waited along to a new phone, and nothing more goes to the old one', async () => {
    failing(429, 1, 600);
    await person.say('一');
    const coordinator = await town.joined('coordinator-jianshe');
    const id = town.account('staff-jianshe-station').id;
    await town.rows('update enrolment set used_at = null where account_id = $1', [id]);
    const phone = town.stranger();
    await phone.say(`/start ${linkCodeOf(town.account('staff-jianshe-station'))}`);
    expect(phone.messages.map(({ text }) => text).join('\n')).toContain('附言：一');
    await person.say('二');
    phone.expectLast('附言：二');
    coordinator.expectLast('附言：二');
    expect(arrived()).toEqual([]);
    const [left] = await town.rows<{ send_at: string | null }>(
      'select send_at from mailbox join identity i on i.id = identity_id where i.external_id = $1',
      [String(station.id)],
    );
    expect(left?.send_at).toBeNull();
  });
});
