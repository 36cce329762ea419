import * as z from 'zod';
import type { OfficeHours } from '../../calendar/officeHours.ts';
import { keywords } from '../../i18n/keywords.ts';
import type { Localised } from '../../organisation/directory.ts';
import { officeHoursSchema, phoneSchema } from '../../organisation/file.ts';
import { publicProblem, type WordingProblem } from '../../organisation/publicWords.ts';

/** `09:00-12:00, 13:00-17:00`, as it is typed and shown. */
export function hoursText({ periods }: Pick<OfficeHours, 'periods'>): string {
  return periods.map(({ from, to }) => `${from}-${to}`).join(', ');
}

/** The same checks as a set-up's file: real times, in order, none overlapping. */
export const hoursField = z
  .string()
  .transform((text) =>
    text
      .normalize('NFKC')
      .split(/[,;\u3001]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const [from = '', to = ''] = part.split(/\s*[-\u2013~\u2014]\s*/);
        return { from: padded(from), to: padded(to) };
      }),
  )
  .refine((periods) => officeHoursSchema.shape.periods.safeParse(periods).success, 'deskSettings:wanted.hours');

function padded(time: string): string {
  return /^\d:/.test(time) ? `0${time}` : time;
}

export const dutyPhoneField = z
  .string()
  .trim()
  .refine((text) => phoneSchema.safeParse(text).success, 'deskSettings:wanted.phone');

/** Words that people read, with what is wrong with them said beside the field. */
export function wordsWanted(problemOf: (text: string) => WordingProblem | undefined) {
  return z
    .string({ error: 'deskSettings:wanted.empty' })
    .trim()
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem !== undefined) context.addIssue(`deskSettings:wanted.${problem}`);
    });
}

/** The same where an empty field means that the Chinese stands for it. */
export function wordsWantedOrEmpty(problemOf: (text: string) => WordingProblem | undefined) {
  return z
    .string()
    .trim()
    .optional()
    .transform((text) => text ?? '')
    .superRefine((text, context) => {
      const problem = text === '' ? undefined : problemOf(text);
      if (problem !== undefined) context.addIssue(`deskSettings:wanted.${problem}`);
    });
}

export function localisedFrom(chinese: string, english: string): Localised {
  return { 'zh-CN': chinese, en: english === '' ? chinese : english };
}

export function publicProblemOf(most: number): (text: string) => WordingProblem | undefined {
  return (text) => publicProblem(text, most, keywords.watched);
}
