import * as z from 'zod';
import { stayingOptions } from '../../people/arrival.ts';
import { feelings } from '../../people/checkIn.ts';
import { basicNeeds, needKinds } from '../../people/needs.ts';
import { ownTriggerKinds } from '../../visits/visit.ts';

const visit = z.uuid();
/** One of the helpers around the person: a row of the team. */
const member = z.uuid();

/** What a person does about their own arrival, check-ins, visits and helpers. */
const free = [
  z.object({ do: z.literal('myHelpers') }),
  z.object({ do: z.literal('whoLooked'), page: z.int().min(0) }),
  z.object({ do: z.literal('changeHelper') }),
  z.object({ do: z.literal('declineHelper'), member }),
  z.object({ do: z.literal('volunteerAnswer'), member, yes: z.boolean() }),
  z.object({ do: z.literal('pauseReminders') }),
  z.object({ do: z.literal('resumeReminders') }),
  z.object({ do: z.literal('tellTrigger') }),
  z.object({ do: z.literal('feel'), feeling: z.enum(feelings) }),
  z.object({ do: z.literal('visitAnswer'), visit, answer: z.enum(['yes', 'change', 'swap']) }),
  z.object({ do: z.literal('visitOn'), visit, day: z.iso.date() }),
] as const;

/** Answers to the question now shown. */
const bound = [
  z.object({ do: z.literal('staying'), where: z.enum(stayingOptions) }),
  z.object({ do: z.literal('keepPhone') }),
  z.object({ do: z.literal('noPhone') }),
  z.object({ do: z.literal('basicNeed'), need: z.enum(basicNeeds) }),
  z.object({ do: z.literal('basicNeeds') }),
  z.object({ do: z.literal('myNeed'), need: z.enum(needKinds) }),
  z.object({ do: z.literal('myNeeds') }),
  z.object({ do: z.literal('callMe'), yes: z.boolean() }),
  z.object({ do: z.literal('ownTrigger'), trigger: z.enum(ownTriggerKinds) }),
  z.object({ do: z.literal('ownTriggerAs'), urgent: z.boolean() }),
] as const;

export const personActions = [...free, ...bound] as const;
export const boundPersonActions: readonly string[] = bound.map(({ shape }) => shape.do.value);
const personActionSchema = z.discriminatedUnion('do', personActions);
export type PersonAction = z.infer<typeof personActionSchema>;

const names = new Set<string>(personActions.map(({ shape }) => shape.do.value));
export function isPersonAction(action: { readonly do: string }): action is PersonAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfPersonAction(action: PersonAction): string {
  switch (action.do) {
    case 'visitAnswer':
      return `visitAnswer:${action.answer}`;
    case 'visitOn':
      return `visitOn:${action.day}`;
    case 'feel':
      return `feel:${action.feeling}`;
    case 'staying':
      return `staying:${action.where}`;
    case 'basicNeed':
    case 'myNeed':
      return `${action.do}:${action.need}`;
    case 'ownTrigger':
      return `ownTrigger:${action.trigger}`;
    case 'volunteerAnswer':
      return action.yes ? 'volunteerYes' : 'volunteerNo';
    case 'callMe':
      return action.yes ? 'callMeYes' : 'callMeNo';
    case 'ownTriggerAs':
      return action.urgent ? 'ownTriggerToday' : 'ownTriggerDays';
    default:
      return action.do;
  }
}
