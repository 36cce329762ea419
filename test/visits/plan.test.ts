import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { addDays, addMonths } from '../../src/calendar/day.ts';
import { isWorkingDay } from '../../src/calendar/workingDays.ts';
import type { PersonFile } from '../../src/people/personFile.ts';
import { mustVisitDue, nextVisit, type VisitHistory, visitIntervals } from '../../src/visits/plan.ts';
import { replanned } from '../../src/visits/settle.ts';
import type { Visit } from '../../src/visits/visit.ts';

const history = (known: Partial<VisitHistory> = {}): VisitHistory => ({
  arrivedOn: '2026-01-05',
  everyMonths: 6,
  lastMetOn: null,
  helpedUntil: null,
  ...known,
});

describe('the plan of visits', () => {
  it.each([
    // arrived on Monday 5 January 2026; met; today → the slot, and the day it is due
    [null, '2026-01-05', '2026-01-12', '2026-01-12'],
    ['2026-01-06', '2026-01-06', '2026-02-05', '2026-02-05'],
    ['2026-02-03', '2026-02-03', '2026-04-05', '2026-04-07'],
    ['2026-04-01', '2026-04-01', '2026-10-05', '2026-10-08'],
    ['2026-10-05', '2026-10-09', '2027-04-05', '2027-04-05'],
    // Seen in between: the half year counts from arrival, so nothing drifts.
    ['2026-07-15', '2026-07-15', '2026-10-05', '2026-10-08'],
    // Nobody came for a year: one visit is owed, within three working days.
    [null, '2026-12-01', '2026-10-05', '2026-12-04'],
  ])('after a meeting on %s, seen from %s, is %s, due %s', (lastMetOn, today, slot, dueOn) => {
    expect(nextVisit(chinaCalendar, history({ lastMetOn }), today)).toMatchObject({ slot, dueOn });
  });

  it('marks a day of a year that is not announced yet', () => {
    const next = nextVisit(chinaCalendar, history({ arrivedOn: '2026-12-20' }), '2027-01-02');
    expect(next).toMatchObject({ provisional: true });
  });

  it('ends with the helping period', () => {
    expect(nextVisit(chinaCalendar, history({ helpedUntil: '2026-01-11' }), '2026-01-05')).toBeNull();
  });

  it.each([
    ['2026-09-30', false, '2026-10-10'],
    ['2026-09-30', true, '2026-09-30'],
  ])('has a must-visit reported on %s (urgent: %s) due on %s', (today, urgent, dueOn) => {
    expect(mustVisitDue(chinaCalendar, today, urgent).day).toBe(dueOn);
  });

  const day = fc.integer({ min: 0, max: 2000 }).map((count) => addDays('2024-06-01', count));
  const anyHistory = fc.record({
    arrivedOn: day,
    everyMonths: fc.constantFrom(...visitIntervals),
    lastMetOn: fc.option(day),
    helpedUntil: fc.option(day.map((from) => addMonths(from, 12))),
  });

  it('is never in the past, never on a day off, and the same for the same', () => {
    fc.assert(
      fc.property(anyHistory, day, (known, today) => {
        const next = nextVisit(chinaCalendar, known, today);
        expect(nextVisit(chinaCalendar, known, today)).toEqual(next);
        if (next === null) return;
        expect(next.dueOn >= today).toBe(true);
        expect(isWorkingDay(chinaCalendar, next.dueOn)).toBe(true);
        expect(next.opensOn > (known.lastMetOn ?? '')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same in whatever order the meetings are logged', () => {
    const meetings = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(meetings, fc.constantFrom(...visitIntervals), fc.integer(), (offsets, everyMonths, seed) => {
        const today = addDays('2026-01-05', 501);
        const days = offsets.map((offset) => addDays('2026-01-05', offset));
        const shuffled = days.toSorted((one, other) => weight(one, seed) - weight(other, seed));
        expect(logAll(shuffled, everyMonths, today)).toEqual(logAll(days, everyMonths, today));
      }),
      { numRuns: 500 },
    );
  });
});

/** Any order, but the same for the same seed. */
function weight(text: string, seed: number): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 9973, 7);
}

/** Logs each meeting as the program does, and gives the visit that is due in the end. */
function logAll(days: readonly string[], everyMonths: 6 | 3 | 1, today: string) {
  let visits: Visit[] = [];
  let lastMetOn: string | null = null as string | null;
  for (const on of days) {
    const file = fileWith(visits, lastMetOn, everyMonths);
    const plan = replanned(chinaCalendar, file, { on, record: 'record' }, today);
    lastMetOn = lastMetOn === null || on > lastMetOn ? on : lastMetOn;
    visits = visits.filter((visit) => !plan?.settled.includes(visit) && visit !== plan?.moved);
    if (plan?.next) visits.push({ ...dueVisit, ...plan.next });
  }
  return visits.map(({ slot, opensOn, dueOn }) => ({ slot, opensOn, dueOn }));
}

const dueVisit = { kind: 'regular', state: 'due' } as Visit;

function fileWith(visits: readonly Visit[], lastMetOn: string | null, visitEveryMonths: 6 | 3 | 1) {
  return {
    person: { id: 'person', visitEveryMonths, helpedUntil: null, periodEndedAt: null },
    arrival: { reportedAt: '2026-01-05T02:00:00Z' },
    visits,
    lastMetOn,
  } as unknown as PersonFile;
}
