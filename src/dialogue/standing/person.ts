import * as z from 'zod';

/** Where a person's dialogue about their arrival, check-ins and helpers may stand. */
export const personTopics = [z.object({ name: z.literal('myHelpers') })] as const;

const topicSchema = z.discriminatedUnion('name', personTopics);
export type PersonTopic = z.infer<typeof topicSchema>;
export const personTopicNames: readonly PersonTopic['name'][] = personTopics.map(({ shape }) => shape.name.value);
export function isPersonTopic(topic: { readonly name: string }): topic is PersonTopic {
  return (personTopicNames as readonly string[]).includes(topic.name);
}
