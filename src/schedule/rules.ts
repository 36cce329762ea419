import { absenceEnds } from './absenceEnds.ts';
import { checkInCloses, checkInNudge, checkInOpens } from './checkIns.ts';
import { morningList } from './morningList.ts';
import { periodEnd, visitReview } from './periods.ts';
import type { ClockRule } from './rule.ts';
import { visitQuestion } from './visitQuestion.ts';

/** Every rule of the clock that looks for its own work. */
export const clockRules: readonly ClockRule[] = [
  absenceEnds,
  checkInCloses,
  morningList,
  periodEnd,
  visitReview,
  checkInOpens,
  checkInNudge,
  visitQuestion,
];
