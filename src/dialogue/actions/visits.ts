import * as z from 'zod';
import { needKinds } from '../../people/needs.ts';
import { kindGroups, kindIds } from '../../referrals/kinds.ts';
import { reasonsNotMet, reasonsToReschedule, triggerKinds, waysToMeet } from '../../visits/visit.ts';

const visit = z.uuid();
const account = z.uuid();
const day = z.iso.date();

/** What a helper does: the due list, one visit, a report. `account` is the person's. */
const free = [
  z.object({ do: z.literal('dueVisits'), page: z.int().min(0) }),
  z.object({ do: z.literal('visit'), visit }),
  z.object({ do: z.literal('logVisit'), visit }),
  z.object({ do: z.literal('rescheduleVisit'), visit }),
  z.object({ do: z.literal('notReached'), visit }),
  z.object({ do: z.literal('proposeVisit'), visit }),
  z.object({ do: z.literal('myPeople'), page: z.int().min(0) }),
  z.object({ do: z.literal('helpedPerson'), account }),
  z.object({ do: z.literal('logContact'), account }),
  z.object({ do: z.literal('report'), account }),
  z.object({ do: z.literal('fileFor'), account }),
  z.object({ do: z.literal('groupFor'), account, group: z.enum(kindGroups) }),
  z.object({ do: z.literal('kindFor'), account, kind: z.enum(kindIds) }),
  z.object({ do: z.literal('away') }),
  z.object({ do: z.literal('backAgain') }),
] as const;

/** Answers to the question now shown. */
const bound = [
  z.object({ do: z.literal('how'), how: z.enum(waysToMeet) }),
  z.object({ do: z.literal('otherDay') }),
  z.object({ do: z.literal('pickDay'), day }),
  z.object({ do: z.literal('met') }),
  z.object({ do: z.literal('notMet'), reason: z.enum(reasonsNotMet) }),
  z.object({ do: z.literal('needSeen'), need: z.enum(needKinds) }),
  z.object({ do: z.literal('needsSeen') }),
  z.object({ do: z.literal('whyLater'), reason: z.enum(reasonsToReschedule) }),
  z.object({ do: z.literal('triggerSeen'), trigger: z.enum(triggerKinds) }),
  z.object({ do: z.literal('reportAs'), urgent: z.boolean() }),
  z.object({ do: z.literal('optionFor'), option: z.string() }),
  z.object({ do: z.literal('spokenYes') }),
  z.object({ do: z.literal('standIn'), account: z.uuid().nullable() }),
] as const;

export const visitActions = [...free, ...bound] as const;
export const boundVisitActions: readonly string[] = bound.map(({ shape }) => shape.do.value);
const visitActionSchema = z.discriminatedUnion('do', visitActions);
export type VisitAction = z.infer<typeof visitActionSchema>;

const names = new Set<string>(visitActions.map(({ shape }) => shape.do.value));
export function isVisitAction(action: { readonly do: string }): action is VisitAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfVisitAction(action: VisitAction): string {
  switch (action.do) {
    case 'how':
      return `how:${action.how}`;
    case 'notMet':
      return `notMet:${action.reason}`;
    case 'needSeen':
      return `needSeen:${action.need}`;
    case 'whyLater':
      return `whyLater:${action.reason}`;
    case 'triggerSeen':
      return `triggerSeen:${action.trigger}`;
    case 'reportAs':
      return action.urgent ? 'reportUrgent' : 'reportUsual';
    case 'pickDay':
      return `pickDay:${action.day}`;
    case 'groupFor':
      return `groupFor:${action.group}`;
    case 'kindFor':
      return `kindFor:${action.kind}`;
    case 'standIn':
      return action.account === null ? 'standIn:nobody' : 'standIn';
    default:
      return action.do;
  }
}
