import chineseDays from 'chinese-days';
import { afterAll, expect, it, vi } from 'vitest';
import { chinaCalendar } from '../../src/calendar/chinaCalendar.ts';
import { addDays, weekdayOf, yearOf } from '../../src/calendar/day.ts';
import { isWorkingDay } from '../../src/calendar/workingDays.ts';

// In a zone west of Greenwich the package builds its table a day early, while it is imported.
vi.hoisted(() => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
});
afterAll(() => void vi.unstubAllEnvs());

it('covers 2024 to 2026', () => {
  expect([...chinaCalendar.coveredYears].sort()).toEqual([2024, 2025, 2026]);
});

it('agrees with chinese-days on every day it covers', () => {
  let compared = 0;
  for (let day = '2024-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
    expect(isWorkingDay(chinaCalendar, day), day).toBe(chineseDays.isWorkday(day));
    compared += 1;
  }
  expect(compared).toBe(366 + 365 + 365);
});

it('lists only days of its years, none both ways, and swapped workdays on weekends only', () => {
  const { holidays, workdays, coveredYears } = chinaCalendar;
  for (const day of [...holidays, ...workdays]) expect(coveredYears, day).toContain(yearOf(day));
  for (const day of workdays) {
    expect([0, 6], day).toContain(weekdayOf(day));
    expect(holidays, day).not.toContain(day);
  }
});
