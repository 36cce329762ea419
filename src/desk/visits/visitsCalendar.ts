import { html } from 'hono/html';
import * as z from 'zod';
import type { Day } from '../../calendar/day.ts';
import type { Page } from '../../http/page.ts';
import type { Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nextPage, nothing } from '../frame/html.ts';
import { listedLooks, Opened } from '../names.ts';
import type { DeskPage, PageRoute } from '../route.ts';
import { type Entry, entryFrom, entryLink } from './entry.ts';
import { type Filter, filterForm, filterFrom, queryOf } from './filter.ts';
import { lastDayOf, monthAfter, monthGrid } from './monthGrid.ts';

export interface MonthDay {
  readonly day: Day;
  readonly count: number;
  readonly entries: readonly Entry[];
}

interface MonthRows {
  readonly days: readonly { readonly day: Day; readonly count: number; readonly entries: readonly Row[] }[];
  readonly helpers: readonly string[];
}

/** As many as a cell of the calendar shows; the rest is one step away. */
const mostOnDay = 4;
const rowsOfPage = 50;
const placeOf = /^[0-3][0-9a-f-]{36}$/;

/** `/desk/visits`: a month of visits, or one day of it. */
export const visitsCalendar: PageRoute = {
  path: '/desk/visits',
  policy: ['coordinator'],
  show: (desk) => {
    const filter = filterFrom(desk);
    const day = z.iso.date().safeParse(desk.query('day')).data;
    return day === undefined ? showMonth(desk, filter) : showDay(desk, filter, day);
  },
};

const narrowed = ({ helper, station }: Filter) => ({
  ...(helper === null ? {} : { helper }),
  ...(station === null ? {} : { station }),
});

async function showMonth(desk: DeskRequest, filter: Filter): Promise<DeskPage> {
  const { month } = filter;
  const range = { first: `${month}-01`, last: lastDayOf(month), mostOnDay };
  const rows = await desk.read<MonthRows>('desk_visits', { ...range, ...narrowed(filter) });
  const days: MonthDay[] = rows.days.map((each) => ({ ...each, entries: each.entries.map(entryFrom) }));
  const people = days.flatMap(({ entries }) => entries.map(({ accountId }) => accountId));
  const opened = await Opened.of(desk, [...people, ...rows.helpers]);
  await desk.look(listedLooks(people, 'visit'));
  const title = monthTitle(desk, month);
  return {
    title: `${desk.say('deskVisits:title')} · ${title}`,
    body: html`${filterForm(desk, filter, rows.helpers, opened)}
      ${turning(desk, filter)}
      ${days.length === 0 ? html`<p>${desk.say('deskVisits:none')}</p>` : nothing}
      ${monthGrid(desk, filter, days, opened, desk.say('deskVisits:caption', { month: title }))}
      <p class="hint">${desk.say('deskVisits:legend')}</p>`,
  };
}

function monthTitle(desk: DeskRequest, month: string): string {
  const [year = '', number = ''] = month.split('-');
  return desk.say('deskVisits:monthTitle', { year, month: String(Number(number)) });
}

function turning(desk: DeskRequest, filter: Filter): Page {
  const to = (month: string) => queryOf({ ...filter, month });
  return html`<nav class="row" aria-label="${desk.say('desk:pages')}">
    <a class="button button-plain" rel="prev" href="${to(monthAfter(filter.month, -1))}">${desk.say('deskVisits:before')}</a>
    <a class="button button-plain" href="${to(desk.today.slice(0, 7))}">${desk.say('deskVisits:thisMonth')}</a>
    <a class="button button-plain" rel="next" href="${to(monthAfter(filter.month, 1))}">${desk.say('deskVisits:after')}</a>
  </nav>`;
}

async function showDay(desk: DeskRequest, filter: Filter, day: Day): Promise<DeskPage> {
  const after = placeOf.test(desk.query('after')) ? { after: desk.query('after') } : {};
  const rows = await desk.read<readonly Row[]>('desk_visits_on', { day, ...narrowed(filter), ...after });
  const entries = rows.slice(0, rowsOfPage).map(entryFrom);
  const people = entries.map(({ accountId }) => accountId);
  const opened = await Opened.of(desk, people);
  await desk.look(listedLooks(people, 'visit'));
  return {
    title: desk.say('deskVisits:dayTitle', { date: opened.day(day) }),
    body: html`<p><a href="${queryOf({ ...filter, month: day.slice(0, 7) })}">${desk.say('deskVisits:backToMonth')}</a></p>
      ${
        entries.length === 0
          ? html`<p>${desk.say('deskVisits:noneOnDay')}</p>`
          : html`<ul class="plain">${entries.map((entry) => html`<li>${entryLink(desk, entry, opened)}</li>`)}</ul>`
      }
      ${nextPage(desk, rows.length > rowsOfPage ? (entries.at(-1)?.place ?? null) : null)}`,
  };
}
