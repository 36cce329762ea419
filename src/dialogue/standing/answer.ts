import * as z from 'zod';

/** One answer to a kind's question: an option's id, or what was typed. */
export const answerSchema = z.object({
  question: z.string(),
  option: z.string().optional(),
  text: z.string().optional(),
});
export type Answer = z.infer<typeof answerSchema>;
