import * as z from 'zod';
import type { QuestionChange } from '../../dialogue/actions/settings.ts';
import { keywords } from '../../i18n/keywords.ts';
import type { Locale } from '../../i18n/locale.ts';
import { textOf } from '../../i18n/texts.ts';
import type { Localised } from '../../organisation/directory.ts';
import { askedProblem, mostCharacters, type WordingProblem } from '../../organisation/publicWords.ts';
import type { KindId } from '../../referrals/kinds.ts';
import { isOwnQuestion, optionsOf, type QuestionWording } from '../../referrals/questions.ts';
import { changeFields } from './scope.ts';
import { localisedFrom, wordsWanted, wordsWantedOrEmpty } from './wanted.ts';

const askedProblemOf =
  (most: number) =>
  (text: string): WordingProblem | undefined =>
    askedProblem(text, most, keywords.watched);
const ask = askedProblemOf(mostCharacters.ask);
const label = askedProblemOf(mostCharacters.label);
const option = askedProblemOf(mostCharacters.option);

export const partField = z.string().max(80);

/** A new question of the office's own. */
export const addFields = changeFields.extend({
  ask: wordsWanted(ask),
  askEnglish: wordsWantedOrEmpty(ask),
  label: wordsWanted(label),
  labelEnglish: wordsWantedOrEmpty(label),
});

/** The words of one question (`part`), its options as `option.<id>` and `option.<id>.en`. */
export const wordFields = addFields
  .extend({ part: partField })
  .catchall(z.string())
  .superRefine((fields, context) => {
    for (const [name, text] of Object.entries(fields)) {
      if (!name.startsWith('option.') || typeof text !== 'string') continue;
      const mayBeEmpty = name.endsWith('.en') && text.trim() === '';
      const problem = mayBeEmpty ? undefined : option(text);
      if (problem !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: `deskSettings:wanted.${problem}` });
    }
  });

type Worded = Extract<QuestionChange, { how: 'word' }>;

/** What was typed, but what is as this program says it anyhow. */
export function wordedBy(kind: KindId, fields: z.infer<typeof wordFields>): Worded {
  const question = fields.part;
  const options = (optionsOf(kind, question) ?? []).flatMap((id) => {
    const typed = localisedFrom(textIn(fields, `option.${id}`), textIn(fields, `option.${id}.en`));
    const own = typed['zh-CN'] === '' ? null : ownOf(typed, `kinds:${kind}.questions.${question}.options.${id}`, false);
    return own === null ? [] : [[id, own] as const];
  });
  const isOwn = isOwnQuestion(question);
  return {
    how: 'word',
    question,
    ask: ownOf(localisedFrom(fields.ask, fields.askEnglish), `kinds:${kind}.questions.${question}.ask`, isOwn),
    label: ownOf(localisedFrom(fields.label, fields.labelEnglish), `kinds:${kind}.questions.${question}.label`, isOwn),
    options: Object.fromEntries(options),
  };
}

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const text = fields[name];
  return typeof text === 'string' ? text.trim() : '';
}

function ownOf(typed: Localised, key: string, isOwn: boolean): Localised | null {
  if (isOwn) return typed;
  return typed['zh-CN'] === textOf('zh-CN', key) && typed.en === textOf('en', key) ? null : typed;
}

/** As it is asked now, in one language. */
export function wordsNow(
  kind: KindId,
  { id, ...question }: QuestionWording,
  part: 'ask' | 'label',
  locale: Locale,
): string {
  return question[part]?.[locale] ?? textOf(locale, `kinds:${kind}.questions.${id}.${part}`);
}

export function optionNow(kind: KindId, { id, options }: QuestionWording, option: string, locale: Locale): string {
  return options[option]?.[locale] ?? textOf(locale, `kinds:${kind}.questions.${id}.options.${option}`);
}
