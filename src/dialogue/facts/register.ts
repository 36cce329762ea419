import type { Arrival } from '../../people/arrival.ts';
import type { TeamMember } from '../../people/personFile.ts';
import type { Code } from '../../secrets/codes.ts';
import type { VisitInterval } from '../../visits/plan.ts';
import type { Visit } from '../../visits/visit.ts';
import type { Membership, Person } from '../world.ts';
import type { PlanChange } from './visits.ts';

type Versioned = { readonly id: string; readonly version: number };

/** What becomes true through a coordinator: people registered, teams formed, papers seen, accounts taken off. */
export type RegisterFact =
  | {
      readonly fact: 'personRegistered';
      readonly person: Person;
      readonly name: string;
      readonly phone: string | null;
      readonly arrival: Pick<Arrival, 'id' | 'dueOn' | 'number'>;
      readonly code: Code;
    }
  | {
      readonly fact: 'helperAdded';
      readonly memberId: string;
      readonly personId: string;
      readonly helper: string;
      readonly isVolunteer: boolean;
    }
  /** `swaps`: visits at which the person wished for somebody else, which this fulfils. */
  | {
      readonly fact: 'helperRemoved';
      readonly member: Pick<TeamMember, 'id' | 'version' | 'accountId'>;
      readonly personId: string;
      readonly swaps: readonly Visit[];
    }
  | {
      readonly fact: 'visitsAgreed';
      readonly person: Person;
      readonly months: VisitInterval;
      readonly plan: PlanChange | null;
    }
  | { readonly fact: 'checkInsAgreed'; readonly person: Person; readonly months: number }
  | { readonly fact: 'fileShielded'; readonly person: Versioned; readonly shielded: boolean }
  | { readonly fact: 'paperSeen'; readonly arrival: Versioned }
  | {
      readonly fact: 'arrivedInPerson';
      readonly arrival: Versioned;
      readonly person: Person;
      readonly nextCheckInOn: string;
      readonly plan: PlanChange | null;
    }
  | { readonly fact: 'arrivalLateTold'; readonly arrival: Versioned }
  | { readonly fact: 'nudged'; readonly subject: string }
  | { readonly fact: 'messageResent'; readonly message: string }
  | {
      readonly fact: 'accountTakenOff';
      readonly account: string;
      readonly memberships: readonly Membership[];
      readonly members: readonly Versioned[];
      readonly absence: Versioned | null;
    };
