import type { Membership } from '../dialogue/world.ts';

/** Who sits at the desk: volunteers and helpers have their chat. */
export const deskRoles = ['staff', 'coordinator', 'office'] as const;
export type DeskRole = (typeof deskRoles)[number];

/**
 * Who may open a page or press a button: everybody (the way in), whoever is signed in, or who has one of these roles. Where a
 * row lies is not asked here: the database shows nobody what is not theirs.
 */
export type Policy = 'everybody' | 'signedIn' | readonly DeskRole[];

export function allows(policy: Policy, memberships: readonly Membership[] | undefined): boolean {
  if (policy === 'everybody') return true;
  if (memberships === undefined) return false;
  if (policy === 'signedIn') return true;
  return policy.some((role) => memberships.some((membership) => membership.role === role));
}

/** Throws when something that the program serves says nothing of who may use it. */
export function checkPolicy(what: string, policy: unknown): void {
  const known =
    policy === 'everybody' ||
    policy === 'signedIn' ||
    (Array.isArray(policy) &&
      policy.length > 0 &&
      policy.every((role) => (deskRoles as readonly unknown[]).includes(role)));
  if (!known) throw new Error(`${what} has no policy`);
}
