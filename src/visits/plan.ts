/**
 * When somebody should be seen: 7 days, 1 and 3 months after arrival, then every half year, or every quarter or month
 * where that was agreed (郑政文〔2009〕278号: 定期走访谈话, 每半年跟踪一次). Pure rules: the same arrival, agreement and contacts
 * give the same plan, in whatever order they were logged.
 */
import { addDays, addMonths, type Day } from '../calendar/day.ts';
import { addWorkingDays, type Calendar, type DueDay, isWorkingDay } from '../calendar/workingDays.ts';
import type { Visit } from './visit.ts';

export const visitIntervals = [6, 3, 1] as const;
export type VisitInterval = (typeof visitIntervals)[number];

export interface VisitHistory {
  readonly arrivedOn: Day;
  readonly everyMonths: VisitInterval;
  /** The last day on which somebody met the person. */
  readonly lastMetOn: Day | null;
  readonly helpedUntil: Day | null;
}

export interface PlannedVisit {
  readonly slot: string;
  readonly opensOn: Day;
  readonly dueOn: Day;
  readonly provisional: boolean;
}

/** A contact this many days before the due day settles the visit. */
const windowDays = 14;
const mustVisitWorkingDays = 3;

interface Step {
  readonly slot: Day;
  readonly opensOn: Day;
}

/** The steps of the plan, by the day they fall on, without end. */
function* stepsOf({ arrivedOn, everyMonths }: VisitHistory): Generator<Step, never> {
  yield { slot: addDays(arrivedOn, 7), opensOn: arrivedOn };
  for (let months = 1; ; months += months === 1 ? 2 : everyMonths) {
    const slot = addMonths(arrivedOn, months);
    yield { slot, opensOn: addDays(slot, -windowDays) };
  }
}

/** The next regular visit, on a working day, never in the past; null once the helping period is over. */
export function nextVisit(calendar: Calendar, history: VisitHistory, today: Day): PlannedVisit | null {
  const met = history.lastMetOn ?? '';
  let missed: Step | null = null;
  for (const step of stepsOf(history)) {
    if (history.helpedUntil !== null && step.slot > history.helpedUntil) return null;
    if (step.opensOn <= met) continue;
    const due = onWorkingDay(calendar, step.slot);
    if (due.day < today) missed = step;
    else if (missed === null || step.opensOn <= today) return planned(step, due);
    else return planned(missed, addWorkingDays(calendar, today, mustVisitWorkingDays));
  }
  return null;
}

function planned({ slot, opensOn }: Step, { day, provisional }: DueDay): PlannedVisit {
  return { slot, opensOn, dueOn: day, provisional };
}

/** The day itself, or the first working day after it. */
export function onWorkingDay(calendar: Calendar, day: Day): DueDay {
  if (isWorkingDay(calendar, day))
    return { day, provisional: addWorkingDays(calendar, addDays(day, -1), 1).provisional };
  return addWorkingDays(calendar, day, 1);
}

/** 必访: within three working days of the report, an urgent one the same day. */
export function mustVisitDue(calendar: Calendar, reportedOn: Day, urgent: boolean): DueDay {
  return addWorkingDays(calendar, reportedOn, urgent ? 0 : mustVisitWorkingDays);
}

/** Whether meeting the person on that day settles the visit. */
export function settles(visit: Pick<Visit, 'opensOn' | 'state'>, metOn: Day): boolean {
  return visit.state === 'due' && visit.opensOn <= metOn;
}
