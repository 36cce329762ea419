import { addDays, type Day, isDay, yearOf } from './day.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/**
 * The day that somebody typed: a word of `spoken` (days from today), 2026-09-20, 2026年9月20日, 9月20日, 9.20, 9/20, September 20, 20 Sep. Without a year the
 * nearest such day that is not after `latest`, where that is given, and else the nearest at all. Undefined when it is none.
 */
export function readDay(text: string, today: Day, spoken: ReadonlyMap<string, number>, latest?: Day): Day | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  const count = spoken.get(plain);
  const day = count === undefined ? writtenDay(plain, today, latest) : addDays(today, count);
  return day !== undefined && isDay(day) && (latest === undefined || day <= latest) ? day : undefined;
}

function writtenDay(plain: string, today: Day, latest: Day | undefined): Day | undefined {
  const full = /^(\d{4})\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]?$/.exec(plain);
  if (full !== null) return dayFrom(Number(full[1]), Number(full[2]), Number(full[3]));
  const parts = monthAndDay(plain);
  if (parts === undefined) return undefined;
  const year = yearOf(today);
  const distance = (day: Day) => Math.abs(Date.parse(day) - Date.parse(today));
  return [year - 1, year, year + 1]
    .map((candidate) => dayFrom(candidate, parts.month, parts.day))
    .filter((day) => isDay(day) && (latest === undefined || day <= latest))
    .sort((first, second) => distance(first) - distance(second))[0];
}

function monthAndDay(plain: string): { readonly month: number; readonly day: number } | undefined {
  const numbers = /^(\d{1,2})\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]?$/.exec(plain);
  if (numbers !== null) return { month: Number(numbers[1]), day: Number(numbers[2]) };
  const words = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?$/.exec(plain);
  const reversed = /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?$/.exec(plain);
  const name = words?.[1] ?? reversed?.[2];
  const day = words?.[2] ?? reversed?.[1];
  const month = name === undefined ? -1 : months.indexOf(name.slice(0, 3));
  return month < 0 || day === undefined ? undefined : { month: month + 1, day: Number(day) };
}

function dayFrom(year: number, month: number, day: number): Day {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}
