import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChoiceToken } from '../../src/channels/channel.ts';
import { locales } from '../../src/i18n/locale.ts';
import { labelsOf, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const words = '请带身份证来';
type UndeliveredKey = 'told' | 'resent' | 'gone' | 'none' | 'kind.request';

/** What was given up: the coordinator is told, sees for whom and of what kind, not what it said, and sends it again. */
describe.each(locales)('a message that could not be delivered, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let foreign: Phone;
  let training: Phone;
  let person: Phone;
  const text = (key: UndeliveredKey, parameters: Record<string, string> = {}) =>
    said(locale, `undelivered:${key}`, parameters);
  const told = (phone: Phone, count: number) =>
    phone.messages.filter((message) => message.text === text('told', { count: String(count) })).length;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    foreign = await town.joined('coordinator-hexi', locale);
    training = await town.joined('staff-human-resources');
    person = await town.joined('person-1');
    await person.choose('help');
    for (const action of ['group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'])
      await person.choose(action);
    await training.choose('claim');
  });
  afterAll(() => town.close());

  /** Telegram takes nothing for the person while `work` goes on. */
  async function withoutChat(work: () => Promise<void>): Promise<void> {
    const { chats } = town.telegram.bot;
    chats.delete(person.id);
    await work();
    chats.set(person.id, person.chat);
  }

  async function askPerson(): Promise<void> {
    await training.say('/menu');
    for (const action of ['queue', 'open', 'ask']) await training.choose(action);
    await training.say(words);
    await training.choose('confirm');
  }

  async function openList(phone: Phone): Promise<void> {
    await phone.say('/menu');
    for (const action of ['overdue', 'undelivered']) await phone.choose(action);
  }

  it('is told in one word for ten minutes, once, and to the coordinators of that area', async () => {
    town.setClock(at('2026-09-21 10:01'));
    await withoutChat(async () => {
      await askPerson();
      await askPerson();
    });
    await town.tickAt(at('2026-09-21 10:09'));
    expect(told(coordinator, 2)).toBe(0);
    town.setClock(at('2026-09-21 10:10'));
    await Promise.all(Array.from({ length: 5 }, () => town.tick()));
    await town.settle();
    expect(told(coordinator, 2)).toBe(1);
    expect(told(foreign, 2)).toBe(0);
    await town.tickAt(at('2026-09-21 10:30'));
    expect(told(coordinator, 2)).toBe(1);
  });

  it('is listed with whom, what kind and since when, and not with its words', async () => {
    await coordinator.choose('undelivered');
    const { name } = town.account('person-1');
    const [first = ''] = labelsOf(coordinator.last);
    expect(first).toContain(`${name} · ${text('kind.request')} · `);
    expect(first).toContain('10:01');
    expect(labelsOf(coordinator.last).filter((label) => label.includes(name))).toHaveLength(2);
    expect(coordinator.text).not.toContain(words);
    await foreign.say('/menu');
    await foreign.choose('overdue');
    expect(foreign.text).not.toContain(said(locale, 'overdue:open.undelivered', { count: '2' }));
  });

  it('is sent again with one tap, once, however often that is tapped', async () => {
    const before = person.messages.length;
    const { message, index } = await coordinator.find('resend');
    await Promise.all(Array.from({ length: 5 }, () => coordinator.tap(message, index)));
    const sent = person.messages.slice(before);
    expect(sent).toHaveLength(1);
    await person.choose('unfold');
    person.expectLast(words);
    coordinator.expectLast(text('gone'));
    expect(
      coordinator.messages.some((one) => one.text === text('resent', { name: town.account('person-1').name })),
    ).toBe(true);
    await openList(coordinator);
    await coordinator.choose('resend');
    await coordinator.choose('undelivered');
    coordinator.expectLast(text('none'));
    // The notice, which was opened in its own place, and the second message.
    expect(person.messages.slice(before)).toHaveLength(2);
  });

  it('that fails again is told again; nobody of another area can send it', async () => {
    town.setClock(at('2026-09-21 11:01'));
    await withoutChat(askPerson);
    await town.tickAt(at('2026-09-21 11:10'));
    expect(told(coordinator, 1)).toBe(1);
    await openList(coordinator);
    const as = (reference: string, call: string) =>
      town.rows<{ done: unknown }>(
        `select ${call} as done from (select set_config('guitu.actor', '${town.account(reference).id}', true) as actor) a where actor <> ''`,
      );
    const [row] = await town.rows<{ id: string }>("select id from outbox where state = 'dead'");
    expect(await as('coordinator-hexi', 'find_undelivered(null, 0)')).toEqual([{ done: [] }]);
    expect(await as('coordinator-hexi', `resend_message('${row?.id}', now())`)).toEqual([{ done: 0 }]);
    expect(await as('coordinator-jianshe', 'find_undelivered(null, 0)')).toMatchObject([{ done: [{ id: row?.id }] }]);
    await withoutChat(() => coordinator.choose('resend').then(() => undefined));
    await town.tickAt(at('2026-09-21 11:20'));
    expect(told(coordinator, 1)).toBe(2);
  });

  // It reaches into the database object of the process that takes the turn.
  it.skipIf(isOnWorker())('that a colleague has just sent again is not sent twice', async () => {
    const { query } = town.database;
    const [row] = await town.rows<{ id: string }>("select id from outbox where state = 'dead'");
    await openList(coordinator);
    town.database.query = async (statement, parameters) => {
      if (statement.startsWith('select write_turns')) {
        town.database.query = query;
        await town.rows("update outbox set state = 'sent' where id = $1", [row?.id ?? '']);
      }
      return query(statement, parameters);
    };
    const before = person.messages.length;
    await coordinator.choose('resend');
    coordinator.expectLast(text('gone'));
    expect(person.messages).toHaveLength(before);
    await town.rows("update outbox set state = 'dead' where id = $1", [row?.id ?? '']);
  });

  it('goes at once, without waiting for the next look', async () => {
    await openList(coordinator);
    const { message, index } = await coordinator.find('resend');
    const before = person.messages.length;
    await town.program.receive({
      channel: 'telegram',
      externalId: String(coordinator.id),
      updateId: 'at once',
      content: readChoiceToken(message.choices[index]?.data ?? ''),
    });
    await town.program.dispatcher.idle();
    expect(person.messages).toHaveLength(before + 1);
  });

  it('waits for the morning to be told, and says why', async () => {
    town.setClock(at('2026-09-21 21:01'));
    const update = town.telegram.textUpdate(person.id, '/menu', { languageCode: 'zh-hans' });
    await withoutChat(() => town.post(update).then(() => undefined));
    const before = coordinator.messages.length;
    await town.tickAt(at('2026-09-21 21:10'));
    expect(coordinator.messages).toHaveLength(before);
    await town.tickAt(at('2026-09-22 08:00'));
    expect(told(coordinator, 1)).toBe(3);
    await coordinator.say('/why');
    coordinator.expectLast(said(locale, 'why:deadLetters'));
  });
});

/** A chat that closes: not the person's fault, a call to make. */
describe('a chat that is closed to us', () => {
  let town: Town;
  let helper: Phone;
  let station: Phone;
  let coordinator: Phone;
  let training: Phone;
  let person: Phone;
  const name = () => town.account('person-1').name;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe');
    station = await town.joined('staff-jianshe-station');
    helper = await town.joined('helper-1');
    training = await town.joined('staff-human-resources');
    person = await town.joined('person-1');
    await person.choose('help');
    for (const action of ['group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'])
      await person.choose(action);
  });
  afterAll(() => town.close());

  const tasks = () =>
    town.rows<{ state: string; closed_by: string | null }>(
      "select state, closed_by from task where slot like 'closed:%' order by created_at, id",
    );

  it('becomes a call for the helper, on the list of the morning, once', async () => {
    person.chat.blocked = true;
    await training.choose('claim');
    const [before] = await town.rows('select 1 from identity where unreachable_at is not null');
    expect(before).toBeDefined();
    await Promise.all(Array.from({ length: 5 }, () => town.tick()));
    await town.settle();
    expect(await tasks()).toEqual([{ state: 'open', closed_by: null }]);
    expect(station.text).not.toContain(name());
    await town.tickAt(at('2026-09-22 08:30'));
    helper.expectLast(`打电话给${name()}`);
    await town.tickAt(at('2026-09-22 12:00'));
    expect(await tasks()).toHaveLength(1);
  });

  it('is nobody’s call any more once it is open again, and brings what waited', async () => {
    person.chat.blocked = false;
    const before = person.messages.length;
    await person.say('/start');
    expect(person.messages.length).toBeGreaterThan(before + 1);
    expect(await tasks()).toEqual([{ state: 'done', closed_by: town.account('person-1').id }]);
  });

  it('is noticed when Telegram tells of it, too; and not when it opened before anybody looked', async () => {
    await town.post(town.telegram.blockedUpdate(person.id));
    await town.post(town.telegram.unblockedUpdate(person.id));
    await town.tickAt(at('2026-09-22 13:00'));
    expect(await tasks()).toHaveLength(1);
    await town.post(town.telegram.blockedUpdate(person.id));
    await town.tickAt(at('2026-09-22 13:01'));
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'open']);
    await town.post(town.telegram.unblockedUpdate(person.id));
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  it('is the station’s call where nobody helps', async () => {
    await town.rows(
      "update team_member set state = 'ended', until = now() where person_id = (select id from person where account_id = $1)",
      [town.account('person-1').id],
    );
    await town.post(town.telegram.blockedUpdate(person.id));
    await town.tickAt(at('2026-09-22 14:00'));
    station.expectLast(`${name()}的聊天收不到消息了`);
    await station.choose('calls');
    await station.choose('call');
    station.expectLast(`请给${name()}打电话：0000-5550158`);
    await station.choose('calledReached');
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    await town.post(town.telegram.unblockedUpdate(person.id));
  });

  it('is nobody’s call when the person did not want to be contacted', async () => {
    await town.rows("update person set state = 'declined' where account_id = $1", [town.account('person-1').id]);
    await town.post(town.telegram.blockedUpdate(person.id));
    await town.tickAt(at('2026-09-22 15:00'));
    expect(await tasks()).toHaveLength(3);
  });

  it('of somebody who works here is told to the coordinators', async () => {
    await town.post(town.telegram.blockedUpdate(helper.id));
    await town.tickAt(at('2026-09-22 15:01'));
    coordinator.expectLast(`${town.account('helper-1').name}的聊天收不到消息了`);
  });

  it('leaves no error behind', () => {
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
