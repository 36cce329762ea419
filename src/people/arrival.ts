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
