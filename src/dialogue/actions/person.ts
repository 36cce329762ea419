import * as z from 'zod';

/** What a person does about their own arrival, check-ins, visits and helpers. */
const free = [
  z.object({ do: z.literal('myHelpers') }),
  z.object({ do: z.literal('visitAnswer'), visit: z.uuid(), answer: z.enum(['yes', 'change', 'swap']) }),
] as const;

const bound = [] as const;

export const personActions = [...free, ...bound] as const;
export const boundPersonActions: readonly string[] = [];
const personActionSchema = z.discriminatedUnion('do', personActions);
export type PersonAction = z.infer<typeof personActionSchema>;

const names = new Set<string>(personActions.map(({ shape }) => shape.do.value));
export function isPersonAction(action: { readonly do: string }): action is PersonAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfPersonAction(action: PersonAction): string {
  return action.do === 'visitAnswer' ? `visitAnswer:${action.answer}` : action.do;
}
