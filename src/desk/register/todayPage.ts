import { html } from 'hono/html';
import type { MessageKey } from '../../i18n/keys.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nothing, section, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { areaName } from './names.ts';
import { idIn } from './paging.ts';

/** What is counted, in the order of its weight. Each has a list behind it. */
export const waitingLists = [
  'must',
  'visits',
  'requests',
  'unsorted',
  'calls',
  'arrivals',
  'arriving',
  'papers',
  'swaps',
  'undelivered',
  'closings',
] as const;
export type WaitingList = (typeof waitingLists)[number];

type Counts = Readonly<Record<WaitingList | 'unhelped', number>>;

interface Today {
  readonly counts: Counts;
  readonly stations: readonly { readonly areaId: string; readonly counts: Counts }[];
}

/** What is past its day is told from what is only coming. */
const overdue: readonly string[] = ['must', 'visits', 'requests', 'arrivals', 'undelivered'];

/** `/desk/today`: what waits for a coordinator, or in all areas of an office, as five o'clock's summary counts it. */
export const todayPage: PageRoute = {
  path: '/desk/today',
  policy: ['coordinator', 'office'],
  show: async (desk) => {
    const area = idIn(desk.query('area'));
    const { counts, stations } = await desk.read<Today>('desk_today', { area });
    const within = area === null ? '' : `?area=${area}`;
    return {
      title: desk.say('deskToday:title'),
      body: html`
        ${area === null ? nothing : html`<p>${areaName(desk, area)} · <a href="/desk/today">${desk.say('deskToday:allAreas')}</a></p>`}
        ${countList(desk, counts, within)}
        ${area === null && stations.length > 1 ? section(desk.say('deskToday:byStation'), byStation(desk, stations)) : nothing}`,
    };
  },
};

function countList(desk: DeskRequest, counts: Counts, within: string) {
  const entries = [
    ...waitingLists.map((list) => ({ list, href: `/desk/today/${list}${within}` })),
    { list: 'unhelped' as const, href: `/desk/register${within === '' ? '?' : `${within}&`}filter=unhelped` },
  ];
  const waiting = entries.filter(({ list }) => counts[list] > 0);
  if (waiting.length === 0) return html`<p>${desk.say('deskToday:nothing')}</p>`;
  return html`<ul class="counts">${waiting.map(
    ({ list, href }) => html`<li class="${overdue.includes(list) ? 'count-late' : 'count-calm'}">
      <a href="${href}"><strong>${counts[list]}</strong> <span>${desk.say(labelOf(list))}</span></a></li>`,
  )}</ul>`;
}

export function labelOf(list: WaitingList | 'unhelped'): MessageKey {
  return `deskToday:list.${list}`;
}

const columns = ['visits', 'must', 'arrivals', 'requests', 'calls', 'undelivered', 'swaps', 'unhelped'] as const;

function byStation(desk: DeskRequest, stations: Today['stations']) {
  return table(
    desk.say('deskToday:byStationCaption'),
    [desk.say('deskToday:station'), ...columns.map((column) => desk.say(labelOf(column)))],
    stations.map(({ areaId, counts }) => [
      html`<a href="/desk/today?area=${areaId}">${areaName(desk, areaId)}</a>`,
      ...columns.map((column) => String(counts[column])),
    ]),
  );
}
