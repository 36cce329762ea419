import * as z from 'zod';
import { seenFields } from '../audit/seen.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { kindIds } from '../referrals/kinds.ts';

const questionPart = z.object({ kind: z.enum(kindIds), question: z.string(), part: z.enum(['ask', 'label']) });
const optionPart = z.object({ kind: z.enum(kindIds), question: z.string(), option: z.string() });
/** Which words of a kind's question. */
export type QuestionPart = z.infer<typeof questionPart> | z.infer<typeof optionPart>;

/**
 * What fills a gap in a message. A message is kept as keys and parameters until it is sent, so that it is worded in the
 * reader's language, and by what is true at that moment. Text that somebody typed never stands here in clear: it is
 * pointed at (`words`, `answers`), or sealed for its reader (`secret` in a step's outcome, `sealed` once written).
 */
export const parameterSchema = z.union([
  /** A request's number. */
  z.object({ number: z.string() }),
  z.object({ secret: z.string() }),
  z.object({ sealed: z.string() }),
  z.object({ name: z.uuid() }),
  /** A name of which only the first sign is shown. */
  z.object({ maskedName: z.uuid() }),
  z.object({ phone: z.uuid() }),
  /** Where the person with this account lives for now. */
  z.object({ staying: z.uuid() }),
  /** What a helper wrote of a visit. */
  z.object({ note: z.uuid() }),
  /** `part` picks one of several texts written together: 0 the reason of a refusal, 1 what to do next. */
  z.object({ words: z.uuid(), part: z.int().optional() }),
  z.object({ answers: z.uuid() }),
  z.object({ department: z.uuid() }),
  z.object({ departmentAddress: z.uuid() }),
  z.object({ departmentHours: z.uuid() }),
  z.object({ departmentPhone: z.uuid() }),
  z.object({ area: z.uuid() }),
  z.object({ areaAddress: z.uuid() }),
  z.object({ areaPhone: z.uuid() }),
  z.object({ kind: z.enum(kindIds) }),
  /** Words of a kind's question in an office's own version: how it is asked, what stands before its answer, or one of its options. */
  z.object({ wording: z.uuid(), of: z.union([questionPart, optionPart]) }),
  z.object({ day: z.string(), provisional: z.boolean().optional() }),
  /** The day by which: "9月28日前", or "今天内". */
  z.object({ by: z.string(), provisional: z.boolean().optional() }),
  z.object({ moment: z.string() }),
  z.object({ text: z.string() }),
  /** What of somebody's data was seen. */
  z.object({ fields: z.array(z.enum(seenFields)) }),
  /** The page that draws a link's QR code, by the link's code. */
  z.object({ card: z.string() }),
  /** The page that opens a copy once, by its link's secret. */
  z.object({ copy: z.string() }),
  /** The page that leads to the desk, by its link's secret. */
  z.object({ desk: z.string() }),
  /** Which browser on which system, as `browserIn` in src/desk/login names them. */
  z.object({ browser: z.string() }),
  z.object({ joiningCode: z.object({ link: z.string(), spoken: z.string() }) }),
]);
export type Parameter = z.infer<typeof parameterSchema>;

export interface Line {
  readonly key: MessageKey;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** Where it begins an entry of a list: the number of the choice that belongs to it. */
  readonly entry?: string;
}

export function line(key: MessageKey, parameters?: Readonly<Record<string, Parameter>>): Line {
  return parameters === undefined ? { key } : { key, parameters };
}
