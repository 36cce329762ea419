import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import { type StaffMove, staffMoves } from '../../turn/deskRules.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, nothing, section } from '../frame/html.ts';
import type { PageRoute, Shown } from '../route.ts';
import { composedFields, composeForm, previewSection, purposes } from './compose.ts';
import { nameIn } from './names.ts';
import type { RequestRead } from './requestRead.ts';

type Acts = Pick<PageRoute, 'acts'>;

/** What can be done with it now, by the rules of the chat: first what is written, then what is done without words. */
export function actionsPart(
  desk: DeskRequest,
  page: Acts,
  read: RequestRead,
  shown: Shown,
  references: References,
): Page {
  const moves = staffMoves({ account: { id: desk.actor.accountId }, directory: desk.directory }, read.file);
  const preview = shown.kept?.act === 'send' ? composedFields.safeParse(shown.kept.values).data : undefined;
  if (preview !== undefined && moves.includes(preview.purpose))
    return previewSection(desk, page, read, preview, references);
  if (moves.length === 0)
    return section(desk.say('deskQueue:actions'), html`<p>${idleWords(desk, read, references)}</p>`);
  return section(
    desk.say('deskQueue:actions'),
    html`${plainForms(desk, page, moves)}${writing(desk, page, read, moves, shown)}${lastForms(desk, page, moves)}`,
  );
}

function idleWords(desk: DeskRequest, { file }: RequestRead, references: References): string {
  const { claimedBy } = file.referral;
  const isOthers = claimedBy !== null && claimedBy !== desk.actor.accountId;
  return isOthers
    ? desk.say('deskQueue:inOtherHands', { name: nameIn(desk, references, claimedBy) })
    : desk.say('deskQueue:nothingToDo');
}

/** What comes before anything can be written. */
function plainForms(desk: DeskRequest, page: Acts, moves: readonly StaffMove[]): Page {
  return html`${moves.includes('claim') ? form(desk, page, { act: 'claim', button: desk.say('queue:claim'), weight: 'main' }) : nothing}
    ${moves.includes('takeOver') ? form(desk, page, { act: 'claim', button: desk.say('deskQueue:takeOver'), weight: 'main' }) : nothing}
    ${moves.includes('paperReceived') ? form(desk, page, { act: 'paperReceived', button: desk.say('queue:paperReceived'), weight: 'main' }) : nothing}
    ${moves.includes('reopen') ? html`<p class="hint">${desk.say('deskQueue:reopenHint')}</p>${form(desk, page, { act: 'reopen', button: desk.say('deskQueue:reopen') })}` : nothing}`;
}

/** One box at a time, chosen by links, so that it is clear what is about to be sent. */
function writing(desk: DeskRequest, page: Acts, read: RequestRead, moves: readonly StaffMove[], shown: Shown): Page {
  const open = purposes.filter((purpose) => moves.includes(purpose));
  const entered = shown.refused ?? (shown.kept === undefined ? undefined : { ...shown.kept, errors: {} });
  const asked = entered?.values.purpose ?? desk.query('do');
  const isFree = moves.includes('claim') || moves.includes('takeOver');
  const chosen = open.find((purpose) => purpose === asked) ?? (isFree ? undefined : open[0]);
  if (open.length === 0) return nothing;
  return html`<nav aria-label="${desk.say('deskQueue:actions')}"><ul class="tabs">${open.map(
    (purpose) =>
      html`<li><a href="?do=${purpose}" ${purpose === chosen ? html`aria-current="page"` : nothing}>${desk.say(`deskQueue:write.${purpose}`)}</a></li>`,
  )}</ul></nav>
  ${chosen === undefined ? nothing : composeForm(desk, page, read, chosen, entered)}`;
}

function lastForms(desk: DeskRequest, page: Acts, moves: readonly StaffMove[]): Page {
  if (!moves.includes('close')) return nothing;
  return html`<hr><p class="hint">${desk.say('deskQueue:closeHint')}</p>
    ${form(desk, page, { act: 'close', button: desk.say('queue:close') })}`;
}
