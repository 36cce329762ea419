import { beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** Arrived on Monday 21 September 2026; the first check-in is open from Wednesday 21 to Friday 23 October. */
describe.each(locales)('the periodic check-in, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    person = await town.joined('person-2', locale);
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeeds']) await person.choose(action);
    // The first visit has taken place, so that nothing but the check-in is due.
    await town.rows("update visit set state = 'done'");
    return () => town.close();
  });

  const checkIns = () =>
    town.rows<object>(
      'select state, feeling, call_me, opens_on::text as opens, due_on::text as due from check_in order by opens_on',
    );
  const tasks = () => town.rows<object>("select kind, slot, state from task where kind = 'checkIn' order by slot");
  const next = async () =>
    (
      await town.rows<{ on: string }>(
        'select next_check_in_on::text as on from person where next_check_in_on is not null',
      )
    )[0]?.on;

  async function choose(...actions: string[]): Promise<void> {
    for (const action of actions) await person.choose(action);
  }

  it('opens on its day, folded, in the daytime, and once', async () => {
    const before = person.messages.length;
    await town.tickAt(at('2026-10-20 10:00'));
    await town.tickAt(at('2026-10-21 07:00'));
    expect(person.messages.length).toBe(before);
    for (const hour of ['09:00', '09:10', '15:00']) await town.tickAt(at(`2026-10-21 ${hour}`));
    expect(person.messages.length).toBe(before + 1);
    expect(person.last.text).not.toContain('林小满');
    await person.choose('unfold');
    person.expectLast(text('checkIn:ask', { name: '林小满' }));
    person.expectLast('[0 ');
    expect(await checkIns()).toEqual([
      { state: 'open', feeling: null, call_me: false, opens: '2026-10-21', due: '2026-10-23' },
    ]);
    expect(await next()).toBe('2026-11-21');
  });

  it('is answered in three taps: how it goes, what is needed, a call', async () => {
    await town.tickAt(at('2026-10-21 10:00'));
    await choose('unfold', 'feel:soSo');
    person.expectLast(text('checkIn:needs'));
    await choose('myNeed:money', 'myNeed:illness', 'myNeed:illness');
    person.expectLast(`✓ ${text('visits:need.money')}`);
    await choose('myNeeds');
    await person.say(locale === 'en' ? 'yes' : '好');
    person.expectLast(text('checkIn:callComes'));
    await person.find('kind:allowance');
    await person.find('tellTrigger');
    expect(await checkIns()).toEqual([
      { state: 'done', feeling: 'soSo', call_me: true, opens: '2026-10-21', due: '2026-10-23' },
    ]);
    expect(await town.rows('select kind from need')).toEqual([{ kind: 'money' }]);
    expect(helper.last.text).toContain('0000-5550159');
    expect(await tasks()).toMatchObject([{ kind: 'checkIn', slot: expect.stringMatching(/^callMe:/), state: 'open' }]);
    await town.tickAt(at('2026-10-26 10:00'));
    expect(await tasks()).toHaveLength(1);
  });

  it('is nudged about once, on the last day', async () => {
    await town.tickAt(at('2026-10-21 10:00'));
    const before = person.messages.length;
    await town.tickAt(at('2026-10-22 10:00'));
    expect(person.messages.length).toBe(before);
    for (const hour of ['08:30', '10:00', '16:00']) await town.tickAt(at(`2026-10-23 ${hour}`));
    expect(person.messages.length).toBe(before + 1);
    await person.choose('unfold');
    person.expectLast(text('checkIn:nudge', { name: '林小满' }));
    await choose('unfold', 'feel:well', 'myNeeds', 'callMeNo');
    expect(await checkIns()).toMatchObject([{ state: 'done', feeling: 'well' }]);
    await town.tickAt(at('2026-10-24 00:10'));
    expect(await tasks()).toEqual([]);
  });

  it('that nobody answers makes a friendly task for the helper, and nothing on the person', async () => {
    for (const day of ['21', '22', '23']) await town.tickAt(at(`2026-10-${day} 10:00`));
    const before = person.messages.length;
    const [file] = await town.rows<object>(
      'select to_jsonb(p) - $1::text as row from person p where p.next_check_in_on is not null',
      ['version'],
    );
    await town.tickAt(at('2026-10-26 10:00'));
    expect(await checkIns()).toMatchObject([{ state: 'missed' }]);
    expect(await tasks()).toEqual([{ kind: 'checkIn', slot: '2026-10-21', state: 'open' }]);
    expect(helper.text).toContain('林小满');
    expect(person.messages.length).toBe(before);
    expect(
      await town.rows('select to_jsonb(p) - $1::text as row from person p where p.next_check_in_on is not null', [
        'version',
      ]),
    ).toEqual([file]);
  });

  it('leaves no task once the person is heard from, but who asked for a call still gets it', async () => {
    for (const day of ['21', '24']) await town.tickAt(at(`2026-10-${day} 10:00`));
    await person.say('/menu');
    await choose('checkIn', 'feel:well', 'myNeeds', 'callMeYes');
    expect(await tasks()).toMatchObject([{ state: 'done' }, { state: 'open' }]);
    await helper.choose('helpedPerson');
    await helper.choose('logContact');
    for (const action of ['how:phone', 'met', 'needsSeen']) await helper.choose(action);
    expect(await tasks()).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  });

  it('is not asked for, not missed and makes no task while reminders are paused', async () => {
    await person.say('/menu');
    await choose('myHelpers', 'pauseReminders');
    person.expectLast(text('helpers:paused'));
    const before = person.messages.length;
    for (const day of ['21', '23', '26']) await town.tickAt(at(`2026-10-${day} 10:00`));
    expect(person.messages.length).toBe(before);
    expect(await checkIns()).toMatchObject([{ state: 'paused' }]);
    expect(await tasks()).toEqual([]);
    await choose('myHelpers', 'resumeReminders');
    await town.tickAt(at('2026-11-21 10:00'));
    await person.choose('unfold');
    person.expectLast(text('checkIn:ask', { name: '林小满' }));
  });

  it('is not missed either when the reminders were paused while it was open', async () => {
    await town.tickAt(at('2026-10-21 10:00'));
    await person.say('/menu');
    await choose('myHelpers', 'pauseReminders');
    for (const day of ['23', '24']) await town.tickAt(at(`2026-10-${day} 10:00`));
    expect(await checkIns()).toMatchObject([{ state: 'paused' }]);
    expect(await tasks()).toEqual([]);
  });

  it('may come from the menu before it is due, and then counts for the next one, once', async () => {
    for (let count = 0; count < 2; count += 1) {
      await person.say('/menu');
      await choose('checkIn', 'feel:hard', 'myNeeds', 'callMeNo');
      person.expectLast('12356');
    }
    expect(await next()).toBe('2026-11-21');
    const before = person.messages.length;
    await town.tickAt(at('2026-10-21 10:00'));
    expect(person.messages.length).toBe(before);
    expect(await tasks()).toEqual([]);
  });

  it('that the clock comes to late still leaves its three days', async () => {
    await town.tickAt(at('2026-10-29 10:00'));
    expect(await checkIns()).toMatchObject([{ state: 'open', opens: '2026-10-21', due: '2026-10-31' }]);
    expect(await next()).toBe('2026-11-21');
  });

  it('keeps a need for half a year from when it was last said', async () => {
    const say = async () => {
      await person.say('/menu');
      await choose('checkIn', 'feel:well', 'myNeed:money', 'myNeeds', 'callMeNo');
    };
    await say();
    town.setClock(at('2026-12-01 10:00'));
    await say();
    expect(await town.rows('select kind, ends_on::text as ends from need where ended_at is null')).toEqual([
      { kind: 'money', ends: '2027-06-01' },
    ]);
    expect(await town.rows('select kind from need')).toHaveLength(2);
  });

  it('leaves the way back and the human open at every question', async () => {
    await person.say('/menu');
    await choose('checkIn', 'feel:hard', 'myNeed:noWork', 'myNeeds');
    await person.say('9');
    person.expectLast(`✓ ${text('visits:need.noWork')}`);
    await person.say('9');
    await person.find('feel:hard');
    await person.say('0');
    person.expectLast('0000-5550121');
    expect(await checkIns()).toEqual([]);
  });

  it('lets the person ask for somebody to come: their choice, once', async () => {
    await person.say('/menu');
    await choose('myHelpers', 'tellTrigger', 'ownTrigger:family', 'ownTriggerDays');
    person.expectLast(locale === 'en' ? 'September 24' : '9月24日');
    helper.expectLast('林小满');
    await choose('myHelpers', 'tellTrigger', 'ownTrigger:family', 'ownTriggerDays');
    expect(await town.rows("select kind, due_on::text as due from visit where state = 'due'")).toEqual([
      { kind: 'must', due: '2026-09-24' },
    ]);
    await choose('myHelpers');
    person.expectLast(text('helpers:triggerOwn', { trigger: text('reports:trigger.family') }));
  });

  it('promises nobody for today when the office is closed', async () => {
    town.setClock(at('2026-09-21 22:00'));
    await person.say('/menu');
    await choose('myHelpers', 'tellTrigger', 'ownTrigger:hardship', 'ownTriggerToday');
    person.expectLast(text('helpers:comesLater'));
    person.expectLast('0000-5550121');
    expect(helper.text).toContain(text('reports:trigger.hardship'));
  });
});
