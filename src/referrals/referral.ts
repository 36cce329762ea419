import type { Day } from '../calendar/day.ts';
import type { KindId } from './kinds.ts';

export const referralStates = [
  'new',
  'claimed',
  'waitingForPerson',
  'answered',
  'closed',
  'withdrawn',
  'refused',
] as const;
export type ReferralState = (typeof referralStates)[number];

/** A request on its way: one row, as the turn reads it. */
export interface Referral {
  readonly id: string;
  /** Nine digits in three groups, to be said on the phone. */
  readonly number: string;
  readonly personId: string;
  readonly areaId: string;
  readonly departmentId: string;
  readonly kind: KindId;
  readonly state: ReferralState;
  readonly urgent: boolean;
  readonly claimedBy: string | null;
  readonly filedBy: string;
  readonly expectedOn: Day;
  /** The expected day lies in a year whose holidays are not published yet (暂估). */
  readonly provisional: boolean;
  /** Since when the clock pauses, because a paper is awaited. */
  readonly pausedOn: Day | null;
  readonly firstWordAt: string | null;
  readonly helped: boolean | null;
  readonly createdAt: string;
  readonly version: number;
}

export const eventKinds = [
  'requested',
  'claimed',
  'takenOver',
  'personWrote',
  'staffWrote',
  'paperAsked',
  'paperReceived',
  'passedOn',
  'sentBack',
  'answered',
  'refused',
  'closed',
  'withdrawn',
  'reopened',
  'helpedSaid',
  'helpAsked',
  'expectedDayMoved',
  'departmentReminded',
  'coordinatorTold',
] as const;
export type ReferralEventKind = (typeof eventKinds)[number];

export interface ReferralEvent {
  readonly id: string;
  readonly position: number;
  readonly kind: ReferralEventKind;
  readonly byAccount: string | null;
  readonly at: string;
  readonly hasText: boolean;
}

/** A referral with what its reader may see of it. */
export interface ReferralFile {
  readonly referral: Referral;
  readonly person: {
    readonly id: string;
    readonly accountId: string;
    readonly areaId: string;
    /** There is one, and it is among what the person agreed to pass on. */
    readonly hasPhone: boolean;
  };
  readonly events: readonly ReferralEvent[];
  /** The person's yes to passing it on stands. */
  readonly isAgreed: boolean;
  /** Who asks stands in for whoever has it in hand and is away. */
  readonly standsIn: boolean;
}
