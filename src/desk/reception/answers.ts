import { html } from 'hono/html';
import type { Answer } from '../../dialogue/topic.ts';
import type { Page } from '../../http/page.ts';
import type { KindId } from '../../referrals/kinds.ts';
import { type Offered, optionsAsked, questionLine } from '../../turn/deskRules.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { inputField, selectField } from '../frame/html.ts';
import type { Refused } from '../route.ts';

type Values = Readonly<Record<string, string>>;

const optionName = ({ question }: Offered) => `option.${question}`;
const wordsName = ({ question }: Offered) => `words.${question}`;

/** Whether a field is one of a question's. */
export function isAnswerName(name: string): boolean {
  return /^(option|words)\.[A-Za-z0-9-]{1,60}$/.test(name);
}

/** What each question was answered: in the person's own words where there are any, else what was chosen. */
export function answersIn(questions: readonly Offered[], values: Values): (Answer | undefined)[] {
  return questions.map((offered) => {
    const { options, ...asked } = offered;
    const text = values[wordsName(offered)] ?? '';
    const option = values[optionName(offered)] ?? '';
    if (text !== '') return { ...asked, text };
    return options?.includes(option) === true ? { ...asked, option } : undefined;
  });
}

/** Where an answer that is missing is to be said. */
export function wantedField(offered: Offered): string {
  return offered.options === undefined ? wordsName(offered) : optionName(offered);
}

/** A kind's questions: what is offered to choose from, and room for the person's own words. */
export async function questionFields(
  desk: DeskRequest,
  act: string,
  { kind, questions }: { readonly kind: KindId; readonly questions: readonly Offered[] },
  refused: Refused | undefined,
): Promise<Page[]> {
  const lines = questions.flatMap((offered) => [
    questionLine(kind, offered),
    ...optionsAsked(kind, offered).map(({ label }) => label),
  ]);
  const references = await desk.open(lines);
  return questions.map((offered) => {
    const ask = desk.render(questionLine(kind, offered), references);
    const typed = (label: string) => inputField({ act, name: wordsName(offered), label, most: 500, refused });
    if (offered.options === undefined) return typed(ask);
    const choices = optionsAsked(kind, offered).map(({ option, label }) => ({
      value: option,
      label: desk.render(label, references),
    }));
    const options = [{ value: '', label: desk.say('deskReception:choose') }, ...choices];
    return html`${selectField({ act, name: optionName(offered), label: ask, options, refused })}
      ${typed(desk.say('deskReception:inWords'))}`;
  });
}
