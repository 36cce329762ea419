import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { VisitFact } from '../../src/dialogue/facts/visits.ts';
import { type Phone, Town } from '../support/town.ts';

/** Everything that can become true about visits, through a helper or the clock. */
const facts: Record<VisitFact['fact'], true> = {
  visitLogged: true,
  visitNoted: true,
  visitRescheduled: true,
  visitProposed: true,
  triggerReported: true,
  visitsListed: true,
  mustVisitEscalated: true,
  helperAway: true,
  helperBack: true,
};

describe('the audit of visits', () => {
  let town: Town;
  let helper: Phone;

  const choose = async (...actions: string[]) => {
    for (const action of actions) await helper.choose(action);
  };
  const tickOn = (day: string) => town.tickAt(new Date(`${day}T02:00:00Z`));

  beforeAll(async () => {
    const demo = demoOrganisation();
    const people = demo.people.map((person) => ({ ...person, arrivedOn: '2026-09-18' }));
    town = await Town.open({ demo: { ...demo, people } });
    helper = await town.joined('helper-1');
    await town.joined('coordinator-jianshe');
    await tickOn('2026-09-22');
    await choose('visit', 'proposeVisit', 'pickDay:2026-09-23');
    await choose('dueVisits', 'visit', 'rescheduleVisit', 'pickDay:2026-09-24', 'whyLater:helperBusy');
    await choose('dueVisits', 'visit', 'logVisit', 'how:home', 'met', 'needsSeen');
    await helper.say('都好');
    await choose('dueVisits', 'myPeople', 'helpedPerson', 'report', 'triggerSeen:family', 'reportUsual');
    await helper.say('/menu');
    await choose('dueVisits', 'away', 'pickDay:2026-09-23', 'standIn:nobody');
    await tickOn('2026-09-24');
    await tickOn('2026-10-09');
  });
  afterAll(() => town.close());

  it('has a row for each thing that became true, and no value in it', async () => {
    const rows = await town.rows<{ action: string }>('select distinct action from audit');
    const audited = new Set(rows.map(({ action }) => action));
    expect(Object.keys(facts).filter((fact) => !audited.has(fact))).toEqual([]);
  });
});
