import { html } from 'hono/html';
import * as z from 'zod';
import type { Purpose, Topic } from '../../dialogue/topic.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import { placesFor, previewLines } from '../../turn/deskRules.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, section, selectField, words, wordsInput } from '../frame/html.ts';
import type { PageRoute, Refused } from '../route.ts';
import type { RequestRead } from './requestRead.ts';
import { templateSelect } from './templateSelect.ts';

export const purposes = [
  'answer',
  'ask',
  'askPaper',
  'refuse',
  'passOn',
  'sendBack',
] as const satisfies readonly Purpose[];

/** Which words a purpose asks for; `text` is what goes last. */
const fieldsOf: Record<Purpose, readonly ('reason' | 'text')[]> = {
  answer: ['text'],
  ask: ['text'],
  askPaper: ['text'],
  refuse: ['reason', 'text'],
  passOn: ['text'],
  sendBack: ['text'],
};

const readable = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;
const typed = z
  .string()
  .max(10_000)
  .optional()
  .transform((text) => (text ?? '').replaceAll('\r\n', '\n').trim());

/** What is written, whatever is missing yet; `use` puts a template into the box. */
export const composedFields = z.object({
  purpose: z.enum(purposes),
  text: typed,
  reason: typed,
  department: z.string().max(40).optional(),
  template: z.string().max(40).optional(),
  use: z.literal('yes').optional(),
});
export type Composed = z.infer<typeof composedFields>;

const mostSigns = 2000;

/** What is wanted of each field before the person can see it. */
export function wantedOf(desk: DeskRequest, composed: Composed): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const name of fieldsOf[composed.purpose]) {
    if (composed[name] === '') errors[name] = desk.say('desk:wanted.words');
    else if (composed[name].length > mostSigns) errors[name] = desk.say('desk:wanted.shorter');
    else if (!readable.test(composed[name])) errors[name] = desk.say('desk:wanted.readable');
  }
  if (composed.purpose === 'passOn' && !z.uuid().safeParse(composed.department).success)
    errors.department = desk.say('desk:wanted.choice');
  return errors;
}

export function valuesOf({ purpose, text, reason, department = '' }: Composed): Record<string, string> {
  return { purpose, text, reason, department };
}

/** Where the chat would be with these words. */
export function reviewingOf(
  referral: string,
  { purpose, text, reason, department }: Composed,
): Extract<Topic, { name: 'reviewing' }> {
  return {
    name: 'reviewing',
    referral,
    purpose,
    text,
    ...(purpose === 'refuse' ? { reason } : {}),
    ...(purpose === 'passOn' ? { department } : {}),
  };
}

/** The box in which it is written. `entered`: what stood in it, with what is wanted of it. */
export function composeForm(
  desk: DeskRequest,
  page: Pick<PageRoute, 'acts'>,
  read: RequestRead,
  purpose: Purpose,
  entered: Refused | undefined,
): Page {
  const mine = entered?.values.purpose === purpose ? entered : undefined;
  const act = 'look';
  const box = (name: 'reason' | 'text') =>
    wordsInput({
      act,
      name,
      label: desk.say(labelOf(purpose, name)),
      hint: desk.say('deskQueue:plainWords'),
      refused: mine,
      required: true,
    });
  const parts = [
    hiddenField('purpose', purpose),
    ...(purpose === 'passOn' ? [departmentSelect(desk, read, mine)] : []),
    ...(takesTemplate(purpose) ? [templateSelect(desk, read.templates, `${act}-${fieldsOf[purpose][0]}`)] : []),
    ...fieldsOf[purpose].map(box),
  ];
  return form(desk, page, { act, fields: parts, button: desk.say('deskQueue:look'), weight: 'main' });
}

function takesTemplate(purpose: Purpose): boolean {
  return purpose !== 'passOn' && purpose !== 'sendBack';
}

/** Which box a template's words go into. */
export function templateField(purpose: Purpose): 'reason' | 'text' {
  return fieldsOf[purpose][0] ?? 'text';
}

function labelOf(purpose: Purpose, name: 'reason' | 'text') {
  if (purpose !== 'refuse') return `deskQueue:label.${purpose}` as const;
  return name === 'reason' ? 'deskQueue:label.reason' : 'deskQueue:label.next';
}

function departmentSelect(desk: DeskRequest, { file }: RequestRead, refused: Refused | undefined): Page {
  const places = placesFor({ directory: desk.directory }, file.referral);
  return selectField({
    act: 'look',
    name: 'department',
    label: desk.say('deskQueue:label.department'),
    options: [
      { value: '', label: desk.say('deskReception:choose') },
      ...places.map(({ id, name }) => ({ value: id, label: name[desk.locale] })),
    ],
    required: true,
    refused,
  });
}

/** What the person will read, and then: send it, or change it. */
export function previewSection(
  desk: DeskRequest,
  page: Pick<PageRoute, 'acts'>,
  { file }: RequestRead,
  composed: Composed,
  references: References,
): Page {
  const { name: _, ...topic } = reviewingOf(file.referral.id, composed);
  const text = previewLines(file, { ...topic, name: 'composing' }, composed.text)
    .map((each) => desk.render(each, references))
    .join('\n');
  const carried = Object.entries(valuesOf(composed)).map(([name, value]) => hiddenField(name, value));
  return section(
    desk.say('deskQueue:preview'),
    html`<div class="preview">${words(text)}</div>
      <p class="hint">${desk.say('deskQueue:previewHint')}</p>
      <div class="row">
        ${form(desk, page, { act: 'send', fields: carried, button: desk.say('deskQueue:send'), weight: 'main' })}
        ${form(desk, page, { act: 'change', fields: carried, button: desk.say('deskQueue:change') })}
      </div>`,
  );
}
