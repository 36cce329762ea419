import { html } from 'hono/html';
import * as z from 'zod';
import type { QuestionChange } from '../../dialogue/actions/settings.ts';
import type { Page } from '../../http/page.ts';
import { lastVersion, questionsFor, type SettingContents } from '../../organisation/settings.ts';
import { type KindId, requestKinds } from '../../referrals/kinds.ts';
import { isOwnQuestion, mostOwnQuestions } from '../../referrals/questions.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, nothing, section } from '../frame/html.ts';
import { act, type Notice, type PageRoute, type Refused } from '../route.ts';
import { bringBackAct } from './bringBack.ts';
import { historySection, versionNow } from './history.ts';
import { addFields, partField, wordedBy, wordFields } from './questionFields.ts';
import { questionCard, wordingFields } from './questionForms.ts';
import { whoseWords } from './questionsPage.ts';
import {
  areaInPath,
  back,
  changeFields,
  kindAsked,
  maySet,
  noteField,
  paragraph,
  sees,
  sets,
  takeSetting,
} from './scope.ts';

const ofQuestion = changeFields.extend({ part: partField });

interface Made {
  readonly version: number;
  readonly note: string | null;
  readonly broughtBack?: number | null;
}

/** For the area and the kind that the address names. */
async function onKind(desk: DeskRequest, edit: (kind: KindId) => QuestionChange, made: Made): Promise<Notice> {
  const area = areaInPath(desk);
  const kind = kindAsked(desk);
  if (area === undefined || kind === undefined) return { tone: 'refused', text: desk.say('common:notYours') };
  const { version, note, broughtBack = null } = made;
  return takeSetting(desk, {
    do: 'settingsQuestions',
    area: area.id,
    kind,
    edit: edit(kind),
    version,
    note,
    broughtBack,
  });
}

/** `/desk/settings/questions/:area/:kind`: what is asked with one kind of request, in both languages. */
export const questionPage: PageRoute = {
  path: '/desk/settings/questions/:area/:kind',
  policy: sees,
  acts: {
    word: act({
      policy: sets,
      fields: wordFields,
      perform: (desk, fields) => onKind(desk, (kind) => wordedBy(kind, fields), fields),
    }),
    move: act({
      policy: sets,
      fields: ofQuestion.extend({ by: z.enum(['up', 'down']) }),
      perform: (desk, { part, by, ...made }) =>
        onKind(desk, () => ({ how: 'move', question: part, by: by === 'up' ? -1 : 1 }), made),
    }),
    switch: act({
      policy: sets,
      fields: ofQuestion.extend({ on: z.enum(['yes', 'no']) }),
      perform: (desk, { part, on, ...made }) =>
        onKind(desk, () => ({ how: 'switch', question: part, on: on === 'yes' }), made),
    }),
    remove: act({
      policy: sets,
      fields: ofQuestion,
      perform: (desk, { part, ...made }) => onKind(desk, () => ({ how: 'remove', question: part }), made),
    }),
    add: act({
      policy: sets,
      fields: addFields,
      perform: (desk, { ask, askEnglish, label, labelEnglish, ...made }) =>
        onKind(
          desk,
          () => ({
            how: 'add',
            ask: { 'zh-CN': ask, en: askEnglish === '' ? ask : askEnglish },
            label: { 'zh-CN': label, en: labelEnglish === '' ? label : labelEnglish },
          }),
          made,
        ),
    }),
    clear: act({
      policy: sets,
      fields: changeFields,
      perform: (desk, made) => onKind(desk, () => ({ how: 'clear' }), made),
    }),
    bringBack: bringBackAct(
      (desk) => {
        const area = areaInPath(desk);
        const kind = kindAsked(desk);
        return area === undefined || kind === undefined
          ? undefined
          : { setting: 'questions', areaId: area.id, subject: kind };
      },
      (desk, _place, content, made) => {
        const set = content as SettingContents['questions'] | null;
        const questions = set?.questions.map((question) => ({ ...question, options: { ...question.options } }));
        return onKind(desk, () => (questions === undefined ? { how: 'clear' } : { how: 'replace', questions }), made);
      },
    ),
  },
  show: async (desk, { refused }) => {
    const area = areaInPath(desk);
    const kind = kindAsked(desk);
    if (area === undefined || kind === undefined) return undefined;
    const mayEdit = maySet(desk, area.id);
    const { questions } = questionsFor(desk.directory, area.id, kind);
    const place = { setting: 'questions', areaId: area.id, subject: kind } as const;
    const version = versionNow(desk, place);
    return {
      title: desk.say('deskSettings:questions.kindTitle', { kind: desk.say(`kinds:${kind}.name`) }),
      body: html`${back(`/desk/settings/questions?area=${area.id}`, desk.say('deskSettings:questions.title'))}
        <p>${area.name[desk.locale]} · ${whoseWords(desk, area.id, kind)}</p>
        <ul class="plain">${(['old', 'not'] as const).map((key) => html`<li>${desk.say(`deskSettings:questions.${key}`)}</li>`)}</ul>
        ${questions.map((question, at) =>
          questionCard(desk, questionPage, { kind, question, at, of: questions.length, version, mayEdit, refused }),
        )}
        ${mayEdit ? addForm(desk, kind, questions, version, refused) : paragraph(desk.say('deskSettings:readOnly'))}
        ${mayEdit && lastVersion(desk.directory, place)?.content != null ? clearForm(desk, version) : nothing}
        ${await historySection(desk, questionPage, { setting: 'questions', area: area.id, subject: kind })}`,
    };
  },
};

function addForm(
  desk: DeskRequest,
  kind: KindId,
  questions: readonly { readonly id: string }[],
  version: number,
  refused: Refused | undefined,
): Page {
  const title = desk.say('deskSettings:questions.add');
  if (requestKinds[kind].urgent) return section(title, paragraph(desk.say('deskSettings:questions.one')));
  if (questions.filter(({ id }) => isOwnQuestion(id)).length >= mostOwnQuestions)
    return section(title, paragraph(desk.say('deskSettings:refused.enough')));
  return section(title, [
    paragraph(desk.say('deskSettings:questions.addHint')),
    form(desk, questionPage, {
      act: 'add',
      fields: [
        hiddenField('version', String(version)),
        ...wordingFields(desk, { act: 'add', part: '', texts: {}, refused }),
        noteField(desk, 'add', '', refused),
      ],
      button: desk.say('deskSettings:questions.add'),
    }),
  ]);
}

function clearForm(desk: DeskRequest, version: number): Page {
  return section(desk.say('deskSettings:questions.clear'), [
    paragraph(desk.say('deskSettings:questions.clearWords')),
    form(desk, questionPage, {
      act: 'clear',
      fields: hiddenField('version', String(version)),
      button: desk.say('deskSettings:questions.clear'),
    }),
  ]);
}
