import * as z from 'zod';

export const locales = ['zh-CN', 'en'] as const;
export const localeSchema = z.enum(locales);
export type Locale = (typeof locales)[number];

/** The language a chat starts in, from the IETF tag its device tells, if any. Chinese unless it clearly is another. */
export function localeFor(tag: string | undefined): Locale {
  return tag === undefined || !/^[a-z]/i.test(tag) || /^zh/i.test(tag) ? 'zh-CN' : 'en';
}
