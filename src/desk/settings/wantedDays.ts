import * as z from 'zod';
import { addDays, type Day } from '../../calendar/day.ts';

/** One day a line, or a stretch `first~last`; at most a year's days. */
export const daysField = z
  .string()
  .max(12_000, 'deskSettings:wanted.long')
  .optional()
  .transform((text, context): Day[] => {
    const parts = (text ?? '')
      .normalize('NFKC')
      .split(/[\s,;\u3001]+/)
      .filter((part) => part !== '');
    const days = parts.map(daysIn);
    const isReadable = days.every((found) => found.length > 0);
    if (!isReadable) context.addIssue('deskSettings:wanted.days');
    return isReadable ? days.flat() : [];
  });

const day = z.iso.date();

function daysIn(part: string): Day[] {
  const [first = '', last = first] = part.split(/[~\u2013]/);
  if (!day.safeParse(first).success || !day.safeParse(last).success || last < first) return [];
  const days: Day[] = [];
  for (let at = first; at <= last && days.length < 366; at = addDays(at, 1)) days.push(at);
  return days;
}

/** Stretches of days that follow one another as one line each. */
export function daysText(days: readonly Day[]): string {
  const lines: { first: Day; last: Day }[] = [];
  for (const each of [...days].sort()) {
    const current = lines.at(-1);
    if (current !== undefined && addDays(current.last, 1) === each) current.last = each;
    else lines.push({ first: each, last: each });
  }
  return lines.map(({ first, last }) => (first === last ? first : `${first}~${last}`)).join('\n');
}
