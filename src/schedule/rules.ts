import { absenceEnds } from './absenceEnds.ts';
import { arrivalLate } from './arrivalLate.ts';
import { daySummary } from './daySummary.ts';
import { morningList } from './morningList.ts';
import { mustVisitLate } from './mustVisitLate.ts';
import type { ClockRule } from './rule.ts';

/** Every rule of the clock that looks for its own work. */
export const clockRules: readonly ClockRule[] = [absenceEnds, morningList, mustVisitLate, arrivalLate, daySummary];
