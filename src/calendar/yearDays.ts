import { type Day, weekdayOf, yearOf } from './day.ts';

/** A year as the State Council announces it. */
export interface YearDays {
  readonly holidays: readonly Day[];
  /** Weekend days worked in exchange. */
  readonly workdays: readonly Day[];
}

export type YearProblem = 'noHolidays' | 'otherYear' | 'both' | 'twice' | 'noWeekend';

/** What cannot be right about a year's days, whoever brings them in. */
export function yearProblem(year: number, { holidays, workdays }: YearDays): YearProblem | undefined {
  const all = [...holidays, ...workdays];
  if (holidays.length === 0) return 'noHolidays';
  if (all.some((day) => yearOf(day) !== year)) return 'otherYear';
  if (workdays.some((day) => holidays.includes(day))) return 'both';
  if (new Set(all).size < all.length) return 'twice';
  return workdays.some((day) => ![0, 6].includes(weekdayOf(day))) ? 'noWeekend' : undefined;
}
