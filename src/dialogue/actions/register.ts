import * as z from 'zod';

/** What a coordinator does with the people, teams and lists of their area. */
const free = [z.object({ do: z.literal('register') })] as const;

const bound = [] as const;

export const registerActions = [...free, ...bound] as const;
export const boundRegisterActions: readonly string[] = [];
const registerActionSchema = z.discriminatedUnion('do', registerActions);
export type RegisterAction = z.infer<typeof registerActionSchema>;

const names = new Set<string>(registerActions.map(({ shape }) => shape.do.value));
export function isRegisterAction(action: { readonly do: string }): action is RegisterAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfRegisterAction(action: RegisterAction): string {
  return action.do;
}
