import * as z from 'zod';

/** What was said so far of somebody who is being registered. Absent: not asked yet; null: there is none. */
export const draftSchema = z.object({
  name: z.string().optional(),
  releasedOn: z.iso.date().optional(),
  area: z.uuid().optional(),
  phone: z.string().nullable().optional(),
  paperDay: z.iso.date().nullable().optional(),
  shielded: z.boolean().optional(),
});
export type Draft = z.infer<typeof draftSchema>;

/** Who on file looks like the one being registered. `elsewhere`: the same name and phone in somebody else's area. */
export const alikeSchema = z.object({
  here: z.array(z.object({ accountId: z.uuid(), areaId: z.uuid() })),
  elsewhere: z.boolean(),
});
export type Alike = z.infer<typeof alikeSchema>;

/** Somebody who is to work here, as was typed. `department` is theirs who are staff, `area` everybody else's. */
export const newWorkerSchema = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  role: z.enum(['helper', 'volunteer', 'staff', 'coordinator', 'office']),
  area: z.uuid().nullable(),
  department: z.uuid().nullable(),
});
export type NewWorker = z.infer<typeof newWorkerSchema>;

/** Where a coordinator's dialogue about people, teams and lists may stand. */
export const registerTopics = [
  z.object({ name: z.literal('registering'), draft: draftSchema }),
  z.object({ name: z.literal('choosingStation'), draft: draftSchema }),
  z.object({ name: z.literal('reviewingPerson'), draft: draftSchema, alike: alikeSchema }),
  z.object({ name: z.literal('findingPerson') }),
  z.object({ name: z.literal('takingOff'), account: z.uuid() }),
  z.object({ name: z.literal('proposingWorker'), worker: newWorkerSchema }),
] as const;

const topicSchema = z.discriminatedUnion('name', registerTopics);
export type RegisterTopic = z.infer<typeof topicSchema>;
export const registerTopicNames: readonly RegisterTopic['name'][] = registerTopics.map(({ shape }) => shape.name.value);
/** Those of them that are answered with typed words. */
export const typedRegisterTopics: readonly RegisterTopic['name'][] = ['registering', 'findingPerson'];
export function isRegisterTopic(topic: { readonly name: string }): topic is RegisterTopic {
  return (registerTopicNames as readonly string[]).includes(topic.name);
}
