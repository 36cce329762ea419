import type { Person } from './world.ts';

/** What a turn of staff looks up before it decides. */
export type StaffSearch =
  | { readonly what: 'template'; readonly template: string }
  | { readonly what: 'colleagues'; readonly department: string }
  | { readonly what: 'ownAbsence'; readonly absence: string }
  | { readonly what: 'reception'; readonly account: string };

export interface StaffFound {
  readonly template: { readonly id: string; readonly departmentId: string; readonly version: number } | null;
  /** Who of the department could stand in for the sender. */
  readonly colleagues: readonly string[];
  /** The sender has an absence there that has not ended. */
  readonly isAway: boolean;
  /** The sender's own, not ended. */
  readonly absence: {
    readonly id: string;
    readonly version: number;
    readonly departmentId: string;
    readonly substituteId: string;
    readonly begun: boolean;
  } | null;
  /** A person for whom the sender may write down a request. */
  readonly received: { readonly person: Person; readonly hasPhone: boolean } | null;
}
