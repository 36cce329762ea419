import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

const names = ['person-1', 'person-2', 'person-3'] as const;

/** What is past its day, by helper and by department: one tap to nudge, to put somebody else there, or to call. */
describe.each(locales)('what is overdue, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let helper: Phone;
  let staff: Phone;
  const nameOf = (reference: string) => town.account(reference).name;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    helper = await town.joined('helper-1', locale);
    staff = await town.joined('staff-human-resources', locale);
    for (const reference of names) await due(reference, 'regular', '2026-09-10');
    await due('person-5', 'regular', '2026-09-10');
    await due('person-2', 'must', '2026-09-17');
  });
  afterAll(() => town.close());

  /** A visit that should have been by that day. */
  async function due(reference: string, kind: 'regular' | 'must', day: string): Promise<void> {
    await town.rows(
      `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
       select gen_random_uuid(), id, $2, $3::text, false, $3::text::date, $3::text::date, false, 'due', now() from person where account_id = $1`,
      [town.account(reference).id, kind, day],
    );
  }

  const open = (name: 'byHelper' | 'requests' | 'swaps' | 'calls', count: number) =>
    said(locale, `overdue:open.${name}`, { count: String(count) });

  async function openOverdue(): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('overdue');
  }

  it('is counted, and listed by helper', async () => {
    await openOverdue();
    // Two of one helper, one of both, one must-visit; nothing of the other street.
    coordinator.expectLast(open('byHelper', 4));
    await coordinator.choose('lateHelpers');
    expect(labelsOf(coordinator.last).slice(0, 2)).toEqual([
      said(locale, 'overdue:helper', { name: nameOf('helper-1'), count: '3' }),
      said(locale, 'overdue:helper', { name: nameOf('helper-2'), count: '2' }),
    ]);
    expect(coordinator.text).not.toContain(nameOf('helper-3'));
    await coordinator.choose('lateOf');
    coordinator.expectLast(nameOf('person-1'));
    coordinator.expectLast('0000-5550151');
    expect(coordinator.text).not.toContain(nameOf('person-3'));
  });

  it('reaches the helper with one tap, once a day', async () => {
    const nudge = said(locale, 'overdue:helperNudge', { count: '3' });
    const nudged = () => helper.messages.filter(({ text }) => text === nudge).length;
    await coordinator.choose('nudgeHelper');
    coordinator.expectLast(said(locale, 'overdue:nudged', { name: nameOf('helper-1') }));
    expect(nudged()).toBe(1);
    const { message, index } = await coordinator.find('nudgeHelper');
    await coordinator.tap(message, index);
    coordinator.expectLast(said(locale, 'overdue:nudgedToday'));
    expect(nudged()).toBe(1);
    const [row] = await town.rows<{ rule: string }>(
      'select rule from outbox where rule is not null and account_id = $1',
      [town.account('helper-1').id],
    );
    expect(row?.rule).toBe('nudged');
    town.setClock(new Date('2026-09-22T02:00:00Z'));
    await coordinator.tap(message, index);
    expect(nudged()).toBe(2);
  });

  it('says whom to call, and puts somebody else in a helper’s place', async () => {
    await openOverdue();
    await coordinator.choose('lateHelpers');
    await coordinator.choose('lateOf');
    const date = locale === 'en' ? 'September 17' : '9月17日';
    await tapLabel(coordinator, said(locale, 'visits:item.overdue', { name: nameOf('person-2'), date }));
    for (const shown of [nameOf('person-2'), '0000-5550159', '0000-5550151', nameOf('helper-1')])
      coordinator.expectLast(shown);
    await coordinator.choose('reassign');
    await tapLabel(coordinator, said(locale, 'teams:helper', { name: nameOf('helper-2'), count: '2' }));
    const team = await town.rows<{ account: string }>(
      'select t.account_id as account from team_member t join person p on p.id = t.person_id where p.account_id = $1 and t.until is null',
      [town.account('person-2').id],
    );
    expect(team.map(({ account }) => account)).toEqual([town.account('helper-2').id]);
    const before = helper.messages.length;
    await helper.choose('dueVisits');
    expect(helper.messages.length).toBeGreaterThan(before);
    expect(helper.text).not.toContain(nameOf('person-2'));
  });

  it('has the wish for somebody else among it, until it is granted', async () => {
    await town.rows(
      "update visit set answer = 'swap' where kind = 'regular' and person_id = (select id from person where account_id = $1)",
      [town.account('person-3').id],
    );
    await openOverdue();
    coordinator.expectLast(open('swaps', 1));
    await coordinator.choose('swapWishes');
    await tapLabel(coordinator, nameOf('person-3'));
    coordinator.expectLast(said(locale, 'overdue:wishesSwap'));
    await coordinator.choose('reassign');
    await coordinator.choose('setHelper');
    await openOverdue();
    expect(coordinator.text).not.toContain(open('swaps', 1));
    const [visit] = await town.rows<{ answer: string | null }>(
      "select answer from visit where kind = 'regular' and person_id = (select id from person where account_id = $1)",
      [town.account('person-3').id],
    );
    expect(visit?.answer).toBeNull();
  });

  it('has requests by department: one that is past its day or was never answered, and none that waits for a paper', async () => {
    const person = await town.joined('person-4', locale);
    const first = await ask(town, person, 'training');
    const second = await ask(town, person, 'jobSearch');
    await town.rows("update referral set expected_on = '2026-09-21' where id in ($1, $2)", [first, second]);
    await town.rows("update referral set state = 'waitingForPerson', paused_on = '2026-09-18' where id = $1", [second]);
    await openOverdue();
    await tapLabel(coordinator, open('requests', 1));
    coordinator.expectLast('0000-5550104');
    await coordinator.choose('nudgeDepartment');
    staff.expectLast(said(locale, 'overdue:departmentNudge', { count: '1' }));
    await coordinator.choose('overdue');
    await coordinator.choose('lateDepartments');
    await expect(coordinator.find('nudgeDepartment').then(({ message }) => message.messageId)).resolves.not.toBe(
      coordinator.last.messageId,
    );
    // Without a first word, from the reminder on.
    await town.rows("update referral set expected_on = '2026-10-30', first_word_at = null where id = $1", [first]);
    await openOverdue();
    expect(coordinator.text).not.toContain(open('requests', 1));
    await town.tickAt(new Date('2026-09-24T02:00:00Z'));
    await openOverdue();
    coordinator.expectLast(open('requests', 1));
  });

  it('tells the coordinators of a must-visit that nobody made, once, with whom to call', async () => {
    const told = () =>
      coordinator.messages.filter(({ text }) => text.includes(nameOf('person-2')) && labelled(text)).length;
    const labelled = (text: string) =>
      text.startsWith(
        said(locale, 'reports:late', {
          name: nameOf('person-2'),
          date: locale === 'en' ? 'by September 17' : '9月17日前',
        }),
      );
    expect(told()).toBe(1);
    await town.tickAt(new Date('2026-09-25T02:00:00Z'));
    expect(told()).toBe(1);
    await coordinator.choose('lateVisit');
    coordinator.expectLast('0000-5550159');
  });

  it('is nothing to another area, a helper, or the office', async () => {
    const foreign = await town.joined('coordinator-hexi', locale);
    await foreign.choose('overdue');
    foreign.expectLast(open('byHelper', 1));
    await foreign.choose('lateHelpers');
    expect(foreign.text).not.toContain(nameOf('helper-1'));
    for (const reference of ['helper-2', 'office']) {
      const phone = await town.joined(reference, locale);
      await expect(phone.find('overdue')).rejects.toThrow();
    }
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
