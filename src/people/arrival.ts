import * as z from 'zod';
import { addDays, addMonths, type Day } from '../calendar/day.ts';

/** 报到: the first check-in. */
export interface Arrival {
  readonly id: string;
  readonly personId: string;
  readonly dueOn: Day;
  readonly number: string;
  readonly reportedAt: string | null;
  readonly hasStaying: boolean;
  readonly paperSeenAt: string | null;
  readonly lateToldAt: string | null;
  readonly version: number;
}

/** Without a date on the paper: so many days after release. */
const arrivalDays = 7;
/** 安置帮教 of people who come home from prison lasts five years from release. */
const helpingYears = 5;

export function arrivalDueOn(paperDay: Day | null, releasedOn: Day): Day {
  return paperDay ?? addDays(releasedOn, arrivalDays);
}

export function helpedUntil(releasedOn: Day): Day {
  return addMonths(releasedOn, helpingYears * 12);
}

/** What is offered for "where are you staying"; anything else is typed. */
export const stayingOptions = ['family', 'rented', 'nowhere'] as const;

/** Where the person lives for now: as chosen, or in their own words. Kept sealed, as JSON. */
export const stayingSchema = z.union([z.object({ option: z.enum(stayingOptions) }), z.object({ text: z.string() })]);
export type Staying = z.infer<typeof stayingSchema>;

/**
 * The phone number in what was typed, its digits alone; undefined when there is none. More digits than a phone number has
 * are something else, an identity card's for one.
 */
export function readPhone(text: string): string | undefined {
  const plain = text.normalize('NFKC');
  const digits = plain.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return undefined;
  return /\d(?:[\s()·.-]*\d){6}/.test(plain) ? `${/\+\s*\d/.test(plain) ? '+' : ''}${digits}` : undefined;
}
