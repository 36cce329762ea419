import { html } from 'hono/html';
import type { HelperFound } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import { absenceFrom } from '../../turn/searchRegister.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, nextPage, nothing, table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import type { PageRoute } from '../route.ts';
import { absenceWords } from './absenceWords.ts';

type HelperRow = Omit<HelperFound, 'isNudged' | 'worksElsewhere'>;

/** Rows of a page; one more is read, which tells that there is another page. */
const rowsOfPage = 50;
const keyOf = /^\d{1,9}\.\d{1,9}\.[0-9a-f-]{36}$/;

/** `/desk/teams`: the helpers and volunteers of the area with what lies on them, most overdue first. */
export const teamsList: PageRoute = {
  path: '/desk/teams',
  policy: ['coordinator'],
  show: async (desk) => {
    const after = keyOf.test(desk.query('after')) ? desk.query('after') : null;
    const rows = (await desk.read<HelperRow[]>('desk_teams', after === null ? {} : { after })).map((row) => ({
      ...row,
      absence: absenceFrom(row.absence),
    }));
    const shown = rows.slice(0, rowsOfPage);
    const opened = await Opened.of(desk, [
      ...shown.map(({ accountId }) => accountId),
      ...shown.map(({ absence }) => absence?.substituteId ?? null),
    ]);
    const last = shown.at(-1);
    const next =
      rows.length > rowsOfPage && last !== undefined ? `${last.late}.${last.people}.${last.accountId}` : null;
    return {
      title: desk.say('deskTeams:title'),
      body: html`<p><a href="/desk/teams/unhelped">${desk.say('deskTeams:unhelpedList')}</a></p>
        ${shown.length === 0 ? html`<p>${desk.say('deskTeams:none')}</p>` : helpersTable(desk, shown, opened)}
        ${nextPage(desk, next)}`,
    };
  },
};

function helpersTable(desk: DeskRequest, rows: readonly HelperRow[], opened: Opened): Page {
  const columns = (['helper', 'people', 'due', 'late', 'away'] as const).map((name) =>
    desk.say(`deskTeams:column.${name}`),
  );
  return table(
    desk.say('deskTeams:list'),
    columns,
    rows.map((row) => [
      html`<a href="/desk/teams/${row.accountId}">${opened.name(row.accountId)}</a>${row.isVolunteer ? html` ${badge('calm', desk.say('deskTeams:volunteer'))}` : nothing}`,
      html`${row.people}${row.asked === 0 ? nothing : html` <span class="hint">${desk.say('deskTeams:askedCount', { count: String(row.asked) })}</span>`}`,
      String(row.due),
      row.late === 0 ? '0' : badge('late', desk.say('deskTeams:lateCount', { count: String(row.late) })),
      absenceWords(desk, row.absence, opened),
    ]),
  );
}
