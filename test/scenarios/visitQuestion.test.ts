import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** Arrived on Monday 21 September, so somebody should look in by Monday 28 September: the 25th is a holiday, so the question goes out on the 23rd. */
describe.each(locales)('the question before a visit, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);
  const day = locale === 'en' ? 'September 28' : '9月28日';

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-2', locale);
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeeds']) await person.choose(action);
    return () => town.close();
  });

  async function asked(): Promise<void> {
    await town.tickAt(at('2026-09-24 10:00'));
    await person.choose('unfold');
    person.expectLast('刘青禾');
    person.expectLast(day);
  }

  const visit = async () =>
    (await town.rows<object>("select answer, meet_on::text as meet from visit where state = 'due'"))[0];

  it('goes out two working days before, folded, once, and with a human at 0', async () => {
    const before = person.messages.length;
    await town.tickAt(at('2026-09-22 16:00'));
    await town.tickAt(at('2026-09-23 08:30'));
    expect(person.messages.length).toBe(before);
    await town.tickAt(at('2026-09-23 10:00'));
    expect(person.messages.length).toBe(before + 1);
    expect(person.last.text).not.toContain('刘青禾');
    await town.tickAt(at('2026-09-23 16:00'));
    await town.tickAt(at('2026-09-28 10:00'));
    expect(person.messages.length).toBe(before + 1);
    await person.choose('unfold');
    person.expectLast('[0 ');
  });

  it('is answered with yes by a tap: the day is agreed, and the helper knows', async () => {
    await asked();
    await person.choose('visitAnswer:yes');
    person.expectLast(day);
    expect(await visit()).toEqual({ answer: 'yes', meet: '2026-09-28' });
    helper.expectLast(text('visitAnswer:yesTold', { name: '林小满', date: day }));
  });

  it.each(locale === 'en' ? ['yes', 'OK.', 'sure'] : ['好', '好的。', '方便'])('and by typing %s', async (word) => {
    await asked();
    await person.say(word);
    expect(await visit()).toEqual({ answer: 'yes', meet: '2026-09-28' });
  });

  it('is moved to another day, by a tap or in words', async () => {
    await asked();
    await person.say(locale === 'en' ? 'change' : '改');
    person.expectLast(text('visitAnswer:which'));
    expect((await visit()) as { answer: string }).toMatchObject({ answer: 'change' });
    await person.say(locale === 'en' ? 'when it rains' : '下雨的时候');
    person.expectLast(text('visitAnswer:dayNotUnderstood').slice(0, 8));
    await person.choose('visitOn:2026-09-29');
    expect(await visit()).toEqual({ answer: 'yes', meet: '2026-09-29' });
    helper.expectLast(locale === 'en' ? 'September 29' : '9月29日');
  });

  it('takes a day that is written', async () => {
    await asked();
    await person.choose('visitAnswer:change');
    await person.say(locale === 'en' ? 'October 9' : '10月9日');
    expect(await visit()).toEqual({ answer: 'yes', meet: '2026-10-09' });
  });

  it('may end with somebody else: the station sees to it, and nobody says why', async () => {
    await asked();
    await person.say(locale === 'en' ? 'somebody else' : '换人');
    person.expectLast(text('visitAnswer:swapped'));
    expect(await visit()).toEqual({ answer: 'swap', meet: null });
    coordinator.expectLast('林小满');
    expect(helper.text).not.toContain(text('introductions:declinedToCoordinator', { name: '', helper: '' }).slice(-6));
  });
});

describe('a typed yes', () => {
  let town: Town;
  let person: Phone;

  beforeEach(async () => {
    town = await Town.open();
    await town.joined('helper-1');
    person = await town.joined('person-2');
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeeds']) await person.choose(action);
  });
  afterEach(() => town.close());

  const answers = () => town.rows("select answer from visit where state = 'due' and answer is not null");

  it('answers the form that stands, not the question that came meanwhile', async () => {
    for (const action of ['help', 'group:work', 'kind:training', 'firstOption', 'firstOption'])
      await (action === 'help' ? person.say('/menu').then(() => person.choose(action)) : person.choose(action));
    await town.tickAt(at('2026-09-24 10:00'));
    await person.say('可以');
    expect(await town.rows('select id from referral')).toHaveLength(1);
    expect(await answers()).toEqual([]);
  });

  it('answers no notice that was never opened, and nothing once something newer was shown', async () => {
    await town.tickAt(at('2026-09-24 10:00'));
    await person.say('好');
    expect(await answers()).toEqual([]);
    await person.choose('unfold');
    await person.say('/menu');
    await person.say('好');
    expect(await answers()).toEqual([]);
  });

  it('is not asked for while reminders are paused, nor of a visit that somebody arranged', async () => {
    await town.rows("update visit set asked_at = now() where state = 'due'");
    const before = person.messages.length;
    await town.tickAt(at('2026-09-24 10:00'));
    await town.rows("update visit set asked_at = null where state = 'due'");
    await person.say('/menu');
    await person.choose('myHelpers');
    await person.choose('pauseReminders');
    const paused = person.messages.length;
    await town.tickAt(at('2026-09-25 10:00'));
    expect(person.messages.length).toBe(paused);
    expect(paused).toBe(before + 3);
  });

  it('of an old question says that the visit has taken place', async () => {
    await town.tickAt(at('2026-09-24 10:00'));
    await person.choose('unfold');
    await town.rows("update visit set state = 'done'");
    await person.choose('visitAnswer:yes');
    person.expectLast(said('zh-CN', 'visitAnswer:over'));
  });
});
