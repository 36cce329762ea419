import type { Day } from '../../calendar/day.ts';

type Versioned = { readonly id: string; readonly version: number };

/** Somebody of a department who is away, and who stands in for them there. */
export interface StaffAbsence {
  readonly id: string;
  readonly accountId: string;
  readonly departmentId: string;
  readonly substituteId: string;
  readonly fromDay: Day;
  readonly untilDay: Day;
}

/** What becomes true about how a department works. */
export type StaffFact =
  /** `begins`: with this turn; else the clock begins it on its first day. */
  | { readonly fact: 'staffAway'; readonly absence: StaffAbsence; readonly begins: boolean }
  | { readonly fact: 'staffAwayBegan'; readonly absence: Versioned }
  | { readonly fact: 'staffBack'; readonly absence: Versioned }
  | {
      readonly fact: 'templateWritten';
      readonly template: Versioned & { readonly departmentId: string; readonly title: string; readonly text: string };
      readonly isNew: boolean;
    }
  | { readonly fact: 'templateRemoved'; readonly template: Versioned };
