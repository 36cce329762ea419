import * as z from 'zod';
import { needKinds } from '../../people/needs.ts';
import { kindIds } from '../../referrals/kinds.ts';
import { triggerKinds, waysToMeet } from '../../visits/visit.ts';
import { answerSchema, askedSchema } from './answer.ts';

const account = z.uuid();
const visit = z.uuid().nullable();
const day = z.iso.date();
/** `area`: the person's, whose office words the questions; with `asked` absent in what an earlier program has written. */
const formFor = {
  account,
  kind: z.enum(kindIds),
  answers: z.array(answerSchema),
  area: z.uuid().optional(),
  asked: askedSchema.optional(),
};

/** Where a helper's dialogue may stand. `account` is the person's; `visit` is null when none was due. */
export const visitTopics = [
  z.object({ name: z.literal('howMet'), account, visit, on: day }),
  z.object({ name: z.literal('whichDay'), account, visit }),
  z.object({ name: z.literal('metOrNot'), account, visit, on: day, how: z.enum(waysToMeet) }),
  z.object({
    name: z.literal('needsSeen'),
    account,
    visit,
    on: day,
    how: z.enum(waysToMeet),
    needs: z.array(z.enum(needKinds)),
  }),
  z.object({ name: z.literal('noting'), account, record: z.uuid(), version: z.int() }),
  z.object({ name: z.literal('newDay'), account, visit: z.uuid(), proposing: z.boolean() }),
  z.object({ name: z.literal('whyLater'), account, visit: z.uuid(), day }),
  z.object({ name: z.literal('whyNotReached'), account, visit: z.uuid() }),
  z.object({ name: z.literal('reporting'), account, trigger: z.enum(triggerKinds).nullable() }),
  z.object({ name: z.literal('formFor'), ...formFor }),
  z.object({ name: z.literal('passingFor'), ...formFor }),
  z.object({ name: z.literal('awayUntil') }),
  z.object({ name: z.literal('standIn'), until: day }),
] as const;

const topicSchema = z.discriminatedUnion('name', visitTopics);
export type VisitTopic = z.infer<typeof topicSchema>;
export const visitTopicNames: readonly VisitTopic['name'][] = visitTopics.map(({ shape }) => shape.name.value);
export function isVisitTopic(topic: { readonly name: string }): topic is VisitTopic {
  return (visitTopicNames as readonly string[]).includes(topic.name);
}
