import type { Arrival } from '../../people/arrival.ts';
import type { TeamMember } from '../../people/personFile.ts';
import type { Code } from '../../secrets/codes.ts';
import type { VisitInterval } from '../../visits/plan.ts';
import type { Visit } from '../../visits/visit.ts';
import type { Membership, Person } from '../world.ts';
import type { PlanChange } from './visits.ts';

type Versioned = { readonly id: string; readonly version: number };

/** Whose substitute is around which person, from now on and under this row of the team. */
export interface Cover {
  readonly memberId: string;
  readonly personId: string;
  readonly substitute: string;
}

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
  /**
   * Somebody stands in for a helper who is away. `absence`: the row that says so already; else `absenceId` is made. `ends`:
   * rows of the team that somebody else takes the place of; `begins`: it starts today, else on its first day.
   */
  | {
      readonly fact: 'absenceCovered';
      readonly absenceId: string;
      readonly absence: Versioned | null;
      readonly helper: string;
      readonly from: string;
      readonly until: string;
      readonly substitute: string | null;
      readonly begins: boolean;
      readonly ends: readonly Versioned[];
      readonly covers: readonly Cover[];
    }
  | {
      readonly fact: 'workerProposed';
      readonly account: string;
      readonly name: string;
      readonly phone: string | null;
      readonly membership: Pick<Membership, 'id' | 'role' | 'areaId' | 'departmentId'>;
      readonly code: Code;
    }
  | { readonly fact: 'messageResent'; readonly message: string }
  | {
      readonly fact: 'accountTakenOff';
      readonly account: string;
      readonly memberships: readonly Membership[];
      readonly members: readonly Versioned[];
      readonly absence: Versioned | null;
    };
