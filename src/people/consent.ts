import type { KindId } from '../referrals/kinds.ts';

export const consentPurposes = ['contact', 'passOn', 'volunteer', 'story'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** A yes that stands, as it was given. `kind` is that of the request it is about. */
export interface Consent {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly departmentId: string | null;
  readonly referralId: string | null;
  readonly accountId: string | null;
  readonly spokenTo: string | null;
  readonly fields: readonly string[];
  readonly wording: string;
  readonly givenAt: string;
  readonly kind: KindId | null;
  readonly version: number;
}

/** How long the law wants it to be on record that somebody agreed, once everything else about them is erased. */
export const consentKeptYears = 3;
/** How long a backup may be kept, and with it the key of somebody who was erased. */
export const backupKeptDays = 30;
/** A link to a copy opens for as long. */
export const copyLinkMinutes = 15;
