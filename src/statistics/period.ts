import { addDays, addMonths, type Day, isDay } from '../calendar/day.ts';

export const periodKinds = ['month', 'quarter', 'halfYear', 'year', 'free'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Days from `from` on, up to and without `until`. */
export interface Period {
  readonly kind: PeriodKind;
  readonly from: Day;
  readonly until: Day;
}

const monthsIn: Readonly<Record<Exclude<PeriodKind, 'free'>, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 };
const longestDays = 5 * 366;

/** The month, quarter, half-year or year that a day lies in. */
export function periodAround(kind: Exclude<PeriodKind, 'free'>, day: Day): Period {
  const months = monthsIn[kind];
  const month = Number(day.slice(5, 7)) - 1;
  const first = `${day.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01`;
  return { kind, from: first, until: addMonths(first, months) };
}

/** From one day to another, both counted; undefined where that is none, or longer than five years. */
export function freePeriod(first: string, last: string): Period | undefined {
  if (!isDay(first) || !isDay(last) || last < first || last > addDays(first, longestDays)) return undefined;
  return { kind: 'free', from: first, until: addDays(last, 1) };
}

/** The one before, as long: the month before a month; of a free one as many days. */
export function periodBefore({ kind, from, until }: Period): Period {
  if (kind !== 'free') return { kind, from: addMonths(from, -monthsIn[kind]), until: from };
  const days = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
  return { kind, from: addDays(from, -days), until: from };
}

export function lastDayOf({ until }: Period): Day {
  return addDays(until, -1);
}

/** The months that a period touches, as YYYY-MM. */
export function monthsOf({ from, until }: Period): string[] {
  const months: string[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day < until; day = addMonths(day, 1)) months.push(day.slice(0, 7));
  return months;
}
