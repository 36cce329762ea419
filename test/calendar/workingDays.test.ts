import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { addDays } from '../../src/calendar/day.ts';
import { addCalendarDays, addWorkingDays, isWorkingDay } from '../../src/calendar/workingDays.ts';

// 2023-07 to 2028: both edges of the covered years are walked over.
const days = fc.integer({ min: 0, max: 1_900 }).map((count) => addDays('2023-07-01', count));
const counts = fc.integer({ min: 1, max: 80 });

describe('a working day', () => {
  it.each([
    ['2026-02-13', true, 'a plain Friday'],
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-15', false, 'the first day of the Spring Festival'],
    ['2026-02-23', false, 'a Monday in the Spring Festival'],
    ['2026-03-07', false, 'a plain Saturday'],
    ['2026-10-10', true, 'a Saturday worked for the National Day'],
    ['2027-10-01', true, 'a Friday in a year not announced'],
  ])('%s: %s, %s', (day, working) => {
    expect(isWorkingDay(chinaCalendar, day)).toBe(working);
  });
});

describe('adding working days', () => {
  it.each([
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-04-30', 1, '2026-05-06'],
    ['2026-09-18', 7, '2026-09-29'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-02-10', 25, '2026-03-23'],
  ])('%s and %i make %s', (start, count, day) => {
    expect(addWorkingDays(chinaCalendar, start, count)).toEqual({ day, provisional: false });
  });

  it('is provisional as soon as one counted day is in a year not announced', () => {
    expect(addWorkingDays(chinaCalendar, '2026-12-30', 1)).toEqual({
      day: '2026-12-31',
      provisional: false,
    });
    expect(addWorkingDays(chinaCalendar, '2026-12-31', 1)).toEqual({
      day: '2027-01-01',
      provisional: true,
    });
    expect(addWorkingDays(chinaCalendar, '2023-12-29', 1)).toEqual({
      day: '2024-01-02',
      provisional: true,
    });
  });

  it('does not count the start day, whatever its year', () => {
    expect(addWorkingDays(chinaCalendar, '2023-12-31', 1)).toEqual({
      day: '2024-01-02',
      provisional: false,
    });
  });

  it('takes 0 for the same day, a day off too', () => {
    expect(addWorkingDays(chinaCalendar, '2026-10-01', 0)).toEqual({
      day: '2026-10-01',
      provisional: false,
    });
    expect(addWorkingDays(chinaCalendar, '2027-10-02', 0)).toEqual({
      day: '2027-10-02',
      provisional: false,
    });
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a count of %d', (count) => {
    expect(() => addWorkingDays(chinaCalendar, '2026-02-13', count)).toThrow(RangeError);
    expect(() => addCalendarDays(chinaCalendar, '2026-02-13', count)).toThrow(RangeError);
  });

  it('never lands on a day off, and passes exactly as many working days as asked', () => {
    fc.assert(
      fc.property(days, counts, (start, count) => {
        const { day: due } = addWorkingDays(chinaCalendar, start, count);
        expect(isWorkingDay(chinaCalendar, due)).toBe(true);
        let passed = 0;
        for (let day = addDays(start, 1); day <= due; day = addDays(day, 1)) {
          if (isWorkingDay(chinaCalendar, day)) passed += 1;
        }
        expect(passed).toBe(count);
      }),
    );
  });

  it('is provisional exactly when the walk leaves 2024 to 2026', () => {
    fc.assert(
      fc.property(days, counts, (start, count) => {
        const { day, provisional } = addWorkingDays(chinaCalendar, start, count);
        expect(provisional).toBe(addDays(start, 1) < '2024-01-01' || day > '2026-12-31');
      }),
    );
  });

  it('never answers earlier for a later start or a larger count', () => {
    fc.assert(
      fc.property(days, counts, counts, (start, count, more) => {
        const { day } = addWorkingDays(chinaCalendar, start, count);
        const later = addWorkingDays(chinaCalendar, addDays(start, more), count);
        expect(later.day >= day).toBe(true);
        expect(addWorkingDays(chinaCalendar, start, count + more).day > day).toBe(true);
      }),
    );
  });

  it('can be done in two steps, and gives the same each time', () => {
    fc.assert(
      fc.property(days, counts, counts, (start, count, more) => {
        const atOnce = addWorkingDays(chinaCalendar, start, count + more);
        const halfway = addWorkingDays(chinaCalendar, start, count);
        expect(addWorkingDays(chinaCalendar, halfway.day, more).day).toBe(atOnce.day);
        expect(addWorkingDays(chinaCalendar, start, count + more)).toEqual(atOnce);
      }),
    );
  });
});

describe('adding calendar days', () => {
  it('gives the day as it falls, a holiday or an unannounced year too', () => {
    expect(addCalendarDays(chinaCalendar, '2026-09-24', 7)).toEqual({
      day: '2026-10-01',
      provisional: false,
    });
    expect(addCalendarDays(chinaCalendar, '2026-12-01', 60)).toEqual({
      day: '2027-01-30',
      provisional: false,
    });
  });
});
