import type { Calendar } from '../calendar/workingDays.ts';
import type { World } from '../dialogue/world.ts';
import type { TurnRead } from '../turn/readTurn.ts';
import type { Row } from '../turn/rows.ts';
import type { ClockOutcome } from './clockOutcome.ts';

/** One piece of the clock's work: what it is called in the log, and what it does. */
export interface DueWork {
  readonly rule: string;
  readonly subjectId: string;
  /** Unique: the second time it is refused like an update seen before. */
  readonly updateId: string;
  readonly timer: string | null;
  readonly decide: (read: TurnRead) => ClockOutcome;
  /** Whether it is still what was found: a process that was halted meanwhile, for a night, must not go on as if it were yesterday. */
  readonly stands?: (world: World) => boolean;
  readonly referralId?: string;
}

/**
 * A rule of the clock that looks for its own work. `find` is an SQL function `(at timestamptz, today date, most integer)`
 * that gives a jsonb array of rows; each becomes one piece of work, done once whoever finds it and however often.
 */
export interface ClockRule {
  readonly rule: string;
  /** Whether it is time to look at all. */
  readonly isTime: (now: Date, calendar: Calendar) => boolean;
  readonly find: string;
  readonly work: (row: Row, now: Date) => DueWork;
}
