import { addDays, type Day, dayOf, instantAt } from '../calendar/day.ts';
import { addOpenHours, nextOpen } from '../calendar/officeHours.ts';
import { addCalendarDays, addWorkingDays, type Calendar, type DueDay, isWorkingDay } from '../calendar/workingDays.ts';
import type { Department } from '../organisation/directory.ts';
import { type AnswerWithin, type KindId, type RequestKind, requestKinds } from './kinds.ts';
import type { Referral, ReferralEventKind, ReferralState } from './referral.ts';

const open: readonly ReferralState[] = ['new', 'claimed', 'waitingForPerson'];
const alive: readonly ReferralState[] = [...open, 'answered'];
const ended: readonly ReferralState[] = ['answered', 'closed', 'refused'];

/** From which states a move may be made, and where it leads; `same` stays where it is. */
const moves: Record<
  ReferralEventKind,
  { readonly from: readonly ReferralState[]; readonly to: ReferralState | 'same' }
> = {
  requested: { from: [], to: 'new' },
  claimed: { from: ['new'], to: 'claimed' },
  takenOver: { from: ['claimed', 'waitingForPerson', 'answered'], to: 'same' },
  personWrote: { from: alive, to: 'same' },
  helpAsked: { from: [...alive, 'refused'], to: 'same' },
  staffWrote: { from: alive, to: 'same' },
  paperAsked: { from: ['claimed', 'answered'], to: 'waitingForPerson' },
  paperReceived: { from: ['waitingForPerson'], to: 'claimed' },
  passedOn: { from: open, to: 'new' },
  sentBack: { from: open, to: 'new' },
  answered: { from: ['claimed', 'waitingForPerson', 'answered'], to: 'answered' },
  refused: { from: ['claimed', 'waitingForPerson'], to: 'refused' },
  closed: { from: ['claimed', 'answered'], to: 'closed' },
  withdrawn: { from: alive, to: 'withdrawn' },
  reopened: { from: ended, to: 'claimed' },
  helpedSaid: { from: ended, to: 'same' },
  expectedDayMoved: { from: open, to: 'same' },
  departmentReminded: { from: open, to: 'same' },
  coordinatorTold: { from: open, to: 'same' },
};

export function isOpen(referral: Referral): boolean {
  return open.includes(referral.state);
}

/** Whether it is the person who cannot go on: a paper is awaited, or the answer was no. */
export function isStuck(referral: Referral): boolean {
  return referral.state === 'waitingForPerson' || referral.state === 'refused';
}

export function canMove(referral: Referral, move: ReferralEventKind): boolean {
  return moves[move].from.includes(referral.state);
}

/**
 * The referral after a move, its version not yet counted up; undefined when its state does not allow the move. The clock
 * pauses only while a paper is awaited, and a request that is new to a queue is nobody's yet.
 */
export function moved(
  referral: Referral,
  move: ReferralEventKind,
  patch: Partial<Referral> = {},
): Referral | undefined {
  if (!canMove(referral, move)) return undefined;
  const { to } = moves[move];
  const state = to === 'same' ? referral.state : to;
  const pausedOn = state === 'waitingForPerson' ? referral.pausedOn : null;
  const unclaimed = to === 'new' ? { claimedBy: null, firstWordAt: null } : {};
  return { ...referral, state, pausedOn, ...unclaimed, ...patch };
}

/** By when a person is told to expect an answer from a department that gets the request now; `within` as the office set it. */
export function promiseOf(
  calendar: Calendar,
  kind: KindId,
  department: Department,
  now: Date,
  within: AnswerWithin = requestKinds[kind].answerWithin,
): Pick<Referral, 'expectedOn' | 'provisional'> {
  const { urgent }: RequestKind = requestKinds[kind];
  // "The same day" begins when somebody is there.
  const start = urgent ? nextHuman(calendar, department, now) : now;
  const { day, provisional } = expectedDay(calendar, within, dayOf(start));
  return { expectedOn: day, provisional };
}

/** `start` does not count. PRC working days, or calendar days by kind. */
function expectedDay(calendar: Calendar, { unit, count }: AnswerWithin, start: Day): DueDay {
  return unit === 'workingDays' ? addWorkingDays(calendar, start, count) : addCalendarDays(calendar, start, count);
}

/** The expected day after a pause since `pausedOn`: later by as many working days as the pause took. */
export function resumedDay(calendar: Calendar, expectedOn: Day, pausedOn: Day, today: Day): DueDay {
  let paused = 0;
  for (let day = addDays(pausedOn, 1); day <= today; day = addDays(day, 1)) {
    if (isWorkingDay(calendar, day)) paused += 1;
  }
  return addWorkingDays(calendar, expectedOn, paused);
}

/** When the first human word is due: two office hours for urgent matters, else the end of the next working day. */
export function firstWordDue(calendar: Calendar, department: Department, urgent: boolean, now: Date, today: Day): Date {
  if (urgent) return addOpenHours(calendar, department.officeHours, now, 2);
  const next = addWorkingDays(calendar, today, 1).day;
  return endOfOffice(department, next);
}

/** When somebody at the department answers at the earliest: now while it is open. */
export function nextHuman(calendar: Calendar, department: Department, now: Date): Date {
  return nextOpen(calendar, department.officeHours, now);
}

/** The end of a day's last office period. */
export function endOfOffice(department: Department, day: Day): Date {
  const last = department.officeHours.periods.at(-1)?.to ?? '18:00';
  const [hour = 18, minute = 0] = last.split(':').map(Number);
  return instantAt(day, hour, minute);
}
