import * as z from 'zod';

/**
 * One answer to a kind's question: an option's id, or what was typed. `wording`: the version of the office's own words that
 * it was asked in; absent where it was asked in ours.
 */
export const answerSchema = z.object({
  question: z.string(),
  option: z.string().optional(),
  text: z.string().optional(),
  wording: z.uuid().optional(),
});
/** The question that a form shows. */
export const askedSchema = answerSchema.pick({ question: true, wording: true });
export type Asked = z.infer<typeof askedSchema>;
export type Answer = z.infer<typeof answerSchema>;
