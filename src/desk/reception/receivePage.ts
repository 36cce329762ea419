import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { Answer } from '../../dialogue/topic.ts';
import type { Page } from '../../http/page.ts';
import { type KindId, kindGroups, kindIds, kindsOfGroup, requestKinds } from '../../referrals/kinds.ts';
import { type Offered, questionsAsked, whatGoesWhere } from '../../turn/deskRules.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, section, tickInput, words } from '../frame/html.ts';
import { nameIn, nameLine } from '../queue/names.ts';
import { act, type Notice, type PageRoute, type Refused, type Shown } from '../route.ts';
import { answersIn, isAnswerName, questionFields, wantedField } from './answers.ts';
import { isReception, type Received, receivedInPath } from './received.ts';

/** Answers come under the names of their questions; which there are hangs on the kind. */
const enteredFields = z
  .object({ kind: z.enum(kindIds, 'desk:wanted.choice') })
  .catchall(z.union([z.string(), z.array(z.string())]))
  .transform(({ kind, ...rest }) => ({
    kind,
    values: Object.fromEntries(
      ['urgent', 'spoken', ...Object.keys(rest).filter(isAnswerName)].map(
        (name) => [name, oneLine(rest[name])] as const,
      ),
    ),
  }));
type Entered = z.infer<typeof enteredFields>;

/** One line of at most 500 signs that can all be shown. */
function oneLine(value: unknown): string {
  return typeof value === 'string'
    ? value
        .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
        .trim()
        .slice(0, 500)
    : '';
}

const policy = ['staff', 'coordinator'] as const;

/** `/desk/reception/:account`: what somebody at the counter asks for, read out to them before it goes anywhere. */
export const receivePage: PageRoute = {
  path: '/desk/reception/:account',
  policy,
  acts: {
    look: act({ policy, fields: enteredFields, perform: lookAtIt }),
    change: act({
      policy,
      fields: enteredFields,
      perform: async (_, { kind, values }) => ({ kept: { act: 'look', values: { ...values, kind } } }),
    }),
    file: act({ policy, fields: enteredFields, perform: fileIt }),
  },
  show: async (desk, shown) => {
    const received = isReception(desk) ? await receivedInPath(desk) : undefined;
    if (received === undefined) return undefined;
    const entered = shown.refused ?? (shown.kept === undefined ? undefined : { ...shown.kept, errors: {} });
    const kind = z.enum(kindIds).safeParse(entered?.values.kind ?? desk.query('kind')).data;
    const isPreview = entered?.act === 'file' && kind !== undefined;
    const body = isPreview
      ? await readOut(desk, received, kind, entered)
      : html`${kindForm(desk, kind)}${kind === undefined ? '' : await questionForm(desk, received, kind, entered)}`;
    const references = await desk.open([nameLine(received.accountId)]);
    await desk.look([
      {
        account: received.accountId,
        subject: received.person.id,
        action: 'shown',
        reason: 'request',
        fields: ['name'],
      },
    ]);
    return {
      title: desk.say('deskReception:for', { name: nameIn(desk, references, received.accountId) }),
      body: html`<p><a href="/desk/reception">${desk.say('deskReception:otherPerson')}</a></p>${body}`,
    };
  },
};

function kindForm(desk: DeskRequest, kind: KindId | undefined): Page {
  const groups = kindGroups.map(
    (group) =>
      html`<optgroup label="${desk.say(`kinds:groups.${group}`)}">${kindsOfGroup(group).map(
        (id) => html`<option value="${id}" ${id === kind ? 'selected' : ''}>${desk.say(`kinds:${id}.name`)}</option>`,
      )}</optgroup>`,
  );
  return html`<form method="get" class="section">
    <div class="field"><label for="kind">${desk.say('deskReception:kind')}</label>
      <select id="kind" name="kind">${groups}</select></div>
    <button class="button ${kind === undefined ? 'button-main' : 'button-plain'}">${desk.say(kind === undefined ? 'deskReception:chooseKind' : 'deskReception:otherKind')}</button>
  </form>`;
}

async function questionForm(
  desk: DeskRequest,
  { person }: Received,
  kind: KindId,
  entered: Refused | undefined,
): Promise<Page> {
  const questions = questionsAsked(desk, person.areaId, kind);
  const refused = entered?.values.kind === kind ? entered : undefined;
  const urgent = requestKinds[kind].urgent
    ? html`<p class="hint">${desk.say('deskReception:alwaysUrgent')}</p>`
    : tickInput({ act: 'look', name: 'urgent', label: desk.say('deskReception:urgentTick'), refused });
  return section(
    desk.say(`kinds:${kind}.name`),
    form(desk, receivePage, {
      act: 'look',
      fields: [
        hiddenField('kind', kind),
        ...(await questionFields(desk, 'look', { kind, questions }, refused)),
        urgent,
      ],
      button: desk.say('deskReception:look'),
      weight: 'main',
    }),
  );
}

/** What would go where, exactly, to be read out; and the yes that was said aloud. */
async function readOut(desk: DeskRequest, received: Received, kind: KindId, entered: Refused): Promise<Page> {
  const { person, accountId, hasPhone } = received;
  const answers = given(questionsAsked(desk, person.areaId, kind), entered.values);
  const lines = [
    line('deskReception:readOut', { name: { name: accountId } }),
    ...whatGoesWhere({ directory: desk.directory }, { accountId, hasPhone, areaId: person.areaId }, kind, answers),
    line('help:onward'),
  ];
  const references = await desk.open(lines);
  if (hasPhone)
    await desk.look([
      { account: accountId, subject: person.id, action: 'shown', reason: 'request', fields: ['phone'] },
    ]);
  const entries: [string, string][] = [...Object.entries(entered.values), ['kind', kind]];
  const carried = [...new Map(entries)]
    .filter(([name, value]) => name !== 'spoken' && value !== '')
    .map(([name, value]) => hiddenField(name, value));
  const spoken = tickInput({
    act: 'file',
    name: 'spoken',
    label: desk.say('deskReception:spokenTick'),
    refused: entered,
  });
  return section(
    desk.say('deskReception:look'),
    html`<div class="preview">${words(lines.map((each) => desk.render(each, references)).join('\n'))}</div>
      ${form(desk, receivePage, { act: 'file', fields: [...carried, spoken], button: desk.say('deskReception:file'), weight: 'main' })}
      ${form(desk, receivePage, { act: 'change', fields: carried, button: desk.say('deskReception:change') })}`,
  );
}

function given(questions: readonly Offered[], values: Readonly<Record<string, string>>): Answer[] {
  return answersIn(questions, values).filter((answer) => answer !== undefined);
}

async function lookAtIt(desk: DeskRequest, { kind, values }: Entered): Promise<Notice | Shown> {
  const received = await receivedInPath(desk);
  if (received === undefined) return { tone: 'refused', text: desk.say('deskReception:notFound') };
  const questions = questionsAsked(desk, received.person.areaId, kind);
  const answers = answersIn(questions, values);
  const missing = questions.filter((_, place) => answers[place] === undefined);
  if (missing.length === 0) return { kept: { act: 'file', values: { ...values, kind } } };
  const errors = Object.fromEntries(
    missing.map((question) => [wantedField(question), desk.say('deskReception:answerWanted')] as const),
  );
  return {
    refused: { act: 'look', values: { ...values, kind }, errors },
    notice: { tone: 'refused', text: desk.say('desk:lookAgain') },
  };
}

async function fileIt(desk: DeskRequest, { kind, values }: Entered) {
  if (values.spoken !== 'yes') {
    const errors = { spoken: desk.say('deskReception:spokenWanted') };
    const notice = { tone: 'refused', text: desk.say('deskReception:spokenWanted') } as const;
    return { refused: { act: 'file', values: { ...values, kind }, errors }, notice };
  }
  const received = await receivedInPath(desk);
  if (received === undefined) return { tone: 'refused', text: desk.say('deskReception:notFound') } as const;
  const answers = given(questionsAsked(desk, received.person.areaId, kind), values);
  const urgent = values.urgent === 'yes';
  return desk.take({ do: 'receive', account: received.accountId, kind, answers, urgent }, { name: 'menu' }, mostLines);
}

/** What to tell the person: the receipt, what an urgent matter adds to it, and that news comes back here. */
const mostLines = 5;
