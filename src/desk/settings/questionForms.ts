import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import { mostCharacters } from '../../organisation/publicWords.ts';
import type { KindId } from '../../referrals/kinds.ts';
import { isNeeded, isOwnQuestion, optionsOf, type QuestionWording } from '../../referrals/questions.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, form, hiddenField, inputField, nothing } from '../frame/html.ts';
import type { PageRoute, Refused } from '../route.ts';
import { optionNow, wordsNow } from './questionFields.ts';
import { noteField } from './scope.ts';

interface Card {
  readonly kind: KindId;
  readonly question: QuestionWording;
  readonly at: number;
  readonly of: number;
  readonly version: number;
  readonly mayEdit: boolean;
  readonly refused: Refused | undefined;
}

/** One question: how it is asked in both languages, and what can be done with it. */
export function questionCard(desk: DeskRequest, page: PageRoute, card: Card): Page {
  const { kind, question, at, mayEdit } = card;
  const other = desk.locale === 'en' ? 'zh-CN' : 'en';
  return html`<section class="section question">
    <h2 dir="auto">${at + 1}. ${wordsNow(kind, question, 'ask', desk.locale)}</h2>
    <p>${isNeeded(kind, question.id) ? badge('calm', desk.say('deskSettings:questions.first')) : nothing}
      ${question.on ? nothing : badge('soon', desk.say('deskSettings:questions.off'))}
      ${isOwnQuestion(question.id) ? badge('done', desk.say('deskSettings:questions.ownQuestion')) : nothing}</p>
    <p class="hint" lang="${other}" dir="auto">${wordsNow(kind, question, 'ask', other)}</p>
    ${optionList(desk, kind, question)}
    ${mayEdit ? [buttons(desk, page, card), wordForm(desk, page, card)] : nothing}
  </section>`;
}

function optionList(desk: DeskRequest, kind: KindId, question: QuestionWording): Page {
  const options = optionsOf(kind, question.id) ?? [];
  if (options.length === 0) return nothing;
  return html`<ul class="options">${options.map((option) => html`<li dir="auto">${optionNow(kind, question, option, desk.locale)}</li>`)}</ul>`;
}

function buttons(desk: DeskRequest, page: PageRoute, { kind, question, at, of, version }: Card): Page {
  const ask = wordsNow(kind, question, 'ask', desk.locale);
  const common = [hiddenField('version', String(version)), hiddenField('part', question.id)];
  const button = (act: string, key: 'up' | 'down' | 'switchOff' | 'switchOn' | 'remove', also: Page) =>
    form(desk, page, {
      act,
      fields: [...common, also],
      button: desk.say(`deskSettings:questions.${key}`),
      about: desk.say(`deskSettings:questions.${key}Of`, { ask }),
    });
  const switchIt = question.on
    ? button('switch', 'switchOff', hiddenField('on', 'no'))
    : button('switch', 'switchOn', hiddenField('on', 'yes'));
  return html`<div class="row">
    ${at === 0 ? nothing : button('move', 'up', hiddenField('by', 'up'))}
    ${at + 1 === of ? nothing : button('move', 'down', hiddenField('by', 'down'))}
    ${isNeeded(kind, question.id) ? nothing : switchIt}
    ${isOwnQuestion(question.id) ? button('remove', 'remove', nothing) : nothing}
  </div>`;
}

function wordForm(desk: DeskRequest, page: PageRoute, { kind, question, version, refused }: Card): Page {
  const part = question.id;
  const isRefused = refused?.act === 'word' && refused.values.part === part;
  const ask = wordsNow(kind, question, 'ask', desk.locale);
  const texts = {
    ask: wordsNow(kind, question, 'ask', 'zh-CN'),
    askEnglish: wordsNow(kind, question, 'ask', 'en'),
    label: wordsNow(kind, question, 'label', 'zh-CN'),
    labelEnglish: wordsNow(kind, question, 'label', 'en'),
  };
  const body = form(desk, page, {
    act: 'word',
    fields: [
      hiddenField('version', String(version)),
      hiddenField('part', part),
      ...wordingFields(desk, { act: 'word', part, texts, refused }),
      ...(optionsOf(kind, part) ?? []).map((option) => optionFields(desk, kind, question, option, refused)),
      noteField(desk, 'word', part, refused),
    ],
    button: desk.say('deskSettings:save'),
    weight: 'main',
    about: desk.say('deskSettings:questions.saveOf', { ask }),
  });
  return html`<details ${isRefused ? html`open` : nothing}><summary>${desk.say('deskSettings:questions.words')}</summary>${body}</details>`;
}

interface Wording {
  readonly act: string;
  readonly part: string;
  readonly texts: Readonly<Partial<Record<'ask' | 'askEnglish' | 'label' | 'labelEnglish', string>>>;
  readonly refused: Refused | undefined;
}

/** How it is asked, and what stands before the answer, in both languages. */
export function wordingFields(desk: DeskRequest, { act, part, texts, refused }: Wording): Page[] {
  return (['ask', 'label'] as const).flatMap((name) => {
    const field = desk.say(`deskSettings:questions.${name}`);
    const common = { act, part, most: mostCharacters[name], refused };
    return [
      inputField({
        ...common,
        name,
        label: desk.say('deskSettings:chinese', { field }),
        value: texts[name],
        required: true,
      }),
      inputField({
        ...common,
        name: `${name}English`,
        label: desk.say('deskSettings:english', { field }),
        value: texts[`${name}English`],
      }),
    ];
  });
}

function optionFields(
  desk: DeskRequest,
  kind: KindId,
  question: QuestionWording,
  option: string,
  refused: Refused | undefined,
): Page {
  const usual = optionNow(kind, { ...question, options: {} }, option, desk.locale);
  const field = desk.say('deskSettings:questions.option', { option: usual });
  const common = { act: 'word', part: question.id, most: mostCharacters.option, refused };
  return html`${inputField({
    ...common,
    name: `option.${option}`,
    label: desk.say('deskSettings:chinese', { field }),
    value: optionNow(kind, question, option, 'zh-CN'),
    required: true,
  })}${inputField({
    ...common,
    name: `option.${option}.en`,
    label: desk.say('deskSettings:english', { field }),
    value: optionNow(kind, question, option, 'en'),
  })}`;
}
