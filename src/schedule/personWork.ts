import { minutesOfDay } from '../calendar/day.ts';
import { isQuiet } from '../calendar/quietHours.ts';
import type { World } from '../dialogue/world.ts';
import type { PersonFile } from '../people/personFile.ts';
import { type PersonFileRows, personFileFrom } from '../turn/personFile.ts';
import type { Row } from '../turn/rows.ts';
import type { ClockOutcome } from './clockOutcome.ts';
import type { DueWork } from './rule.ts';

/** A row of `76_due_people.sql`. */
interface DuePerson {
  readonly file: PersonFileRows;
  readonly subject: string;
  readonly slot: string;
}

/** One piece of work about a person, from their file as it was when the work was found. */
export function personWork(
  rule: string,
  row: Row,
  decide: (file: PersonFile, subject: string, world: World) => ClockOutcome,
): DueWork {
  const { file, subject, slot } = row as unknown as DuePerson;
  return {
    rule,
    subjectId: subject,
    updateId: `${rule} ${subject} ${slot}`,
    timer: null,
    decide: ({ world }) => decide(personFileFrom(file), subject, world),
  };
}

/** Nobody is asked anything before this hour. */
const morningHour = 9;

export function isDaytime(now: Date): boolean {
  return minutesOfDay(now) >= morningHour * 60 && !isQuiet(now);
}
