import * as z from 'zod';
import { kindIds } from '../../referrals/kinds.ts';
import { answerSchema } from '../standing/answer.ts';

const day = z.iso.date();
const department = z.uuid();

/** How long a template's title and its text may be, in characters. */
export const mostInTemplate = { title: 60, text: 2000 } as const;

/** What staff do at the desk alone. Each says all it is about, and so is bound to no question. `account` is the person's. */
export const staffActions = [
  z.object({ do: z.literal('reopenForPerson'), referral: z.uuid() }),
  z.object({ do: z.literal('staffAway'), department, from: day, until: day, substitute: z.uuid() }),
  z.object({ do: z.literal('staffBack'), absence: z.uuid() }),
  z.object({
    do: z.literal('writeTemplate'),
    department,
    template: z.uuid().nullable(),
    version: z.int(),
    title: z.string().min(1).max(mostInTemplate.title),
    text: z.string().min(1).max(mostInTemplate.text),
  }),
  z.object({ do: z.literal('removeTemplate'), template: z.uuid() }),
  z.object({
    do: z.literal('receive'),
    account: z.uuid(),
    kind: z.enum(kindIds),
    answers: z.array(answerSchema),
    urgent: z.boolean(),
  }),
] as const;

const staffActionSchema = z.discriminatedUnion('do', staffActions);
export type StaffAction = z.infer<typeof staffActionSchema>;

const names = new Set<string>(staffActions.map(({ shape }) => shape.do.value));
export function isStaffAction(action: { readonly do: string }): action is StaffAction {
  return names.has(action.do);
}
