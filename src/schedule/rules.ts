import { absenceEnds } from './absenceEnds.ts';
import { morningList } from './morningList.ts';
import type { ClockRule } from './rule.ts';

/** Every rule of the clock that looks for its own work. */
export const clockRules: readonly ClockRule[] = [absenceEnds, morningList];
