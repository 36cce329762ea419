import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

const people = ['person-1', 'person-2', 'person-3', 'person-4'] as const;
const kinds = ['training', 'formerEmployer', 'socialInsurance'] as const;

/** The clock stood still, or the chat did: what has piled up comes as one list, and each thing in it can be opened. */
describe.each(locales)('reminders that have piled up, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  let coordinator: Phone;
  let persons: Phone[];

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    persons = [];
    for (const reference of people) persons.push(await town.joined(reference, locale));
  });
  afterAll(() => town.close());

  const count = async (kind: string) =>
    (await town.rows(`select 1 from referral_event where kind = $1`, [kind])).length;
  const heard = (phone: Phone, from: number) => phone.messages.slice(from);

  it('of twelve requests are one list for the department, and later one for the station', async () => {
    for (const person of persons) for (const kind of kinds) await ask(town, person, kind);
    let [toStaff, toCoordinator] = [staff.messages.length, coordinator.messages.length];
    await town.tickAt(at('2026-09-22 11:00'));
    expect(heard(staff, toStaff)).toEqual([]);
    // No tick for six hours, in which the first word became due.
    await town.tickAt(at('2026-09-22 17:00'));
    expect(heard(staff, toStaff)).toHaveLength(1);
    staff.expectLast(said(locale, 'common:reminders', { count: '12' }));
    expect(labelsOf(staff.last)).toHaveLength(12);
    expect(await count('departmentReminded')).toBe(12);
    // The day's own summary, and nothing else.
    expect(heard(coordinator, toCoordinator)).toHaveLength(1);
    [toStaff, toCoordinator] = [staff.messages.length, coordinator.messages.length];
    await town.tickAt(at('2026-09-23 17:00'));
    expect(heard(staff, toStaff)).toEqual([]);
    expect(heard(coordinator, toCoordinator).map(({ text }) => text.split('\n')[0])).toEqual([
      said(locale, 'common:reminders', { count: '12' }),
      said(locale, 'overdue:summary'),
    ]);
    expect(await count('coordinatorTold')).toBe(12);
  });

  it('are opened by their button, or by their number', async () => {
    const list = staff.messages.findLast(({ text }) =>
      text.startsWith(said(locale, 'common:reminders', { count: '12' })),
    );
    const entries = list!.text.split('\n').slice(1);
    const numberIn = (text: string | undefined) => /\d{3}-\d{3}-\d{3}/.exec(text ?? '')?.[0];
    expect(new Set(entries.map(numberIn)).size).toBe(12);
    await staff.tap(list!, 3);
    expect(numberIn(staff.text)).toBe(numberIn(entries[3]));
  });
});

/** The demo's district, where person-1 reported on Friday 18 September 2026, so that a helper has a list on every working day. */
async function townWithList(): Promise<{ town: Town; helper: Phone }> {
  const demo = demoOrganisation();
  const people = demo.people.map((person) =>
    person.reference === 'person-1' ? { ...person, releasedOn: '2026-09-16', arrivedOn: '2026-09-18' } : person,
  );
  const town = await Town.open({ demo: { ...demo, people } });
  return { town, helper: await town.joined('helper-1') };
}

describe('a tick that was halted', () => {
  // It reaches into the database object of the process that takes the turn.
  it.skipIf(isOnWorker())(
    'over a night leaves what it had found to the next one, which knows what day it is',
    async () => {
      const { town, helper } = await townWithList();
      const { query } = town.database;
      town.setClock(at('2026-09-22 19:59'));
      town.database.query = async (text, parameters) => {
        const rows = await query<never>(text, parameters);
        if (text.includes('due_morning_lists')) town.setClock(at('2026-09-23 08:31'));
        return rows;
      };
      await town.tick();
      town.database.query = query;
      await town.settle();
      expect(helper.messages.filter(({ text }) => text.includes('等您联系'))).toHaveLength(0);
      await town.tickAt(at('2026-09-23 08:32'));
      expect(helper.messages.filter(({ text }) => text.includes('等您联系'))).toHaveLength(1);
      await town.close();
    },
  );
});
