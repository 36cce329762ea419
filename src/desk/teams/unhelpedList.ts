import { html } from 'hono/html';
import * as z from 'zod';
import { nextPage } from '../frame/html.ts';
import { listedLooks, Opened } from '../names.ts';
import type { PageRoute } from '../route.ts';

interface UnhelpedRow {
  readonly id: string;
  readonly accountId: string;
}

const rowsOfPage = 50;

/** `/desk/teams/unhelped`: people around whom nobody is now. */
export const unhelpedList: PageRoute = {
  path: '/desk/teams/unhelped',
  policy: ['coordinator'],
  show: async (desk) => {
    const after = z.uuid().safeParse(desk.query('after')).data;
    const rows = await desk.read<UnhelpedRow[]>('desk_unhelped', after === undefined ? {} : { after });
    const shown = rows.slice(0, rowsOfPage);
    const opened = await Opened.of(
      desk,
      shown.map(({ accountId }) => accountId),
    );
    await desk.look(
      listedLooks(
        shown.map(({ accountId }) => accountId),
        'file',
      ),
    );
    return {
      title: desk.say('deskTeams:unhelpedList'),
      body: html`${
        shown.length === 0
          ? html`<p>${desk.say('roster:allHelped')}</p>`
          : html`<ul class="plain">${shown.map(({ accountId }) => html`<li><a href="/desk/teams/people/${accountId}"><span class="entry-name">${opened.name(accountId)}</span></a></li>`)}</ul>`
      }${nextPage(desk, rows.length > rowsOfPage ? (shown.at(-1)?.id ?? null) : null)}`,
    };
  },
};
