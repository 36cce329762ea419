import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import { kindIds } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { hiddenField, inputField, nextPage, selectField } from '../frame/html.ts';
import type { PageRoute, PlainRoute } from '../route.ts';
import { type AskedQueue, askedDigits, askedQueue, placeAfter, shownStates, type Tab, tabs } from './asked.ts';
import { type EntryRow, entriesTable, entryFrom } from './entries.ts';

interface QueuePage {
  readonly entries: readonly EntryRow[];
  readonly more: boolean;
  readonly counts: Readonly<Record<Tab, number>>;
  readonly version: string;
}

const readQueue = (desk: DeskRequest, asked: AskedQueue) => desk.read<QueuePage>('desk_queue', asked);

/** As many as are counted; beyond that it is only said that there are more. */
const mostCounted = 1000;

/** `/desk/queue`: what waits in the departments of whoever asks, urgent and oldest deadline first; or what a number finds. */
export const queueList: PageRoute = {
  path: '/desk/queue',
  policy: ['staff'],
  show: async (desk) => {
    const digits = askedDigits(desk);
    return {
      title: desk.say('deskQueue:title'),
      body: digits === null ? await queuePage(desk) : await numberPage(desk, digits),
    };
  },
};

/** Asked now and then by the page itself: another answer when something in its queue is new. */
export const queueVersion: PlainRoute = {
  path: '/desk/queue/version',
  policy: ['staff'],
  isIdle: true,
  answer: async (desk, context) => context.text((await readQueue(desk, askedQueue(desk))).version),
};

async function queuePage(desk: DeskRequest): Promise<Page> {
  const asked = askedQueue(desk);
  const { entries: rows, more, counts, version } = await readQueue(desk, asked);
  const entries = rows.map(entryFrom);
  const last = entries.at(-1);
  const list =
    entries.length === 0
      ? html`<p>${desk.say('deskQueue:empty')}</p>`
      : await entriesTable(desk, desk.say(`deskQueue:tabs.${asked.tab}`), entries);
  const { search } = new URL(desk.context.req.url);
  return html`${filterForms(desk, asked)}
    <div class="queue" data-live="/desk/queue/version${search}" data-version="${version}">
      ${tabsOf(desk, asked, counts)}
      ${list}
      ${nextPage(desk, more && last !== undefined ? placeAfter(last.referral) : null)}
      <p><a href="/desk/queue${search}">${desk.say('deskQueue:refresh')}</a></p>
    </div>`;
}

function tabsOf(desk: DeskRequest, asked: AskedQueue, counts: QueuePage['counts']): Page {
  const items = tabs.map((tab) => {
    const label = desk.say(`deskQueue:tabs.${tab}`);
    const text =
      counts[tab] < mostCounted
        ? desk.say('deskQueue:count', { label, number: String(counts[tab]) })
        : desk.say('deskQueue:countMany', { label });
    const address = addressOf({ ...asked, tab });
    return html`<li><a href="${address}" ${tab === asked.tab ? html`aria-current="page"` : ''}>${text}</a></li>`;
  });
  return html`<nav aria-label="${desk.say('deskQueue:tabsName')}"><ul class="tabs">${items}</ul></nav>`;
}

function addressOf({ tab, kind, state }: Omit<AskedQueue, 'after'>): string {
  const query = new URLSearchParams({ tab, ...(kind === null ? {} : { kind }), ...(state === null ? {} : { state }) });
  return `/desk/queue?${query.toString()}`;
}

function filterForms(desk: DeskRequest, { tab, kind, state }: AskedQueue): Page {
  const kinds = kindIds.map((id) => ({ value: id, label: desk.say(`kinds:${id}.name`) }));
  const states = shownStates.map((id) => ({ value: id, label: desk.say(`queue:state.${id}`) }));
  const isOpen = kind !== null || state !== null;
  return html`<details class="filters" ${isOpen ? html`open` : ''}><summary>${desk.say('deskQueue:filter')}</summary><div class="columns">
    <form method="get" action="/desk/queue" class="section" aria-label="${desk.say('deskQueue:filter')}">
      ${hiddenField('tab', tab)}
      ${selectField({
        act: 'filter',
        name: 'kind',
        label: desk.say('deskQueue:request'),
        value: kind ?? '',
        options: [{ value: '', label: desk.say('deskQueue:anyKind') }, ...kinds],
      })}
      ${selectField({
        act: 'filter',
        name: 'state',
        label: desk.say('deskQueue:state'),
        value: state ?? '',
        options: [{ value: '', label: desk.say('deskQueue:open') }, ...states],
      })}
      <button class="button button-plain">${desk.say('deskQueue:filterButton')}</button>
    </form>
    ${searchForm(desk, '')}
  </div></details>`;
}

function searchForm(desk: DeskRequest, digits: string): Page {
  return html`<form method="get" action="/desk/queue" class="section" role="search">
    ${inputField({
      act: 'search',
      name: 'number',
      label: desk.say('deskQueue:search'),
      hint: desk.say('deskQueue:searchHint'),
      type: 'search',
      most: 20,
      value: digits,
      required: true,
    })}
    <button class="button button-plain">${desk.say('deskQueue:searchButton')}</button>
  </form>`;
}

const fewestDigits = 3;

async function numberPage(desk: DeskRequest, digits: string): Promise<Page> {
  const back = html`<p><a href="/desk/queue">${desk.say('deskQueue:searchBack')}</a></p>`;
  const form = searchForm(desk, digits);
  if (digits.length < fewestDigits)
    return html`<p role="alert">${desk.say('deskQueue:searchWanted')}</p>${form}${back}`;
  const rows = await desk.read<EntryRow[]>('desk_numbers', { digits });
  if (rows.length === 0) return html`<p role="status">${desk.say('deskQueue:searchNone')}</p>${form}${back}`;
  const caption = desk.say('deskQueue:searchFound', { number: digits });
  return html`${await entriesTable(desk, caption, rows.map(entryFrom))}${form}${back}`;
}
