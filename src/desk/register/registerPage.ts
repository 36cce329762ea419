import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { lineField } from '../fields.ts';
import { badge, form, inputField, nextPage, nothing, table } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import { areaName, dayOf, fileLink, myStations, type Names, openNames } from './names.ts';
import { choiceIn, idIn, pageLength, pageOf, readAfter } from './paging.ts';

export const registerFilters = ['unhelped', 'notJoined', 'late', 'ended', 'shielded'] as const;
export type RegisterFilter = (typeof registerFilters)[number];

/** One person in a list of the register. */
export interface RegisterRow {
  readonly personId: string;
  readonly accountId: string;
  readonly areaId: string;
  readonly state: 'registered' | 'agreed' | 'declined';
  readonly createdAt: string;
  readonly isJoined: boolean;
  readonly helpers: number;
  readonly shielded: boolean;
  readonly periodEndedAt: string | null;
  readonly arrival: { readonly dueOn: string; readonly reportedAt: string | null } | null;
  readonly nextVisitOn: string | null;
  readonly openRequests: number;
}

/** Whom somebody looked for with this request. What was typed stands in no address, since addresses are kept in many places. */
const lookedFor = new WeakMap<DeskRequest, readonly RegisterRow[]>();

/** `/desk/register`: who is on file in the areas of whoever asks, the newest first. */
export const registerPage: PageRoute = {
  path: '/desk/register',
  policy: ['coordinator', 'office'],
  acts: {
    search: act({
      policy: ['coordinator', 'office'],
      fields: z.object({ wanted: lineField(60) }),
      perform: async (desk, { wanted }) => {
        const found = await search(desk, wanted);
        lookedFor.set(desk, found);
        return found.length === 0
          ? { tone: 'refused', text: desk.say('deskRegister:notFound') }
          : { tone: 'done', text: desk.say('deskRegister:found', { count: String(found.length) }) };
      },
    }),
  },
  show: async (desk, { refused }) => {
    const found = lookedFor.get(desk);
    const area = idIn(desk.query('area'));
    const filter = choiceIn(registerFilters, desk.query('filter'));
    const rows =
      found ??
      (await desk.read<RegisterRow[]>('desk_register', {
        area,
        filter,
        most: pageLength,
        after: readAfter('at', desk.query('after')),
      }));
    const { shown, next } = pageOf(rows, ({ createdAt, personId }) => `${createdAt}~${personId}`);
    const names = await openNames(
      desk,
      shown.map(({ accountId }) => accountId),
    );
    await lookAt(desk, shown);
    return {
      title: desk.say('deskRegister:title'),
      body: html`
        <div class="row">
          ${form(desk, registerPage, {
            act: 'search',
            fields: inputField({
              act: 'search',
              name: 'wanted',
              label: desk.say('deskRegister:search'),
              hint: desk.say('deskRegister:searchHint'),
              type: 'search',
              most: 60,
              required: true,
              refused,
            }),
            button: desk.say('deskRegister:find'),
          })}
          ${filters(desk, area, filter)}
        </div>
        ${links(desk, area)}
        ${found === undefined ? nothing : html`<p><a href="/desk/register">${desk.say('deskRegister:all')}</a></p>`}
        ${shown.length === 0 ? html`<p>${desk.say(filter === null ? 'deskRegister:empty' : 'deskRegister:emptyFilter')}</p>` : peopleTable(desk, shown, names)}
        ${found === undefined ? nextPage(desk, next) : nothing}`,
    };
  },
};

/** By the whole name or number, since both are kept sealed and only keyed hashes can be compared; or by a request's number. */
async function search(desk: DeskRequest, wanted: string): Promise<RegisterRow[]> {
  const { vault } = desk.deps;
  const digits = wanted.normalize('NFKC').replace(/[\s-]/g, '');
  const number = /^\d{9}$/.test(digits) ? digits.replace(/(...)(...)(...)/, '$1-$2-$3') : null;
  const found = await desk.read<RegisterRow[]>('desk_register', {
    isSearch: true,
    nameHash: /\p{L}/u.test(wanted) ? await hashName(vault, wanted) : null,
    phoneHash: /^\+?\d{7,20}$/.test(digits) ? await hashPhone(vault, wanted) : null,
    number,
    most: pageLength,
  });
  return found.slice(0, pageLength);
}

/** A list of names, and beside each how it stands. */
export async function lookAt(desk: DeskRequest, rows: readonly RegisterRow[]): Promise<void> {
  await desk.look(
    rows.map(({ accountId }) => ({
      account: accountId,
      subject: null,
      action: 'listed',
      reason: 'file',
      fields: ['name', 'arrival', 'helpers', 'visits', 'requests'],
    })),
  );
}

function filters(desk: DeskRequest, area: string | null, filter: RegisterFilter | null): Page {
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}" ${chosen ? html`selected` : nothing}>${label}</option>`;
  const stations = myStations(desk);
  return html`<form method="get" class="form row">
    <div class="field"><label for="filter">${desk.say('deskRegister:filter')}</label>
      <select id="filter" name="filter">${option('', desk.say('deskRegister:everybody'), filter === null)}
        ${registerFilters.map((each) => option(each, desk.say(`deskRegister:filters.${each}`), each === filter))}</select></div>
    ${
      stations.length < 2
        ? nothing
        : html`<div class="field"><label for="area">${desk.say('deskRegister:area')}</label>
      <select id="area" name="area">${option('', desk.say('deskRegister:allAreas'), area === null)}
        ${stations.map(({ value, label }) => option(value, label, value === area))}</select></div>`
    }
    <button class="button button-plain">${desk.say('deskRegister:show')}</button>
  </form>`;
}

function links(desk: DeskRequest, area: string | null): Page {
  const within = area === null ? '' : `?area=${area}`;
  return html`<p class="row">
    ${desk.has('coordinator') ? html`<a class="button button-main" href="/desk/register/new">${desk.say('deskRegister:new')}</a>` : nothing}
    <a class="button button-plain" href="/desk/cards${within}">${desk.say('deskCards:title')}</a>
    <a class="button button-plain" href="/desk/register/duplicates${within}">${desk.say('deskRegister:duplicates')}</a></p>`;
}

export function peopleTable(desk: DeskRequest, rows: readonly RegisterRow[], names: Names): Page {
  return table(
    desk.say('deskRegister:caption'),
    (['name', 'area', 'state', 'arrival', 'helpers', 'nextVisit', 'requests'] as const).map((column) =>
      desk.say(`deskRegister:column.${column}`),
    ),
    rows.map((row) => [
      fileLink(row.personId, names.whole(row.accountId)),
      areaName(desk, row.areaId),
      html`${stateBadges(desk, row)}`,
      arrivalBadge(desk, row),
      row.helpers === 0 && !row.shielded && row.periodEndedAt === null
        ? badge('soon', desk.say('deskRegister:noHelper'))
        : String(row.helpers),
      row.nextVisitOn === null
        ? desk.say('deskRegister:none')
        : badge(row.nextVisitOn < desk.today ? 'late' : 'calm', row.nextVisitOn),
      String(row.openRequests),
    ]),
  );
}

export function stateBadges(
  desk: DeskRequest,
  row: Pick<RegisterRow, 'state' | 'isJoined' | 'shielded' | 'periodEndedAt'>,
): Page[] {
  const state = row.state === 'declined' ? 'declined' : row.isJoined ? 'joined' : 'notJoined';
  return [
    badge(state === 'joined' ? 'done' : 'calm', desk.say(`deskRegister:state.${state}`)),
    ...(row.periodEndedAt === null ? [] : [badge('calm', desk.say('deskRegister:state.ended'))]),
    ...(row.shielded ? [badge('soon', desk.say('deskRegister:state.shielded'))] : []),
  ];
}

function arrivalBadge(desk: DeskRequest, { arrival, periodEndedAt }: RegisterRow): Page | string {
  if (arrival === null) return '';
  if (arrival.reportedAt !== null) return dayOf(new Date(arrival.reportedAt));
  const isLate = arrival.dueOn < desk.today && periodEndedAt === null;
  return badge(isLate ? 'late' : 'calm', desk.say('deskRegister:arrivalBy', { date: arrival.dueOn }));
}
