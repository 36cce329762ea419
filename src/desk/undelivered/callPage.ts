import { html } from 'hono/html';
import * as z from 'zod';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField } from '../fields.ts';
import { facts, form, hiddenField } from '../frame/html.ts';
import { Opened } from '../names.ts';
import { act, type PageRoute } from '../route.ts';
import type { CallRow } from './callsList.ts';

const policy = ['coordinator', 'office', 'staff'] as const;
const taskOf = (desk: DeskRequest) => desk.path('task');

/** `/desk/calls/:task`: one call: whom, their number, why, and what came of it. */
export const callPage: PageRoute = {
  path: '/desk/calls/:task',
  policy,
  acts: {
    called: act({
      policy,
      fields: z.object({ outcome: choiceField(['reached', 'missed']) }),
      perform: (desk, { outcome }) => desk.take({ do: 'called', task: taskOf(desk), reached: outcome === 'reached' }),
    }),
  },
  show: async (desk) => {
    const task = taskOf(desk);
    if (!z.uuid().safeParse(task).success) return undefined;
    const [row] = await desk.read<Row[]>('desk_calls', { task });
    if (row === undefined) return undefined;
    const { accountId, kind } = fromRow<CallRow>(row);
    const opened = await Opened.of(desk, [accountId]);
    await desk.look([
      { account: accountId, subject: null, action: 'shown', reason: 'call', fields: ['name', 'phone'] },
    ]);
    const button = (outcome: 'reached' | 'missed') =>
      form(desk, callPage, {
        act: 'called',
        fields: hiddenField('outcome', outcome),
        button: desk.say(`deskRecords:${outcome}`),
        weight: outcome === 'reached' ? 'main' : 'plain',
      });
    return {
      title: desk.say('deskRecords:callTitle', { name: opened.name(accountId) }),
      body: html`${facts([
        [desk.say('deskRecords:callPhone'), opened.phone(accountId)],
        [desk.say('deskRecords:callWhy'), desk.say(`deskRecords:callKind.${kind}`)],
      ])}
      <div class="row">${button('reached')}${button('missed')}</div>`,
    };
  },
};
