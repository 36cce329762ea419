/** What of a person's data somebody can have seen, and for what. Names of fields only, as the audit keeps them. */
import type { KindId } from '../referrals/kinds.ts';

export const seenFields = [
  'name',
  'phone',
  'answers',
  'words',
  'needs',
  'triggers',
  'visits',
  'arrival',
  'helpers',
  'intervals',
  'requests',
  'looks',
  'staying',
  'consents',
  'checkIns',
] as const;
export type SeenField = (typeof seenFields)[number];

/** Why somebody saw it: what they were doing. */
export const seenReasons = ['request', 'visit', 'call', 'arrival', 'file', 'message'] as const;
export type SeenReason = (typeof seenReasons)[number];

/** `shown` was asked for and answered, `listed` is a name among others, `told` came without being asked for. */
export type SeenHow = 'shown' | 'listed' | 'told';

/** One look as the person is told of it: a day's looks of one worker for one reason are one. */
export interface Look {
  readonly day: string;
  readonly account: string;
  readonly isTold: boolean;
  readonly reason: SeenReason;
  readonly fields: readonly SeenField[];
  readonly role: 'helper' | 'volunteer' | 'staff' | 'coordinator' | 'office' | null;
  readonly departmentId: string | null;
  readonly areaId: string | null;
  /** Of the request it was for. */
  readonly kind: KindId | null;
  readonly number: string | null;
}
