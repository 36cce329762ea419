import { addDays, addMonths, type Day } from '../calendar/day.ts';

export const feelings = ['well', 'soSo', 'hard'] as const;
export type Feeling = (typeof feelings)[number];

/** A periodic check-in. `paused`: it fell due while reminders were paused, which misses nothing. */
export interface CheckIn {
  readonly id: string;
  readonly personId: string;
  readonly opensOn: Day;
  readonly dueOn: Day;
  readonly state: 'open' | 'done' | 'missed' | 'paused';
  readonly feeling: Feeling | null;
  readonly callMe: boolean;
  readonly answeredAt: string | null;
  readonly nudgedAt: string | null;
  readonly version: number;
}

/** It can be answered on three days, and is nudged about once, on the last. */
const windowDays = 3;

export function lastDayOf(opensOn: Day): Day {
  return addDays(opensOn, windowDays - 1);
}

/** The next one after this day: as many months on as was agreed, so that answering late moves nothing. */
export function nextCheckInAfter(opensOn: Day, everyMonths: number): Day {
  return addMonths(opensOn, everyMonths);
}

/** Who checks in by themselves does so for the next window, unless that was answered beforehand already. */
export function countsForNext(today: Day, nextCheckInOn: Day | null, everyMonths: number): nextCheckInOn is Day {
  return nextCheckInOn !== null && nextCheckInOn <= addMonths(today, everyMonths);
}

/** How many months may lie between two check-ins. */
export const checkInIntervals = [1, 2, 3] as const;
