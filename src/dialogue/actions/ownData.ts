import * as z from 'zod';
import { stayingOptions } from '../../people/arrival.ts';

export const ownDataSections = [
  'self',
  'onFile',
  'contacts',
  'consents',
  'correct',
  'copy',
  'keeping',
  'erase',
] as const;
export type OwnDataSection = (typeof ownDataSections)[number];
export const correctable = ['name', 'phone', 'staying'] as const;
export type Correctable = (typeof correctable)[number];

/** What a person does about what is held about them. */
const free = [
  z.object({ do: z.literal('ownData'), section: z.enum(ownDataSections) }),
  z.object({ do: z.literal('consents'), page: z.int().min(0) }),
  z.object({ do: z.literal('consentGiven'), consent: z.uuid() }),
  z.object({ do: z.literal('stopConsent'), consent: z.uuid() }),
  z.object({ do: z.literal('askStory') }),
  z.object({ do: z.literal('agreeToStory') }),
  z.object({ do: z.literal('dropNeed'), need: z.uuid() }),
  z.object({ do: z.literal('correct'), what: z.enum(correctable) }),
  z.object({ do: z.literal('askAboutData'), matter: z.enum(['correct', 'complaint', 'unsure']) }),
] as const;

/** Answers to the question now shown. */
const bound = [
  z.object({ do: z.literal('stayingNow'), where: z.enum(stayingOptions) }),
  z.object({ do: z.literal('makeCopy') }),
  z.object({ do: z.literal('eraseGoOn') }),
  z.object({ do: z.literal('eraseNow') }),
  z.object({ do: z.literal('eraseKeep') }),
] as const;

export const ownDataActions = [...free, ...bound] as const;
export const boundOwnDataActions: readonly string[] = bound.map(({ shape }) => shape.do.value);
const ownDataActionSchema = z.discriminatedUnion('do', ownDataActions);
export type OwnDataAction = z.infer<typeof ownDataActionSchema>;

const names = new Set<string>(ownDataActions.map(({ shape }) => shape.do.value));
export function isOwnDataAction(action: { readonly do: string }): action is OwnDataAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfOwnDataAction(action: OwnDataAction): string {
  switch (action.do) {
    case 'ownData':
      return `ownData:${action.section}`;
    case 'correct':
      return `correct:${action.what}`;
    case 'askAboutData':
      return `askAboutData:${action.matter}`;
    case 'stayingNow':
      return `stayingNow:${action.where}`;
    default:
      return action.do;
  }
}
