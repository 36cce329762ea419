import { absenceBegins } from './absenceBegins.ts';
import { absenceEnds } from './absenceEnds.ts';
import { arrivalLate } from './arrivalLate.ts';
import { checkInCloses, checkInNudge, checkInOpens } from './checkIns.ts';
import { daySummary } from './daySummary.ts';
import { morningList } from './morningList.ts';
import { mustVisitLate } from './mustVisitLate.ts';
import { periodEnd, visitReview } from './periods.ts';
import type { ClockRule } from './rule.ts';
import { staffAbsences } from './staffAbsences.ts';
import { chatClosed, deadLetters } from './undelivered.ts';
import { visitQuestion } from './visitQuestion.ts';

/** Every rule of the clock that looks for its own work. */
export const clockRules: readonly ClockRule[] = [
  absenceEnds,
  staffAbsences,
  absenceBegins,
  checkInCloses,
  chatClosed,
  deadLetters,
  morningList,
  periodEnd,
  visitReview,
  checkInOpens,
  checkInNudge,
  visitQuestion,
  mustVisitLate,
  arrivalLate,
  daySummary,
];
