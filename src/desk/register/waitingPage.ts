import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { ClosingReason } from '../../people/closing.ts';
import type { KindId } from '../../referrals/kinds.ts';
import type { ReferralState } from '../../referrals/referral.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField, idField } from '../fields.ts';
import { badge, form, hiddenField, nextPage, nothing, table } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import { areaName, departmentName, fileLink, type Names, openNames } from './names.ts';
import { choiceIn, idIn, pageLength, pageOf, readAfter } from './paging.ts';
import { labelOf, type WaitingList, waitingLists } from './todayPage.ts';

interface WaitingRow {
  readonly id: string;
  readonly day: string;
  readonly personId: string | null;
  readonly accountId: string;
  readonly areaId: string | null;
  readonly urgent?: boolean;
  readonly helpers?: readonly string[];
  readonly number?: string;
  readonly kind?: string;
  readonly state?: ReferralState;
  readonly departmentId?: string;
  readonly isMine?: boolean;
  readonly why?: 'closed' | 'unread';
  readonly reason?: ClosingReason;
  readonly proposedBy?: string;
}

/** `/desk/today/:list`: the rows behind one of today's numbers, the longest waiting first. */
export const waitingPage: PageRoute = {
  path: '/desk/today/:list',
  policy: ['coordinator', 'office'],
  acts: {
    called: act({
      policy: ['coordinator', 'office'],
      fields: z.object({ task: idField, reached: choiceField(['yes', 'no']) }),
      perform: (desk, { task, reached }) => desk.take({ do: 'called', task, reached: reached === 'yes' }),
    }),
    resend: act({
      policy: ['coordinator'],
      fields: z.object({ message: idField }),
      perform: (desk, { message }) => desk.take({ do: 'resend', message }),
    }),
  },
  show: async (desk) => {
    const list = choiceIn(waitingLists, desk.path('list'));
    if (list === null) return undefined;
    const area = idIn(desk.query('area'));
    const rows = await desk.read<WaitingRow[]>('desk_waiting', {
      list,
      area,
      most: pageLength,
      after: readAfter('day', desk.query('after')),
    });
    const { shown, next } = pageOf(rows, ({ day, id }) => `${day}~${id}`);
    const about = shown.flatMap(({ accountId, helpers = [], proposedBy }) => [
      accountId,
      ...helpers,
      ...(proposedBy === undefined ? [] : [proposedBy]),
    ]);
    const phones = list === 'calls' ? shown.map(({ accountId }) => phoneLine(accountId)) : [];
    const names = await openNames(desk, about, phones);
    await desk.look(
      shown.map(({ accountId }) => ({
        account: accountId,
        subject: null,
        action: 'listed',
        reason: list === 'calls' ? 'call' : 'file',
        fields: list === 'calls' ? ['name', 'phone'] : ['name'],
      })),
    );
    return {
      title: desk.say(labelOf(list)),
      body: html`<p><a href="/desk/today${area === null ? '' : `?area=${area}`}">${desk.say('deskToday:back')}</a></p>
        ${shown.length === 0 ? html`<p>${desk.say('deskToday:noRows')}</p>` : rowsTable(desk, list, shown, names)}
        ${nextPage(desk, next)}`,
    };
  },
};

function phoneLine(account: string) {
  return line('visits:phone', { phone: { phone: account } });
}

function rowsTable(desk: DeskRequest, list: WaitingList, rows: readonly WaitingRow[], names: Names): Page {
  return table(
    desk.say(labelOf(list)),
    [
      desk.say('deskToday:who'),
      desk.say(`deskToday:day.${dayColumn(list)}`),
      desk.say('deskToday:station'),
      desk.say('deskToday:more'),
    ],
    rows.map((row) => [
      fileLink(row.personId, names.whole(row.accountId)),
      badge(list !== 'closings' && row.day < desk.today ? 'late' : 'calm', row.day),
      row.areaId === null ? '' : areaName(desk, row.areaId),
      more(desk, list, row, names),
    ]),
  );
}

function dayColumn(list: WaitingList): 'due' | 'since' {
  return list === 'calls' || list === 'undelivered' || list === 'closings' ? 'since' : 'due';
}

/** What else a row says, and what can be done about it here. */
function more(desk: DeskRequest, list: WaitingList, row: WaitingRow, names: Names): Page | string {
  switch (list) {
    case 'visits':
    case 'must':
    case 'swaps': {
      const { helpers = [], urgent } = row;
      const who =
        helpers.length === 0 ? desk.say('deskToday:noHelper') : helpers.map((helper) => names.whole(helper)).join(', ');
      return html`${urgent === true ? badge('urgent', desk.say('deskToday:urgent')) : nothing} ${who}`;
    }
    case 'requests':
    case 'unsorted':
      return html`${desk.say(`kinds:${row.kind as KindId}.name`)} · ${row.number ?? ''} · ${departmentName(desk, row.departmentId ?? '')} ·
        ${desk.say(`queue:state.${row.state ?? 'new'}`)}
        ${row.isMine === true ? html`<a href="/desk/requests/${row.id}">${desk.say('queue:open')}</a>` : nothing}`;
    case 'calls':
      return html`${desk.say(`deskToday:why.${row.why ?? 'unread'}`)} ${desk.render(phoneLine(row.accountId), names.references)} ${callForms(desk, row, names)}`;
    case 'undelivered':
      return html`${desk.say(`undelivered:kind.${(row.kind ?? 'news') as 'news'}`)}
        ${form(desk, waitingPage, { act: 'resend', fields: hiddenField('message', row.id), button: desk.say('deskToday:resend'), about: desk.say('deskToday:resendTo', { name: names.whole(row.accountId) }) })}`;
    case 'closings':
      return html`${desk.say(`deskFile:reason.${row.reason ?? 'enoughHelp'}`)} · ${names.whole(row.proposedBy ?? row.accountId)}`;
    case 'arrivals':
    case 'arriving':
    case 'papers':
      return row.number ?? '';
  }
}

function callForms(desk: DeskRequest, row: WaitingRow, names: Names): Page {
  const name = names.whole(row.accountId);
  const one = (reached: 'yes' | 'no') =>
    form(desk, waitingPage, {
      act: 'called',
      fields: [hiddenField('task', row.id), hiddenField('reached', reached)],
      button: desk.say(reached === 'yes' ? 'coordination:callReached' : 'coordination:callMissed'),
      about: desk.say(reached === 'yes' ? 'deskToday:reached' : 'deskToday:missed', { name }),
    });
  return html`<div class="row">${one('yes')}${one('no')}</div>`;
}
