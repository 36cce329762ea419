import * as z from 'zod';
import { stayingSchema } from '../../people/arrival.ts';
import { feelings } from '../../people/checkIn.ts';
import { basicNeeds, needKinds } from '../../people/needs.ts';
import { ownTriggerKinds } from '../../visits/visit.ts';

/** `numbersShown`: the numbers to call were shown here and the person went on, so what comes next is taken as it is. */
export const askedStaying = z.object({ name: z.literal('arrivalStaying'), numbersShown: z.boolean().optional() });

/** Where a person's dialogue about their arrival, check-ins and helpers may stand. `phone`: one that was typed. */
export const personTopics = [
  askedStaying,
  z.object({ name: z.literal('arrivalPhone'), staying: stayingSchema }),
  z.object({
    name: z.literal('arrivalNeeds'),
    staying: stayingSchema,
    phone: z.string().nullable(),
    needs: z.array(z.enum(basicNeeds)),
  }),
  z.object({ name: z.literal('checkInNeeds'), feeling: z.enum(feelings), needs: z.array(z.enum(needKinds)) }),
  z.object({ name: z.literal('checkInCall'), feeling: z.enum(feelings), needs: z.array(z.enum(needKinds)) }),
  z.object({ name: z.literal('tellingTrigger'), trigger: z.enum(ownTriggerKinds).nullable() }),
  z.object({ name: z.literal('visitDay'), visit: z.uuid() }),
] as const;

const topicSchema = z.discriminatedUnion('name', personTopics);
export type PersonTopic = z.infer<typeof topicSchema>;
export const personTopicNames: readonly PersonTopic['name'][] = personTopics.map(({ shape }) => shape.name.value);
export function isPersonTopic(topic: { readonly name: string }): topic is PersonTopic {
  return (personTopicNames as readonly string[]).includes(topic.name);
}
