import table from './chinaCalendar.json' with { type: 'json' };
import type { Calendar } from './workingDays.ts';

const years = Object.entries(table.years);

/**
 * Mainland China's holidays and swapped workdays, from the State Council's yearly notices.
 * Our own table, because the package it was seeded from counts a year it does not know as plain
 * weekdays without a word. A new year is added to the JSON once its notice is out.
 */
export const chinaCalendar: Calendar = {
  holidays: new Set(years.flatMap(([, { holidays }]) => holidays)),
  workdays: new Set(years.flatMap(([, { workdays }]) => workdays)),
  coveredYears: new Set(years.map(([year]) => Number(year))),
};
