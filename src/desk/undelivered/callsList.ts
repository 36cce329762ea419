import { html } from 'hono/html';
import * as z from 'zod';
import type { Call } from '../../dialogue/world.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import { nextPage, table } from '../frame/html.ts';
import { listedLooks, Opened } from '../names.ts';
import type { PageRoute } from '../route.ts';

export type CallRow = Pick<Call, 'id' | 'kind' | 'accountId' | 'createdAt'>;

const rowsOfPage = 50;

/** `/desk/calls`: whom to call, because something was not read or their chat is closed. */
export const callsList: PageRoute = {
  path: '/desk/calls',
  policy: ['coordinator', 'office', 'staff'],
  show: async (desk) => {
    const after = z.uuid().safeParse(desk.query('after')).data;
    const rows = await desk.read<Row[]>('desk_calls', after === undefined ? {} : { after });
    const calls = rows.slice(0, rowsOfPage).map((row) => fromRow<CallRow>(row));
    const accounts = calls.map(({ accountId }) => accountId);
    const opened = await Opened.of(desk, accounts);
    await desk.look(listedLooks(accounts, 'call'));
    const columns = (['forWhom', 'callWhy', 'since'] as const).map((name) => desk.say(`deskRecords:${name}`));
    return {
      title: desk.say('deskRecords:calls'),
      body: html`${
        calls.length === 0
          ? html`<p>${desk.say('deskRecords:noCalls')}</p>`
          : table(
              desk.say('deskRecords:calls'),
              columns,
              calls.map(({ id, accountId, kind, createdAt }) => [
                html`<a href="/desk/calls/${id}">${opened.name(accountId)}</a>`,
                desk.say(`deskRecords:callKind.${kind}`),
                opened.moment(createdAt),
              ]),
            )
      }${nextPage(desk, rows.length > rowsOfPage ? (calls.at(-1)?.id ?? null) : null)}`,
    };
  },
};
