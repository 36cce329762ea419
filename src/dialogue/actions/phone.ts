import * as z from 'zod';

/** What somebody does about the phone or page in their hand, and a coordinator about one that was lost. */
const free = [
  z.object({ do: z.literal('phone') }),
  z.object({ do: z.literal('hideScreens') }),
  z.object({ do: z.literal('showScreens') }),
  z.object({ do: z.literal('leavePhone') }),
  z.object({ do: z.literal('tellFolded'), folded: z.boolean() }),
  z.object({ do: z.literal('lostPhone'), account: z.uuid() }),
] as const;

/** Answers to the question now shown. */
const bound = [z.object({ do: z.literal('leavePhoneNow') })] as const;

export const phoneActions = [...free, ...bound] as const;
export const boundPhoneActions: readonly string[] = bound.map(({ shape }) => shape.do.value);
const phoneActionSchema = z.discriminatedUnion('do', phoneActions);
export type PhoneAction = z.infer<typeof phoneActionSchema>;

const names = new Set<string>(phoneActions.map(({ shape }) => shape.do.value));
export function isPhoneAction(action: { readonly do: string }): action is PhoneAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfPhoneAction(action: PhoneAction): string {
  return action.do === 'tellFolded' ? (action.folded ? 'tellFolded' : 'tellPlainly') : action.do;
}
