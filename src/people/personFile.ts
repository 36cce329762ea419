import type { Day } from '../calendar/day.ts';
import type { Person } from '../dialogue/world.ts';
import type { Trigger, Visit, VisitRecord } from '../visits/visit.ts';
import type { Arrival } from './arrival.ts';
import type { CheckIn } from './checkIn.ts';
import type { Need } from './needs.ts';

/** One of the helpers around a person. A volunteer who was asked for sees nothing yet. */
export interface TeamMember {
  readonly id: string;
  readonly accountId: string;
  readonly state: 'asked' | 'active';
  readonly isVolunteer: boolean;
  readonly substituteFor: string | null;
  readonly version: number;
}

/** One person's file, as far as whoever asks may see it. Names, phones and words are pointed at by id. */
export interface PersonFile {
  readonly person: Person;
  readonly hasPhone: boolean;
  /** Whether the person can be reached in a chat now. */
  readonly isReached: boolean;
  readonly arrival: Arrival | null;
  /** The check-in that is open now. */
  readonly checkIn: CheckIn | null;
  /** Visits that are due, the next first. */
  readonly visits: readonly Visit[];
  /** The last logged, newest first. */
  readonly records: readonly VisitRecord[];
  readonly lastMetOn: Day | null;
  readonly team: readonly TeamMember[];
  readonly needs: readonly Need[];
  readonly triggers: readonly Trigger[];
}
