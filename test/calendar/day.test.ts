import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, instantAt, isDay, minutesOfDay, weekdayOf, yearOf } from '../../src/calendar/day.ts';

const instants = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('a day in Shanghai', () => {
  it('turns at midnight there, 16:00 UTC', () => {
    expect(dayOf(new Date('2026-02-13T15:59:59.999Z'))).toBe('2026-02-13');
    expect(dayOf(new Date('2026-02-13T16:00:00.000Z'))).toBe('2026-02-14');
  });

  it('has its hours eight before UTC', () => {
    expect(instantAt('2026-01-01', 7, 30).toISOString()).toBe('2025-12-31T23:30:00.000Z');
    expect(instantAt('2026-01-01', 9).toISOString()).toBe('2026-01-01T01:00:00.000Z');
    expect(instantAt('2026-12-31', 24)).toEqual(instantAt('2027-01-01', 0));
  });

  it('knows the minute, the weekday and the year', () => {
    expect(minutesOfDay(new Date('2026-02-13T16:05:59Z'))).toBe(5);
    expect(weekdayOf('2026-02-14')).toBe(6);
    expect(weekdayOf('2026-02-15')).toBe(0);
    expect(yearOf('2026-02-15')).toBe(2026);
  });

  it('steps over month ends, leap days and back', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-2-3', '', 'today', '2026-02-03T00:00', '20260203'])(
    'refuses %j',
    (text) => {
      expect(isDay(text)).toBe(false);
      expect(() => addDays(text, 1)).toThrow(RangeError);
      expect(() => instantAt(text, 9)).toThrow(RangeError);
    },
  );

  it('puts every instant back together from its day and minute', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const minute = instantAt(dayOf(instant), 0, minutesOfDay(instant));
        const rest = instant.getTime() - minute.getTime();
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThan(60_000);
        expect(isDay(dayOf(instant))).toBe(true);
      }),
    );
  });
});
