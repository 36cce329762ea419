import { addDays, instantAt } from '../calendar/day.ts';
import { addOpenHours, nextOpen } from '../calendar/officeHours.ts';
import { addWorkingDays, type Calendar } from '../calendar/workingDays.ts';
import type { Department } from '../organisation/directory.ts';
import { type AnswerWithin, requestKinds } from './kinds.ts';
import { endOfOffice, firstWordDue } from './lifeCycle.ts';
import type { Referral, ReferralEventKind, ReferralFile } from './referral.ts';

export const referralRules = ['departmentReminder', 'coordinatorReminder', 'expectedDay'] as const;
export type ReferralRule = (typeof referralRules)[number];

export interface Deadline {
  readonly rule: ReferralRule;
  /** `<department>:<version>`, and the expected day where it is about one: what must still be so for it to mean anything. */
  readonly slot: string;
  readonly at: Date;
}

/** What will be looked at again once a request stands in a department's queue: its first word, then its expected day. */
export function deadlinesInQueue(
  calendar: Calendar,
  referral: Referral,
  department: Department,
  now: Date,
  today: string,
): Deadline[] {
  const due = firstWordDue(calendar, department, referral.urgent, now, today);
  const then = referral.urgent
    ? addOpenHours(calendar, department.officeHours, due, 1)
    : endOfOffice(department, addWorkingDays(calendar, today, 2).day);
  const slot = `${referral.departmentId}:${referral.version}`;
  return [
    { rule: 'departmentReminder', slot, at: due },
    { rule: 'coordinatorReminder', slot, at: then },
    expectedDayDeadline(calendar, referral, department),
  ];
}

/** Moves that bring a request into a queue, from where its deadlines count. */
const arrivals = new Set<ReferralEventKind>(['requested', 'passedOn', 'sentBack']);

/** Whether a deadline is about this stay in this queue: a request that went away and came back has deadlines of its own. */
export function isCurrent(slot: string, { referral, events }: Pick<ReferralFile, 'referral' | 'events'>): boolean {
  const [departmentId, version] = slot.split(':');
  const cameAnew = events.some(({ kind, position }) => arrivals.has(kind) && position > Number(version));
  return departmentId === referral.departmentId && !cameAnew;
}

/** The first office hour after the expected day. */
export function expectedDayDeadline(calendar: Calendar, referral: Referral, department: Department): Deadline {
  const dayAfter = instantAt(addDays(referral.expectedOn, 1), 0);
  return {
    rule: 'expectedDay',
    slot: `${referral.departmentId}:${referral.version}:${referral.expectedOn}`,
    at: nextOpen(calendar, department.officeHours, dayAfter),
  };
}

/** The new day that goes with an apology: as long again as the kind usually takes, at least 1 and at most 5 working days. */
export function postponedDay(
  calendar: Calendar,
  { kind }: Referral,
  today: string,
  { count }: AnswerWithin = requestKinds[kind].answerWithin,
) {
  return addWorkingDays(calendar, today, Math.min(5, Math.max(1, count)));
}
