/** What a chat may know of its account's desk. */

type Versioned = { readonly id: string; readonly version: number };

export const loginPurposes = ['enter', 'stepUp'] as const;

/** A way in, or a proof that is asked for. `number`: what the browser shows, once one is bound. Instants as ISO 8601. */
export interface DeskLogin extends Versioned {
  readonly purpose: (typeof loginPurposes)[number];
  readonly sessionId: string | null;
  readonly number: string | null;
  readonly browser: string | null;
  readonly attempts: number;
  readonly expiresAt: string;
  readonly confirmedAt: string | null;
  readonly endedAt: string | null;
}

export interface DeskSession extends Versioned {
  readonly browser: string;
  readonly createdAt: string;
}

export interface DeskPin extends Versioned {
  readonly attempts: number;
  readonly lockedUntil: string | null;
}

/** `digits` and `again` (a hash) leave the program in no form: what was typed is compared before the search comes back. */
export interface DeskSearch {
  readonly what: 'desk';
  readonly login?: string;
  readonly digits?: string;
  readonly again?: string;
}

export interface DeskFound {
  /** The one that was asked for. */
  readonly login: DeskLogin | null;
  /** Links that were made before and let nobody in. */
  readonly unused: readonly Versioned[];
  /** Who is in now, the newest first; eight at most. */
  readonly sessions: readonly DeskSession[];
  /** Whether the account's chat lies in the browser itself, so that a number typed there proves nothing. */
  readonly onlyWeb: boolean;
  readonly pin: DeskPin | null;
  /** Of the digits that were typed: whether they are the PIN, whether they are those of `again`, and their salted, keyed hash. */
  readonly typed: { readonly isPin: boolean; readonly isAgain: boolean; readonly hash: string } | null;
}
