import type { Day } from '../../calendar/day.ts';
import type { Arrival, Staying } from '../../people/arrival.ts';
import type { CheckIn } from '../../people/checkIn.ts';
import type { Need, NeedKind } from '../../people/needs.ts';
import type { TeamMember } from '../../people/personFile.ts';
import type { Visit } from '../../visits/visit.ts';
import type { Account, Person } from '../world.ts';
import type { PlanChange } from './visits.ts';

type Versioned<Row extends { readonly id: string; readonly version: number }> = Pick<Row, 'id' | 'version'>;

/** A task for the helpers: to call, or to ask in person how somebody is. */
export interface HelperTask {
  readonly personId: string;
  readonly areaId: string;
  readonly slot: string;
}

/** What was said; what stood before under the same kind ends, so that a need lasts from when it was last said. */
export interface NeedsSaid {
  readonly kinds: readonly NeedKind[];
  readonly replaces: readonly Versioned<Need>[];
}

/** What becomes true about a person's arrival, check-ins, needs and helpers. */
export type PersonFact =
  | {
      readonly fact: 'arrivalReported';
      readonly arrival: Versioned<Arrival>;
      readonly staying: Staying;
      /** A number that was typed; null keeps what is on file. */
      readonly phone: string | null;
      readonly account: Versioned<Account>;
      readonly person: Person;
      readonly plan: PlanChange | null;
      readonly needs: NeedsSaid;
    }
  | { readonly fact: 'checkInOpened'; readonly person: Person; readonly checkIn: CheckIn }
  | { readonly fact: 'checkInNudged'; readonly checkIn: Versioned<CheckIn> }
  | {
      readonly fact: 'checkInClosed';
      readonly checkIn: Versioned<CheckIn>;
      readonly state: 'missed' | 'paused';
      readonly task: HelperTask | null;
    }
  | {
      readonly fact: 'checkedIn';
      readonly checkIn: CheckIn;
      /** It answers the window that was open; else it is a new row. */
      readonly wasOpen: boolean;
      /** Changed when it counts for the next window. */
      readonly person: Person | null;
      readonly personId: string;
      readonly needs: NeedsSaid;
      readonly task: HelperTask | null;
    }
  | { readonly fact: 'chatClosedNoticed'; readonly task: HelperTask }
  | {
      readonly fact: 'helperDeclined';
      readonly member: Pick<TeamMember, 'id' | 'version' | 'accountId'>;
      readonly personId: string;
    }
  | {
      readonly fact: 'volunteerAnswered';
      readonly member: Pick<TeamMember, 'id' | 'version' | 'accountId'>;
      readonly personId: string;
      readonly yes: boolean;
    }
  | { readonly fact: 'visitAsked'; readonly visit: Versioned<Visit> }
  | {
      readonly fact: 'visitAnswered';
      readonly visit: Versioned<Visit>;
      readonly answer: 'yes' | 'change' | 'swap';
      /** The day that is agreed now; absent keeps what was proposed. */
      readonly meetOn?: Day;
    }
  | { readonly fact: 'remindersPaused'; readonly person: Versioned<Person> }
  | { readonly fact: 'remindersResumed'; readonly person: Versioned<Person> }
  | {
      readonly fact: 'periodEnded';
      readonly person: Versioned<Person>;
      readonly cancelled: readonly Visit[];
      readonly checkIn: Versioned<CheckIn> | null;
    }
  | { readonly fact: 'visitsReviewed'; readonly person: Versioned<Person>; readonly plan: PlanChange | null };
