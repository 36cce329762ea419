import { html } from 'hono/html';
import * as z from 'zod';
import type { RegisterFoundOf } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { form, hiddenField, nextPage, table } from '../frame/html.ts';
import { listedLooks, Opened } from '../names.ts';
import { act, type PageRoute } from '../route.ts';

interface Letter {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: string;
  readonly kind: RegisterFoundOf<'undelivered'>['letters'][number]['kind'];
}

const policy = ['coordinator'] as const;
const rowsOfPage = 50;

/** `/desk/undelivered`: messages that were given up: for whom, of what kind and since when, not what they say. */
export const undeliveredList: PageRoute = {
  path: '/desk/undelivered',
  policy,
  acts: {
    resend: act({
      policy,
      fields: z.object({ message: idField }),
      perform: (desk, { message }) => desk.take({ do: 'resend', message }),
    }),
  },
  show: async (desk) => {
    const after = z.uuid().safeParse(desk.query('after')).data;
    const rows = await desk.read<Row[]>('desk_undelivered', after === undefined ? {} : { after });
    const letters = rows.slice(0, rowsOfPage).map((row) => fromRow<Letter>(row));
    const accounts = letters.map(({ accountId }) => accountId);
    const opened = await Opened.of(desk, accounts);
    await desk.look(listedLooks(accounts, 'message'));
    return {
      title: desk.say('deskRecords:undelivered'),
      body: html`<p class="hint">${desk.say('deskRecords:undeliveredHint')}</p>
        ${letters.length === 0 ? html`<p>${desk.say('deskRecords:noLetters')}</p>` : lettersTable(desk, letters, opened)}
        ${nextPage(desk, rows.length > rowsOfPage ? (letters.at(-1)?.id ?? null) : null)}`,
    };
  },
};

function lettersTable(desk: DeskRequest, letters: readonly Letter[], opened: Opened): Page {
  const columns = (['forWhom', 'kind', 'since', 'act'] as const).map((name) => desk.say(`deskRecords:${name}`));
  return table(
    desk.say('deskRecords:undelivered'),
    columns,
    letters.map(({ id, accountId, kind, createdAt }) => [
      opened.name(accountId),
      desk.say(`undelivered:kind.${kind}`),
      opened.moment(createdAt),
      form(desk, undeliveredList, {
        act: 'resend',
        fields: hiddenField('message', id),
        button: desk.say('deskRecords:resend'),
        about: desk.say('deskRecords:resendOne', { name: opened.name(accountId) }),
      }),
    ]),
  );
}
