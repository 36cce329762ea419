import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonFact } from '../../src/dialogue/facts/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Everything that can become true about a person's arrival, check-ins, visits and helpers. */
const facts: Record<PersonFact['fact'], true> = {
  arrivalReported: true,
  checkInOpened: true,
  checkInNudged: true,
  checkInClosed: true,
  checkedIn: true,
  chatClosedNoticed: true,
  helperDeclined: true,
  volunteerAnswered: true,
  visitAsked: true,
  visitAnswered: true,
  remindersPaused: true,
  remindersResumed: true,
  periodEnded: true,
  visitsReviewed: true,
};

describe('the audit of what people do about their own file', () => {
  let town: Town;
  let person: Phone;

  async function choose(...actions: string[]): Promise<void> {
    for (const action of actions) await person.choose(action);
  }

  const tickOn = (day: string) => town.tickAt(new Date(`${day}T02:00:00Z`));

  beforeAll(async () => {
    town = await Town.open();
    await town.joined('helper-1');
    person = await town.joined('person-1');
    await choose('checkIn', 'staying:rented', 'keepPhone', 'basicNeed:noWork', 'basicNeeds');
    await choose('checkIn', 'feel:well', 'myNeeds', 'callMeYes');
    await tickOn('2026-09-23');
    await choose('unfold', 'visitAnswer:yes');
    await choose('myHelpers', 'pauseReminders', 'myHelpers', 'resumeReminders');
    for (const day of ['2026-11-21', '2026-11-23', '2026-11-24', '2026-12-22']) await tickOn(day);
    await town.rows("update team_member set state = 'asked' where account_id = $1", [town.account('helper-2').id]);
    await person.say('/menu');
    await choose('myHelpers', 'volunteerYes', 'myHelpers', 'changeHelper', 'declineHelper');
    await town.post(town.telegram.blockedUpdate(person.id));
    await tickOn('2026-12-22');
    await town.post(town.telegram.unblockedUpdate(person.id));
    await town.rows("update person set helped_until = '2026-12-22' where next_check_in_on is not null");
    await tickOn('2026-12-23');
  });
  afterAll(() => town.close());

  it('has a row for each thing that became true, by whoever did it', async () => {
    const rows = await town.rows<{ action: string; actor: string; subject_id: string | null }>(
      'select action, actor, subject_id from audit',
    );
    const written = new Set(rows.map(({ action }) => action));
    expect(Object.keys(facts).filter((fact) => !written.has(fact))).toEqual([]);
    for (const { action, actor, subject_id } of rows.filter((row) => row.action in facts)) {
      expect(subject_id, action).toMatch(/^[0-9a-f-]{36}$/);
      expect(actor, action).toMatch(/^([0-9a-f-]{36}|system)$/);
    }
    const actorsOf = (fact: PersonFact['fact']) =>
      new Set(rows.filter(({ action }) => action === fact).map(({ actor }) => actor));
    expect(actorsOf('arrivalReported')).toEqual(new Set([town.account('person-1').id]));
    expect(actorsOf('checkInClosed')).toEqual(new Set(['system']));
    expect(town.complaints).toEqual([]);
  });
});
