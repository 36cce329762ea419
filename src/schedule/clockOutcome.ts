import type { Outcome } from '../dialogue/outcome.ts';

/** What a rule of the clock does: as a step's outcome, without a dialogue. */
export type ClockOutcome = Omit<Outcome, 'topic'>;

export const nothing: ClockOutcome = { changes: [], messages: [] };
