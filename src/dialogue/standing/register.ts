import * as z from 'zod';

/** Where a coordinator's dialogue about people, teams and lists may stand. */
export const registerTopics = [z.object({ name: z.literal('registering') })] as const;

const topicSchema = z.discriminatedUnion('name', registerTopics);
export type RegisterTopic = z.infer<typeof topicSchema>;
export const registerTopicNames: readonly RegisterTopic['name'][] = registerTopics.map(({ shape }) => shape.name.value);
export function isRegisterTopic(topic: { readonly name: string }): topic is RegisterTopic {
  return (registerTopicNames as readonly string[]).includes(topic.name);
}
