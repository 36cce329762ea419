import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Who is expected, who did not come, and whose paper was seen; by the coordinator's hand where there is no phone. */
describe.each(locales)('the list of arrivals, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let person: Phone;
  const nameOf = (reference: string) => town.account(reference).name;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-1', locale);
    await town.rows(
      "update arrival set due_on = '2026-09-23' where person_id = (select id from person where account_id = $1)",
      [town.account('person-1').id],
    );
  });
  afterAll(() => town.close());

  const item = (reference: string, state: 'expected' | 'late' | 'paper', date: string) =>
    said(locale, `arrivals:item.${state}`, { name: nameOf(reference), date });
  const day = (number: number) => (locale === 'en' ? `September ${number}` : `9月${number}日`);
  const arrivalOf = async (reference: string) =>
    (
      await town.rows<{ reported: string | null; seen: string | null; by: string | null; told: string | null }>(
        'select r.reported_at as reported, r.paper_seen_at as seen, r.paper_seen_by as by, r.late_told_at as told from arrival r join person p on p.id = r.person_id where p.account_id = $1',
        [town.account(reference).id],
      )
    )[0];

  it('has everybody of the station who is expected, and nobody else', async () => {
    await coordinator.choose('arrivals');
    coordinator.expectLast(item('person-1', 'expected', day(23)));
    coordinator.expectLast(item('person-2', 'expected', day(28)));
    expect(coordinator.text).not.toContain(nameOf('person-5'));
  });

  it('says who did not come, and the coordinators are told the day after, once', async () => {
    const before = coordinator.messages.length;
    await town.tickAt(new Date('2026-09-23T06:00:00Z'));
    expect(coordinator.messages).toHaveLength(before);
    await town.tickAt(new Date('2026-09-23T23:30:00Z'));
    expect(coordinator.messages).toHaveLength(before);
    const late = said(locale, 'arrivals:late', { name: nameOf('person-1'), date: day(23) });
    const told = () => coordinator.messages.filter(({ text }) => text.includes(late)).length;
    await town.tickAt(new Date('2026-09-24T01:00:00Z'));
    expect(told()).toBe(1);
    await town.tickAt(new Date('2026-09-25T01:00:00Z'));
    expect(told()).toBe(1);
    expect((await arrivalOf('person-1'))?.told).not.toBeNull();
    await coordinator.say('/menu');
    await coordinator.choose('arrivals');
    coordinator.expectLast(item('person-1', 'late', day(23)));
    // Nothing of it reaches the person's own record or phone.
    expect(person.messages.some(({ text }) => text.includes(late))).toBe(false);
  });

  it('lets who came to the window arrive without the bot: the first visit is planned, and the person is told', async () => {
    await tapLabel(coordinator, item('person-1', 'late', day(23)));
    await coordinator.choose('cameInPerson');
    coordinator.expectLast(said(locale, 'arrivals:noted'));
    const [row] = await town.rows<{ due: string; next: string }>(
      "select v.due_on::text as due, p.next_check_in_on::text as next from person p join visit v on v.person_id = p.id and v.state = 'due' where p.account_id = $1",
      [town.account('person-1').id],
    );
    // Seven days on falls into the National Day holiday.
    expect(row).toEqual({ due: '2026-10-08', next: '2026-10-25' });
    await person.choose('unfold');
    person.expectLast(/\d{3}-\d{3}-\d{3}/);
    person.expectLast(nameOf('person-1'));
    expect(person.text).not.toMatch(/[罪犯刑]|帮教/);
  });

  it('ticks the paper that was seen, by whom, and the person leaves the list', async () => {
    await coordinator.say('/menu');
    await coordinator.choose('arrivals');
    await tapLabel(coordinator, item('person-1', 'paper', day(23)));
    await coordinator.choose('paperSeen');
    coordinator.expectLast(said(locale, 'arrivals:ticked'));
    const arrival = await arrivalOf('person-1');
    expect(arrival?.seen).not.toBeNull();
    expect(arrival?.by).toBe(town.account('coordinator-jianshe').id);
    person.expectLast(said(locale, 'arrivals:paperSeenTold'));
    // Again, it changes nothing.
    const { message, index } = await coordinator.find('paperSeen');
    const told = person.messages.length;
    await coordinator.tap(message, index);
    expect(person.messages).toHaveLength(told);
    await coordinator.say('/menu');
    await coordinator.choose('arrivals');
    expect(coordinator.text).not.toContain(nameOf('person-1'));
  });

  it('is not shown to helpers, and the office has no names of it', async () => {
    const helper = await town.joined('helper-1', locale);
    const office = await town.joined('office', locale);
    for (const phone of [helper, office]) await expect(phone.find('arrivals')).rejects.toThrow();
    await office.choose('areaCounts');
    for (const { name } of town.accounts) expect(office.text).not.toContain(name);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
