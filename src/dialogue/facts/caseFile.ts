import type { Day } from '../../calendar/day.ts';
import type { Arrival } from '../../people/arrival.ts';
import type { ClosingReason } from '../../people/closing.ts';
import type { Code } from '../../secrets/codes.ts';
import type { PlanChange } from './visits.ts';

type Versioned = { readonly id: string; readonly version: number };

/** What becomes true about a file at the desk. */
export type CaseFileFact =
  | {
      readonly fact: 'fileCorrected';
      readonly person: Versioned;
      readonly account: Versioned;
      readonly name: string | undefined;
      readonly phone: string | null | undefined;
      readonly area: string | undefined;
      readonly released: { readonly on: Day; readonly helpedUntil: Day } | undefined;
      readonly arrival: (Pick<Arrival, 'id' | 'version'> & { readonly dueOn: Day }) | undefined;
      readonly plan: PlanChange | null;
    }
  | {
      readonly fact: 'closingProposed';
      readonly closingId: string;
      readonly personId: string;
      readonly reason: ClosingReason;
    }
  | {
      readonly fact: 'closingDecided';
      readonly closing: Versioned;
      readonly personId: string;
      readonly outcome: 'approved' | 'refused' | 'withdrawn';
    }
  | {
      readonly fact: 'fileReopened';
      readonly person: Versioned;
      readonly nextCheckInOn: Day;
      readonly plan: PlanChange | null;
    }
  /** `keep` goes on with all that `gone` had. Accounts and versions of both. */
  | { readonly fact: 'filesMerged'; readonly personId: string; readonly keep: MergedFile; readonly gone: MergedFile }
  | { readonly fact: 'cardMade'; readonly account: string; readonly code: Code };

export interface MergedFile {
  readonly personId: string;
  readonly accountId: string;
  readonly version: number;
}
