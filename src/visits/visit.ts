import type { Day } from '../calendar/day.ts';

/** 五必访: what makes a visit within three working days. The person can tell the first three of themselves. */
export const ownTriggerKinds = ['hardship', 'family', 'surroundings'] as const;
export const triggerKinds = [...ownTriggerKinds, 'company', 'oldWays'] as const;
export type OwnTriggerKind = (typeof ownTriggerKinds)[number];
export type TriggerKind = (typeof triggerKinds)[number];

/** A window in which somebody should see the person. */
export interface Visit {
  readonly id: string;
  readonly personId: string;
  readonly kind: 'regular' | 'must';
  /** The step of the plan (the day it falls on before days off are counted), or `<trigger>:<id>`. */
  readonly slot: string;
  readonly urgent: boolean;
  readonly opensOn: Day;
  readonly dueOn: Day;
  readonly provisional: boolean;
  readonly state: 'due' | 'done' | 'cancelled';
  /** The day that was agreed with the person. */
  readonly meetOn: Day | null;
  readonly askedAt: string | null;
  readonly answer: 'yes' | 'change' | 'swap' | null;
  readonly listedOn: Day | null;
  readonly escalatedAt: string | null;
  readonly settledBy: string | null;
  readonly createdAt: string;
  readonly version: number;
}

export const waysToMeet = ['home', 'phone', 'station', 'elsewhere'] as const;
export type WayToMeet = (typeof waysToMeet)[number];

export const reasonsNotMet = ['noAnswer', 'notHome', 'moved', 'otherReason'] as const;
export type ReasonNotMet = (typeof reasonsNotMet)[number];

export const reasonsToReschedule = ['personAsked', 'helperBusy', 'otherReason'] as const;
export type ReasonToReschedule = (typeof reasonsToReschedule)[number];

/** What a helper logged of one visit or attempt. */
export interface VisitRecord {
  readonly id: string;
  readonly personId: string;
  readonly visitId: string | null;
  readonly byAccount: string;
  readonly outcome: 'met' | 'notMet' | 'rescheduled';
  readonly happenedOn: Day;
  readonly how: WayToMeet | null;
  readonly reason: ReasonNotMet | ReasonToReschedule | null;
  readonly newDueOn: Day | null;
  readonly needs: readonly string[];
  readonly hasNote: boolean;
  readonly at: string;
  readonly version: number;
}

export interface Trigger {
  readonly id: string;
  readonly personId: string;
  readonly kind: TriggerKind;
  readonly urgent: boolean;
  readonly reportedBy: string;
  readonly reportedAt: string;
  readonly visitId: string | null;
  readonly endedAt: string | null;
  readonly version: number;
}

/** How a due visit stands on a day: what a list is sorted by. */
export function standing(visit: Pick<Visit, 'dueOn' | 'meetOn'>, today: Day): 'overdue' | 'today' | 'later' {
  const on = visit.meetOn !== null && visit.meetOn >= today ? visit.meetOn : visit.dueOn;
  if (on < today) return 'overdue';
  return on === today ? 'today' : 'later';
}
