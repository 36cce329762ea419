import { addMonths, type Day } from '../calendar/day.ts';
import type { PersonFile } from './personFile.ts';

/** 四个一: one file, one team, one agreement, and a visit every half year. */
export const fourOnes = ['file', 'team', 'agreement', 'visit'] as const;
export type One = (typeof fourOnes)[number];
/** `unknown`: this program does not keep it yet, and so cannot say. */
export type OneState = 'there' | 'missing' | 'unknown';

/** The checklist of a person: the file is there once it can be asked about. */
export function fourOnesOf(
  { team, lastMetOn }: Pick<PersonFile, 'team' | 'lastMetOn'>,
  today: Day,
): Readonly<Record<One, OneState>> {
  return {
    file: 'there',
    team: team.some(({ state }) => state === 'active') ? 'there' : 'missing',
    agreement: 'unknown',
    visit: lastMetOn !== null && lastMetOn > addMonths(today, -6) ? 'there' : 'missing',
  };
}
