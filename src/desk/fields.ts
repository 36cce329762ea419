import * as z from 'zod';
import type { MessageKey } from '../i18n/keys.ts';

/** What is wanted of a field, where something else came: said beside the field. */
const wanted = (key: MessageKey): MessageKey => key;

/** Control characters are never meant, and lone surrogates cannot be kept. */
const readable = /^[^\p{Cc}\p{Cs}]*$/u;
const readableLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;

/** One line that must be there. */
export const lineField = (most: number) =>
  z
    .string({ error: wanted('desk:wanted.words') })
    .trim()
    .min(1, wanted('desk:wanted.words'))
    .max(most, wanted('desk:wanted.shorter'))
    .regex(readable, wanted('desk:wanted.readable'));

/** One line that may be empty. */
export const optionalLineField = (most: number) =>
  z
    .string()
    .trim()
    .max(most, wanted('desk:wanted.shorter'))
    .regex(readable, wanted('desk:wanted.readable'))
    .optional()
    .transform((text) => (text === undefined || text === '' ? null : text));

/** Words of several lines that must be there. */
export const wordsField = (most = 2000) =>
  z
    .string({ error: wanted('desk:wanted.words') })
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, wanted('desk:wanted.words'))
        .max(most, wanted('desk:wanted.shorter'))
        .regex(readableLines, wanted('desk:wanted.readable')),
    );

export const idField = z.uuid({ error: wanted('desk:wanted.choice') });
export const choiceField = <const Choices extends readonly string[]>(choices: Choices) =>
  z.enum(choices, { error: wanted('desk:wanted.choice') });
export const dayField = z.iso.date({ error: wanted('desk:wanted.day') });
export const optionalDayField = z
  .union([z.literal(''), z.iso.date()], { error: wanted('desk:wanted.day') })
  .optional()
  .transform((day) => (day === undefined || day === '' ? null : day));
/** A box that is sent only when it is ticked. */
export const tickField = z
  .literal('yes')
  .optional()
  .transform((tick) => tick === 'yes');

export const noFields = z.object({});
