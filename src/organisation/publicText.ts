import * as z from 'zod';
import forbidden from '../../locales/forbidden.json' with { type: 'json' };
import type { Localised } from './directory.ts';
import { hiddenWordIn } from './publicWords.ts';

/** Text that anybody may read over somebody's shoulder: shown as it is, and free of the words that give them away. */
const publicText = z
  .string({ error: 'expected a text' })
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'at most 80 characters')
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text), 'has invisible characters')
  .superRefine((text, context) => {
    const word = forbiddenWordIn(text);
    if (word !== undefined) context.addIssue(`has the word ${word}, which no public name or address may have`);
  });

/** A public text in every language; English may be left out, and is then the Chinese. */
export const localisedSchema = z
  .object({ 'zh-CN': publicText, en: publicText.optional() }, { error: 'expected { "zh-CN": …, "en": … }' })
  .transform((texts): Localised => ({ 'zh-CN': texts['zh-CN'], en: texts.en ?? texts['zh-CN'] }));

/** The first word of locales/forbidden.json in a text, also where spaces or full-width forms try to hide it. */
export function forbiddenWordIn(text: string): string | undefined {
  return hiddenWordIn(text, forbidden);
}
