import { addDays, type Day, dayOf, instantAt } from './day.ts';
import { type Calendar, isWorkingDay } from './workingDays.ts';

/** When a department is open: on working days, or every day. */
export interface OfficeHours {
  /** Shanghai clock times 'HH:MM'; `to` may be '24:00'. A period lies within one day, and no two overlap. */
  readonly periods: readonly { readonly from: string; readonly to: string }[];
  readonly everyDay?: boolean;
}

/** One opening: from `opens` up to, not including, `closes`. */
interface Opening {
  readonly opens: Date;
  readonly closes: Date;
}

export function isOpen(calendar: Calendar, hours: OfficeHours, instant: Date): boolean {
  return nextOpen(calendar, hours, instant).getTime() === instant.getTime();
}

/** The first instant from `instant` on when the office is open: `instant` itself when it is open now. */
export function nextOpen(calendar: Calendar, hours: OfficeHours, instant: Date): Date {
  const { opens } = openingsFrom(calendar, hours, instant).next().value;
  return opens > instant ? opens : instant;
}

/**
 * The instant by which the office has been open for `count` hours, which need not be whole.
 * Hours that end just as the office closes end there, not at the next opening: a reminder after
 * two working hours is of more use at closing time than on the next morning.
 */
export function addOpenHours(calendar: Calendar, hours: OfficeHours, instant: Date, count: number): Date {
  if (!Number.isFinite(count) || count < 0) throw new RangeError('a count of hours must be 0 or more');
  let remaining = Math.round(count * 3_600_000);
  const openings = openingsFrom(calendar, hours, instant);
  for (;;) {
    const { opens, closes } = openings.next().value;
    const start = Math.max(opens.getTime(), instant.getTime());
    const open = closes.getTime() - start;
    if (remaining <= open) return new Date(start + remaining);
    remaining -= open;
  }
}

/** Every opening that is not over at `instant`, in order, without end. */
function* openingsFrom(calendar: Calendar, hours: OfficeHours, instant: Date): Generator<Opening, never> {
  const periods = sortedPeriods(hours);
  for (let day: Day = dayOf(instant); ; day = addDays(day, 1)) {
    if (hours.everyDay !== true && !isWorkingDay(calendar, day)) continue;
    for (const { from, to } of periods) {
      const closes = instantAt(day, 0, to);
      if (closes > instant) yield { opens: instantAt(day, 0, from), closes };
    }
  }
}

/** The periods in minutes of the day. Throws RangeError for hours under which no wait would ever end. */
function sortedPeriods(hours: OfficeHours): { readonly from: number; readonly to: number }[] {
  const periods = hours.periods
    .map(({ from, to }) => ({ from: minutesOfClock(from), to: minutesOfClock(to) }))
    .sort((first, second) => first.from - second.from);
  if (periods.length === 0) throw new RangeError('office hours need at least one period');
  let end = 0;
  for (const { from, to } of periods) {
    if (from < end || to <= from) {
      throw new RangeError('office periods must end after they start, and not overlap');
    }
    end = to;
  }
  return periods;
}

function minutesOfClock(time: string): number {
  const [, hour, minute] = /^(\d\d):([0-5]\d)$/.exec(time) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (!(minutes <= 24 * 60)) throw new RangeError('a clock time is written HH:MM, up to 24:00');
  return minutes;
}
