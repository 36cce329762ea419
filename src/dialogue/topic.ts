import * as z from 'zod';
import { kindGroups, kindIds } from '../referrals/kinds.ts';
import { type Answer, answerSchema, askedSchema } from './standing/answer.ts';
import { deskTopicNames, deskTopics } from './standing/desk.ts';
import { ownDataFormNames, ownDataTopics } from './standing/ownData.ts';
import { askedStaying, personTopicNames, personTopics } from './standing/person.ts';
import { registerTopicNames, registerTopics, typedRegisterTopics } from './standing/register.ts';
import { visitTopicNames, visitTopics } from './standing/visits.ts';

export { type Answer, answerSchema };

const referral = z.uuid();
/** `numbersShown`: the numbers to call were shown here and the person went on, so what comes next is taken as it is. */
const numbersShown = z.boolean().optional();
const form = {
  kind: z.enum(kindIds),
  answers: z.array(answerSchema),
  /** Whose answer is awaited; absent in what an earlier program has written. */
  asked: askedSchema.optional(),
  numbersShown,
};
const writing = { referral: referral.nullable(), numbersShown };

/** What staff are writing, and so what is sent when they confirm. */
export const purposes = ['answer', 'ask', 'askPaper', 'refuse', 'passOn', 'sendBack'] as const;
export type Purpose = (typeof purposes)[number];

/** Between texts that were written together: a refusal's reason and its next step. */
export const partSeparator = '\u001f';

/** What a crisis screen returns to. */
const resumable = z.discriminatedUnion('name', [
  z.object({ name: z.literal('menu') }),
  z.object({ name: z.literal('form'), ...form }),
  z.object({ name: z.literal('writing'), ...writing }),
  askedStaying,
]);

/** Where a dialogue stands, as plain data that lives for weeks: change it only in ways that read what was written. */
export const topicSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('stranger') }),
  z.object({ name: z.literal('consent') }),
  z.object({ name: z.literal('declined') }),
  z.object({ name: z.literal('menu') }),
  z.object({ name: z.literal('groups') }),
  z.object({ name: z.literal('kinds'), group: z.enum(kindGroups) }),
  z.object({ name: z.literal('form'), ...form }),
  z.object({ name: z.literal('passing'), ...form }),
  z.object({ name: z.literal('crisis'), crisis: z.enum(['hunger', 'selfHarm']), resume: resumable }),
  z.object({ name: z.literal('matters') }),
  z.object({ name: z.literal('matter'), referral }),
  z.object({ name: z.literal('withdrawing'), referral }),
  z.object({ name: z.literal('writing'), ...writing }),
  z.object({ name: z.literal('words'), text: z.string() }),
  z.object({ name: z.literal('referral'), referral }),
  z.object({ name: z.literal('choosingDepartment'), referral }),
  z.object({
    name: z.literal('composing'),
    referral,
    purpose: z.enum(purposes),
    reason: z.string().optional(),
    department: z.uuid().optional(),
  }),
  z.object({
    name: z.literal('reviewing'),
    referral,
    purpose: z.enum(purposes),
    text: z.string(),
    reason: z.string().optional(),
    department: z.uuid().optional(),
  }),
  z.object({ name: z.literal('closing'), referral }),
  z.object({ name: z.literal('leavingPhone') }),
  ...visitTopics,
  ...personTopics,
  ...ownDataTopics,
  ...registerTopics,
  ...deskTopics,
]);
export type Topic = z.infer<typeof topicSchema>;
export type TopicName = Topic['name'];

export const dialogueSchema = z.object({ version: z.literal(1), topic: topicSchema });
export type Dialogue = z.infer<typeof dialogueSchema>;

/** While one of these is open a number answers it, whatever arrived below it in the meantime. */
const forms = new Set<TopicName>([
  'consent',
  'form',
  'passing',
  'crisis',
  'withdrawing',
  'words',
  'choosingDepartment',
  'composing',
  'reviewing',
  'closing',
  'leavingPhone',
  ...visitTopicNames,
  ...personTopicNames,
  ...ownDataFormNames,
  ...registerTopicNames,
  ...deskTopicNames,
]);

export function isForm(topic: Topic): boolean {
  return forms.has(topic.name);
}

const wordsAwaited = new Set<TopicName>([
  'form',
  'writing',
  'composing',
  'noting',
  'whichDay',
  'awayUntil',
  ...typedRegisterTopics,
  'arrivalStaying',
  'arrivalPhone',
  'visitDay',
  'correcting',
  'formFor',
]);

/** Whether what is typed now is said to somebody, or answers a question, and so is not for the menu to understand. */
export function awaitsWords(topic: Topic): boolean {
  return wordsAwaited.has(topic.name);
}

/** The request a topic is about, so that the turn reads it along. */
export function referralOf(topic: Topic): string | null {
  if (topic.name === 'crisis') return referralOf(topic.resume);
  return 'referral' in topic ? topic.referral : null;
}
