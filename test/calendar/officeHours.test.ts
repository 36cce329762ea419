import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { dayOf, instantAt, minutesOfDay } from '../../src/calendar/day.ts';
import { addOpenHours, isOpen, nextOpen, type OfficeHours } from '../../src/calendar/officeHours.ts';
import { isWorkingDay } from '../../src/calendar/workingDays.ts';

const hours: OfficeHours = {
  periods: [
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
};

const open = (instant: Date) => isOpen(chinaCalendar, hours, instant);
const next = (instant: Date) => nextOpen(chinaCalendar, hours, instant);
const add = (instant: Date, count: number) => addOpenHours(chinaCalendar, hours, instant, count);

const instants = fc.date({
  min: new Date('2025-12-01T00:00:00Z'),
  max: new Date('2027-03-01T00:00:00Z'),
  noInvalidDate: true,
});
const counts = fc.integer({ min: 1, max: 200 }).map((quarters) => quarters / 4);

/** Inside an office period, its closing moment included. */
function withinPeriod(instant: Date): boolean {
  const minutes = minutesOfDay(instant);
  const within = (from: number, to: number) =>
    minutes >= from && (minutes < to || instant.getTime() === instantAt(dayOf(instant), 0, to).getTime());
  const inPeriod = within(9 * 60, 12 * 60) || within(13 * 60 + 30, 17 * 60 + 30);
  return inPeriod && isWorkingDay(chinaCalendar, dayOf(instant));
}

describe('an office', () => {
  it.each([
    ['before opening', instantAt('2026-03-02', 8, 59), false],
    ['at opening', instantAt('2026-03-02', 9), true],
    ['at noon', instantAt('2026-03-02', 12), false],
    ['after lunch', instantAt('2026-03-02', 13, 30), true],
    ['a moment before closing', new Date(instantAt('2026-03-02', 17, 30).getTime() - 1), true],
    ['at closing', instantAt('2026-03-02', 17, 30), false],
    ['on a Saturday', instantAt('2026-03-07', 10), false],
    ['on a swapped Saturday', instantAt('2026-02-14', 10), true],
    ['on a holiday', instantAt('2026-10-01', 10), false],
  ])('%s', (_when, instant, expected) => {
    expect(open(instant)).toBe(expected);
  });

  it('that is open every day is open on a holiday, and counts its hours then', () => {
    const shelter: OfficeHours = { periods: [{ from: '00:00', to: '24:00' }], everyDay: true };
    const holiday = instantAt('2026-10-02', 3);
    expect(isOpen(chinaCalendar, shelter, holiday)).toBe(true);
    expect(addOpenHours(chinaCalendar, shelter, holiday, 2)).toEqual(instantAt('2026-10-02', 5));
  });

  it('opens next after lunch, in the morning, or when the holiday is over', () => {
    const now = instantAt('2026-03-02', 10);
    expect(next(now)).toEqual(now);
    expect(next(instantAt('2026-03-02', 12, 10))).toEqual(instantAt('2026-03-02', 13, 30));
    expect(next(instantAt('2026-03-02', 3))).toEqual(instantAt('2026-03-02', 9));
    expect(next(instantAt('2026-02-14', 17, 30))).toEqual(instantAt('2026-02-24', 9));
  });

  it('takes its periods in any order', () => {
    const reversed = { periods: [...hours.periods].reverse() };
    expect(nextOpen(chinaCalendar, reversed, instantAt('2026-03-02', 3))).toEqual(instantAt('2026-03-02', 9));
  });

  it('may be open around the clock', () => {
    const always = { periods: [{ from: '00:00', to: '24:00' }] };
    const midnight = instantAt('2026-03-03', 0);
    expect(isOpen(chinaCalendar, always, midnight)).toBe(true);
    expect(addOpenHours(chinaCalendar, always, instantAt('2026-03-06', 23), 2)).toEqual(instantAt('2026-03-09', 1));
  });

  it.each([
    ['no period', []],
    ['an empty period', [{ from: '09:00', to: '09:00' }]],
    ['a period over midnight', [{ from: '22:00', to: '06:00' }]],
    [
      'overlapping periods',
      [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '13:00' },
      ],
    ],
    ['a clock time without its zero', [{ from: '9:00', to: '12:00' }]],
    ['a minute past 24:00', [{ from: '09:00', to: '24:01' }]],
    ['no clock time', [{ from: 'morning', to: '12:00' }]],
  ])('refuses %s', (_what, periods) => {
    expect(() => isOpen(chinaCalendar, { periods }, instantAt('2026-03-02', 10))).toThrow(RangeError);
  });
});

describe('adding open hours', () => {
  it.each([
    [instantAt('2026-03-02', 9), 2, instantAt('2026-03-02', 11)],
    [instantAt('2026-03-02', 11), 2, instantAt('2026-03-02', 14, 30)],
    [instantAt('2026-03-02', 16, 45), 2, instantAt('2026-03-03', 10, 15)],
    [instantAt('2026-03-06', 20), 2, instantAt('2026-03-09', 11)],
    [instantAt('2026-02-14', 16, 30), 2, instantAt('2026-02-24', 10)],
    [instantAt('2026-03-02', 15, 30), 2, instantAt('2026-03-02', 17, 30)],
    [instantAt('2026-03-02', 18), 0, instantAt('2026-03-03', 9)],
    [instantAt('2026-03-02', 9), 0.5, instantAt('2026-03-02', 9, 30)],
  ])('%s and %d hours', (instant, count, expected) => {
    expect(add(instant, count)).toEqual(expected);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d hours', (count) => {
    expect(() => add(instantAt('2026-03-02', 9), count)).toThrow(RangeError);
  });

  it('stays in the office periods of working days', () => {
    fc.assert(
      fc.property(instants, counts, (instant, count) => {
        expect(withinPeriod(add(instant, count))).toBe(true);
        expect(withinPeriod(next(instant))).toBe(true);
        expect(open(next(instant))).toBe(true);
      }),
    );
  });

  it('never ends earlier for a later start or more hours, nor sooner than the hours take', () => {
    fc.assert(
      fc.property(instants, instants, counts, counts, (one, other, count, more) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const end = add(earlier, count);
        expect(end <= add(later, count)).toBe(true);
        expect(end < add(earlier, count + more)).toBe(true);
        expect(end.getTime() - earlier.getTime()).toBeGreaterThanOrEqual(count * 3_600_000);
      }),
    );
  });

  it('can be done in two steps, and gives the same each time', () => {
    fc.assert(
      fc.property(instants, counts, counts, (instant, count, more) => {
        const atOnce = add(instant, count + more);
        expect(add(add(instant, count), more)).toEqual(atOnce);
        expect(add(instant, count + more)).toEqual(atOnce);
      }),
    );
  });
});
