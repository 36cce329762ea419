import { html } from 'hono/html';
import { badge, nextPage, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { areaName, openNames } from './names.ts';
import { idIn, pageLength, pageOf } from './paging.ts';
import { lookAt, type RegisterRow, stateBadges } from './registerPage.ts';

interface Pair {
  readonly one: RegisterRow;
  readonly other: RegisterRow;
  readonly samePhone: boolean;
}

/** `/desk/register/duplicates`: files of the same name, and the same number unless one has none. */
export const duplicatesPage: PageRoute = {
  path: '/desk/register/duplicates',
  policy: ['coordinator', 'office'],
  show: async (desk) => {
    const [one = '', other = ''] = desk.query('after').split('~');
    const after = idIn(one) === null || idIn(other) === null ? null : { one, other };
    const pairs = await desk.read<Pair[]>('desk_duplicates', {
      area: idIn(desk.query('area')),
      most: pageLength,
      after,
    });
    const { shown, next } = pageOf(pairs, (pair) => `${pair.one.personId}~${pair.other.personId}`);
    const rows = shown.flatMap((pair) => [pair.one, pair.other]);
    const names = await openNames(
      desk,
      rows.map(({ accountId }) => accountId),
    );
    await lookAt(desk, rows);
    const side = (row: RegisterRow) => html`${areaName(desk, row.areaId)} ${stateBadges(desk, row)}`;
    return {
      title: desk.say('deskRegister:duplicates'),
      body: html`<p>${desk.say('deskRegister:duplicatesHint')}</p>
        ${
          shown.length === 0
            ? html`<p>${desk.say('deskRegister:noDuplicates')}</p>`
            : table(
                desk.say('deskRegister:duplicatesCaption'),
                (['name', 'one', 'other', 'phone', 'compare'] as const).map((column) =>
                  desk.say(`deskRegister:pair.${column}`),
                ),
                shown.map((pair) => [
                  names.whole(pair.one.accountId),
                  side(pair.one),
                  side(pair.other),
                  badge(
                    pair.samePhone ? 'soon' : 'calm',
                    desk.say(pair.samePhone ? 'deskRegister:pair.samePhone' : 'deskRegister:pair.onePhone'),
                  ),
                  html`<a href="/desk/persons/${pair.one.personId}/merge/${pair.other.personId}">${desk.say('deskRegister:pair.compareThem')}</a>`,
                ]),
              )
        }
        ${nextPage(desk, next)}`,
    };
  },
};
