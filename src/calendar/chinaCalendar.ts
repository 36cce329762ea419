import table from './chinaCalendar.json' with { type: 'json' };
import type { Calendar } from './workingDays.ts';

/** By year, what this program knows of the State Council's notices: the seed of the table `calendar_year`. */
export const announcedYears: Readonly<
  Record<string, { readonly holidays: readonly string[]; readonly workdays: readonly string[] }>
> = table.years;

const years = Object.entries(announcedYears);

/**
 * Mainland China's holidays and swapped workdays, from the State Council's yearly notices.
 * Our own table, because the package it was seeded from counts a year it does not know as plain
 * weekdays without a word. A new year is added to the JSON once its notice is out, or to the table by `npm run calendar`.
 */
export const chinaCalendar: Calendar = {
  holidays: new Set(years.flatMap(([, { holidays }]) => holidays)),
  workdays: new Set(years.flatMap(([, { workdays }]) => workdays)),
  coveredYears: new Set(years.map(([year]) => Number(year))),
};
