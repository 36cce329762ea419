import type { Day } from '../calendar/day.ts';

/** Why a file is closed before its time. Help stays open whichever it is; nobody is told anything where the person has died. */
export const closingReasons = ['enoughHelp', 'moved', 'askedToStop', 'died'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** A proposal that waits for a second human. */
export interface FileClosing {
  readonly id: string;
  readonly personId: string;
  readonly reason: ClosingReason;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly version: number;
}

/** A file that was closed goes on while its helping period has not run out by itself. */
export function mayReopen(
  { periodEndedAt, helpedUntil }: { readonly periodEndedAt: string | null; readonly helpedUntil: Day | null },
  today: Day,
): boolean {
  return periodEndedAt !== null && (helpedUntil === null || helpedUntil >= today);
}
