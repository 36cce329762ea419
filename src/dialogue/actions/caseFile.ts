import * as z from 'zod';
import { closingReasons } from '../../people/closing.ts';

const account = z.uuid();
const version = z.int().min(1);

/** Fields of a file that are to be other than they are; what is absent stays. */
export const correctionSchema = z.object({
  name: z.string().optional(),
  /** Null: there is none any more. */
  phone: z.string().nullable().optional(),
  area: z.uuid().optional(),
  releasedOn: z.iso.date().optional(),
  /** The day on the paper by which the person is expected. */
  paperDay: z.iso.date().optional(),
});
export type Correction = z.infer<typeof correctionSchema>;

/** How many cards are made at once. */
export const mostCards = 48;

/**
 * What is done with files at the desk. `account` is the person's, `version` the file's as it was shown. No choice of a chat ever
 * carries a correction or a merge, so words may stand in one: they go no further than the turn.
 */
export const caseFileActions = [
  z.object({ do: z.literal('correctFile'), account, version, accountVersion: version, correction: correctionSchema }),
  z.object({ do: z.literal('proposeClosing'), account, version, reason: z.enum(closingReasons) }),
  z.object({ do: z.literal('decideClosing'), closing: z.uuid(), approved: z.boolean() }),
  z.object({ do: z.literal('reopenFile'), account, version }),
  z.object({ do: z.literal('mergeFiles'), keep: account, keepVersion: version, gone: account, goneVersion: version }),
  z.object({ do: z.literal('makeCards'), accounts: z.array(account).min(1).max(mostCards) }),
] as const;
const caseFileActionSchema = z.discriminatedUnion('do', caseFileActions);
export type CaseFileAction = z.infer<typeof caseFileActionSchema>;

const names = new Set<string>(caseFileActions.map(({ shape }) => shape.do.value));
export function isCaseFileAction(action: { readonly do: string }): action is CaseFileAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfCaseFileAction(action: CaseFileAction): string {
  if (action.do !== 'decideClosing') return action.do;
  return action.approved ? 'closingYes' : 'closingNo';
}
