/** A calendar day in Asia/Shanghai, written 'YYYY-MM-DD'; days compare correctly as strings. */
export type Day = string;

// Asia/Shanghai has been UTC+8 without daylight saving since 1991, so an offset is enough.
const shanghaiOffset = 8 * 3_600_000;
const dayLength = 24 * 3_600_000;

const midnights = new Map<string, number>();
const mostMidnights = 1000;

/** The instant whose UTC fields read as the wall clock in Shanghai. */
function wallClock(instant: Date): Date {
  return new Date(instant.getTime() + shanghaiOffset);
}

/** The Shanghai day that an instant falls on. */
export function dayOf(instant: Date): Day {
  return wallClock(instant).toISOString().slice(0, 10);
}

/**
 * The instant at which Shanghai's clocks show this hour and minute of the day; hour 24 is the next midnight.
 * Throws RangeError when `day` is no day of the calendar.
 */
export function instantAt(day: Day, hour: number, minute = 0): Date {
  return new Date(utcMidnight(day) - shanghaiOffset + (hour * 60 + minute) * 60_000);
}

/** Minutes since midnight in Shanghai, 0 to 1439. */
export function minutesOfDay(instant: Date): number {
  const clock = wallClock(instant);
  return clock.getUTCHours() * 60 + clock.getUTCMinutes();
}

/** The day `count` days later, or earlier when negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(utcMidnight(day) + count * dayLength).toISOString().slice(0, 10);
}

/** The same day `count` months later, or the month's last when it has no such day. */
export function addMonths(day: Day, count: number): Day {
  const date = new Date(utcMidnight(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, length));
  return date.toISOString().slice(0, 10);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(utcMidnight(day)).getUTCDay();
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** True for a day that exists, in the written form of `Day`; use it on what a person or a file gave. */
export function isDay(text: string): boolean {
  return midnightOf(text) !== undefined;
}

function utcMidnight(day: Day): number {
  const midnight = midnightOf(day);
  if (midnight === undefined) throw new RangeError('not a day written YYYY-MM-DD');
  return midnight;
}

/** Undefined for what is no day. Counting working days asks for the same few over and over, so those are kept. */
function midnightOf(text: string): number | undefined {
  const known = midnights.get(text);
  if (known !== undefined) return known;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  // Date.parse rolls 30 February over into March; the written form then differs.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) return undefined;
  if (midnights.size >= mostMidnights) midnights.clear();
  midnights.set(text, milliseconds);
  return milliseconds;
}
