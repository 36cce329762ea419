import * as z from 'zod';
import { correctable, ownDataSections } from '../actions/ownData.ts';

/** Looking at what is held: a list like any other, whose numbers do not hold up what arrives meanwhile. */
const looking = z.object({ name: z.literal('ownData'), section: z.enum(ownDataSections).nullable() });

/** Questions. `sure`: the second time of asking. */
const asked = [
  z.object({ name: z.literal('correcting'), what: z.enum(correctable) }),
  z.object({ name: z.literal('copying') }),
  z.object({ name: z.literal('erasing'), sure: z.boolean() }),
] as const;

export const ownDataTopics = [looking, ...asked] as const;
const topicSchema = z.discriminatedUnion('name', ownDataTopics);
export type OwnDataTopic = z.infer<typeof topicSchema>;
export const ownDataFormNames = asked.map(({ shape }) => shape.name.value);
const names = new Set<string>(ownDataTopics.map(({ shape }) => shape.name.value));
export function isOwnDataTopic(topic: { readonly name: string }): topic is OwnDataTopic {
  return names.has(topic.name);
}
