import type { Arrival, Staying } from '../../people/arrival.ts';
import type { Consent } from '../../people/consent.ts';
import type { Need } from '../../people/needs.ts';
import type { Account, Person } from '../world.ts';

type Versioned<Row extends { readonly id: string; readonly version: number }> = Pick<Row, 'id' | 'version'>;

/** What becomes true when a person decides about what is held about them. */
export type OwnDataFact =
  | { readonly fact: 'consentWithdrawn'; readonly consent: Versioned<Consent> }
  /** A volunteer is one of the helpers only by the person's yes, so both end together. */
  | {
      readonly fact: 'volunteerStopped';
      readonly consent: Versioned<Consent>;
      readonly member: { readonly id: string; readonly version: number } | null;
    }
  | { readonly fact: 'storyAgreed'; readonly personId: string }
  | { readonly fact: 'needDropped'; readonly need: Versioned<Need> }
  | { readonly fact: 'nameCorrected'; readonly account: Versioned<Account>; readonly name: string }
  | { readonly fact: 'phoneCorrected'; readonly account: Versioned<Account>; readonly phone: string }
  | {
      readonly fact: 'stayingCorrected';
      readonly account: Versioned<Account>;
      readonly arrival: Versioned<Arrival>;
      readonly staying: Staying;
    }
  | { readonly fact: 'copyAsked'; readonly account: string; readonly link: string }
  /** `openRequests`: of how many the departments are told. */
  | { readonly fact: 'personErased'; readonly person: Versioned<Person>; readonly openRequests: number };
