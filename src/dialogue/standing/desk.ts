import * as z from 'zod';

/** Who may choose a PIN now, and until when: an open page is no leave for whoever comes to it later. */
const leave = { until: z.iso.datetime() };

/** Where a dialogue about the desk may stand. `replaces`: the PIN that stood was typed. `hash`: of the one to be typed again. */
export const deskTopics = [
  z.object({ name: z.literal('deskNumber'), login: z.uuid() }),
  z.object({ name: z.literal('deskPinOld') }),
  z.object({ name: z.literal('deskPinNew'), replaces: z.boolean(), ...leave }),
  z.object({ name: z.literal('deskPinAgain'), replaces: z.boolean(), hash: z.string(), ...leave }),
] as const;

const topicSchema = z.discriminatedUnion('name', deskTopics);
export type DeskTopic = z.infer<typeof topicSchema>;
export type PinTopic = Exclude<DeskTopic, { name: 'deskNumber' }>;
export const deskTopicNames: readonly DeskTopic['name'][] = deskTopics.map(({ shape }) => shape.name.value);
export function isDeskTopic(topic: { readonly name: string }): topic is DeskTopic {
  return (deskTopicNames as readonly string[]).includes(topic.name);
}

/** Whether what is typed now is a PIN, which is kept nowhere as it was typed. */
export function isPinTopic(topic: { readonly name: string }): topic is PinTopic {
  return isDeskTopic(topic) && topic.name !== 'deskNumber';
}
