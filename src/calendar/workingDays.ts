import { addDays, type Day, weekdayOf, yearOf } from './day.ts';

/** What the State Council announced, a year at a time. */
export interface Calendar {
  /** Public holidays, the weekend days inside them included. */
  readonly holidays: ReadonlySet<Day>;
  /** Weekend days worked in exchange for a bridged holiday. */
  readonly workdays: ReadonlySet<Day>;
  /** Years whose announcement is in the two sets; any other year counts by weekends alone. */
  readonly coveredYears: ReadonlySet<number>;
}

/** A day by which something is promised. */
export interface DueDay {
  readonly day: Day;
  /** True when days counted on the way, the last one included, lie in a year not announced yet. */
  readonly provisional: boolean;
}

export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  if (calendar.workdays.has(day)) return true;
  if (calendar.holidays.has(day)) return false;
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/**
 * The `count`th working day after `start`, which itself does not count.
 * A count of 0 means the same day: it gives `start` even when nobody works on it, never provisional.
 */
export function addWorkingDays(calendar: Calendar, start: Day, count: number): DueDay {
  refuseBadCount(count);
  let day = start;
  let provisional = false;
  let remaining = count;
  while (remaining > 0) {
    day = addDays(day, 1);
    provisional ||= !calendar.coveredYears.has(yearOf(day));
    if (isWorkingDay(calendar, day)) remaining -= 1;
  }
  return { day, provisional };
}

/**
 * The day `count` days after `start` as it falls, be it a day off.
 * It takes the calendar so that callers choose between it and `addWorkingDays` by unit alone;
 * no announcement can move the result, so it is never provisional.
 */
export function addCalendarDays(_calendar: Calendar, start: Day, count: number): DueDay {
  refuseBadCount(count);
  return { day: addDays(start, count), provisional: false };
}

function refuseBadCount(count: number): void {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError('a count of days must be a whole number, 0 or more');
  }
}
