import type { ApplyContext } from '../context.ts';

/** Which wording of the consent questions in `locales/` was shown. Count up when their meaning changes. */
const wordingVersion = '2026-12';

/** Who no longer helps has no yes any more, if they ever needed one. */
export function endVolunteering(context: ApplyContext, personId: string, accountId: string): void {
  context.rows.named.set('withdrawConsent', { personId, purpose: 'volunteer', accountId });
}

/** One yes, as it was given: in the wording that was shown, for one purpose. */
export function consentRow(
  context: ApplyContext,
  given: {
    personId: string;
    purpose: string;
    departmentId: string | null;
    referralId: string | null;
    fields: readonly string[];
    spokenTo?: string | null;
  },
): object {
  return {
    id: crypto.randomUUID(),
    ...given,
    wording: wordingVersion,
    givenAt: context.world.now.toISOString(),
    withdrawnAt: null,
    version: 1,
  };
}
