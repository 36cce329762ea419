import * as z from 'zod';

const login = z.uuid();

/** What somebody who works here does about their desk: a link to it, what waits for their number, and who is in. */
export const deskActions = [
  z.object({ do: z.literal('desk') }),
  z.object({ do: z.literal('deskNumber'), login }),
  z.object({ do: z.literal('deskRefuse'), login }),
  z.object({ do: z.literal('deskSessions') }),
  z.object({ do: z.literal('endDeskSession'), session: z.uuid() }),
  z.object({ do: z.literal('endDeskSessions') }),
  z.object({ do: z.literal('deskPin') }),
] as const;

const deskActionSchema = z.discriminatedUnion('do', deskActions);
export type DeskAction = z.infer<typeof deskActionSchema>;

const names = new Set<string>(deskActions.map(({ shape }) => shape.do.value));
export function isDeskAction(action: { readonly do: string }): action is DeskAction {
  return names.has(action.do);
}
