import { html } from 'hono/html';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nothing, section, words } from '../frame/html.ts';
import { momentIn, nameIn, nameLine } from './names.ts';
import type { RequestRead, TalkEvent } from './requestRead.ts';

/** What the conversation points at. */
export function talkLines({ talk }: RequestRead) {
  return talk.flatMap(({ id, byAccount, hasText }) => [
    ...(byAccount === null ? [] : [nameLine(byAccount)]),
    ...(hasText ? [line('deskQueue:said', { words: { words: id } })] : []),
  ]);
}

/** Everything that was said and done, oldest first: who, when, and their words. */
export function talkSection(desk: DeskRequest, references: References, read: RequestRead): Page {
  const { talk, earlier } = read;
  const first = talk[0];
  const before = earlier && first !== undefined ? `?before=${first.position}` : null;
  return section(
    desk.say('deskQueue:talk'),
    html`${before === null ? nothing : html`<p><a href="${before}">${desk.say('deskQueue:earlier')}</a></p>`}
      <ol class="talk">${talk.map((event) => said(desk, references, read, event))}</ol>
      ${desk.query('before') === '' ? nothing : html`<p><a href="?">${desk.say('deskQueue:latest')}</a></p>`}`,
  );
}

function said(desk: DeskRequest, references: References, { file }: RequestRead, event: TalkEvent): Page {
  const side = sideOf(event, file.person.accountId);
  const who = side === 'worker' ? nameIn(desk, references, event.byAccount ?? '') : desk.say(`deskQueue:by.${side}`);
  return html`<li class="talk-${side}">
    <p class="talk-head"><strong><bdi>${who}</bdi></strong> ${whatHappened(desk, references, event)} <time datetime="${new Date(event.at).toISOString()}">${momentIn(desk, references, event.at)}</time></p>
    ${event.hasText ? wordsOf(desk, references, event) : nothing}
  </li>`;
}

function sideOf({ byAccount }: TalkEvent, person: string): 'person' | 'system' | 'worker' {
  if (byAccount === null) return 'system';
  return byAccount === person ? 'person' : 'worker';
}

function whatHappened(desk: DeskRequest, references: References, { kind, data }: TalkEvent): string {
  const parameters = { department: { department: data.departmentId }, date: { day: data.expectedOn } };
  return desk.render(line(`deskQueue:moved.${kind}`, parameters), references);
}

/** Of a refusal the reason and what to do next were written together. */
function wordsOf(desk: DeskRequest, references: References, { id, kind }: TalkEvent): Page {
  const part = (place?: number) =>
    desk.render(
      line('deskQueue:said', { words: { words: id, ...(place === undefined ? {} : { part: place }) } }),
      references,
    );
  if (kind !== 'refused') return words(part());
  return html`${words(part(0))}${words(desk.say('deskQueue:refusedNext', { words: part(1) }))}`;
}
