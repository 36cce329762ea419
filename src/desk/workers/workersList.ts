import { html } from 'hono/html';
import * as z from 'zod';
import type { Membership } from '../../dialogue/world.ts';
import type { Page } from '../../http/page.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { badge, form, hiddenField, nextPage, section, table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import { act, type PageRoute } from '../route.ts';
import { placeWords } from './placeWords.ts';
import { proposalFields, proposalForm } from './proposing.ts';

type Working = Pick<Membership, 'id' | 'accountId' | 'role' | 'areaId' | 'departmentId'> & { readonly absent: boolean };
type Waiting = Working & { readonly own: boolean };

const policy = ['coordinator', 'office'] as const;
const rowsOfPage = 50;
/** The said, the link and code, and the card's address. */
const linesOfProposal = 3;

/** `/desk/workers`: accounts that await approval, who works where, and the form for somebody new. */
export const workersList: PageRoute = {
  path: '/desk/workers',
  policy,
  acts: {
    approve: act({
      policy,
      stepUp: true,
      fields: z.object({ membership: idField }),
      perform: (desk, { membership }) => desk.take({ do: 'approve', membership }),
    }),
    decline: act({
      policy,
      stepUp: true,
      fields: z.object({ membership: idField }),
      perform: (desk, { membership }) => desk.take({ do: 'decline', membership }),
    }),
    propose: act({
      policy,
      stepUp: true,
      fields: proposalFields,
      perform: (desk, worker) =>
        desk.take({ do: 'proposeWorker' }, { name: 'proposingWorker', worker }, linesOfProposal),
    }),
  },
  show: async (desk, { refused }) => {
    const after = z.uuid().safeParse(desk.query('after')).data;
    const [waiting, working] = await Promise.all([
      desk.read<Row[]>('desk_approvals'),
      desk.read<Row[]>('desk_workers', after === undefined ? {} : { after }),
    ]);
    const asked = waiting.map((row) => fromRow<Waiting>(row));
    const rows = working.map((row) => fromRow<Working>(row));
    const shown = rows.slice(0, rowsOfPage);
    const opened = await Opened.of(
      desk,
      [...asked, ...shown].map(({ accountId }) => accountId),
    );
    return {
      title: desk.say('deskWorkers:title'),
      body: html`${approvals(desk, asked, opened)}
        ${workersTable(desk, shown, opened)}
        ${nextPage(desk, rows.length > rowsOfPage ? (shown.at(-1)?.id ?? null) : null)}
        ${section(desk.say('deskWorkers:propose'), proposalForm(desk, workersList, refused))}`,
    };
  },
};

function approvals(desk: DeskRequest, asked: readonly Waiting[], opened: Opened): Page {
  if (asked.length === 0) return html`<p>${desk.say('deskWorkers:noApprovals')}</p>`;
  return table(
    desk.say('deskWorkers:approvals'),
    [
      desk.say('deskWorkers:name'),
      desk.say('deskWorkers:role'),
      desk.say('deskWorkers:where'),
      desk.say('deskWorkers:state'),
    ],
    asked.map((each) => [
      opened.name(each.accountId),
      desk.say(`coordination:role.${each.role}`),
      placeWords(each, opened),
      html`${joinedBadge(desk, each)} ${each.own ? html`<span class="hint">${desk.say('deskWorkers:ownProposal')}</span>` : decisions(desk, each, opened)}`,
    ]),
  );
}

function decisions(desk: DeskRequest, { id, accountId }: Waiting, opened: Opened): Page {
  const name = { name: opened.name(accountId) };
  const decide = (name: 'approve' | 'decline', about: string, weight: 'main' | 'grave') =>
    form(desk, workersList, {
      act: name,
      fields: hiddenField('membership', id),
      button: desk.say(`deskWorkers:${name}`),
      about,
      weight,
    });
  return html`<div class="row">${decide('approve', desk.say('deskWorkers:approveOne', name), 'main')}
    ${decide('decline', desk.say('deskWorkers:declineOne', name), 'grave')}</div>`;
}

function joinedBadge(desk: DeskRequest, { absent }: Working): Page {
  return absent ? badge('soon', desk.say('deskWorkers:notJoined')) : badge('done', desk.say('deskWorkers:joined'));
}

function workersTable(desk: DeskRequest, rows: readonly Working[], opened: Opened): Page {
  return table(
    desk.say('deskWorkers:list'),
    [
      desk.say('deskWorkers:name'),
      desk.say('deskWorkers:role'),
      desk.say('deskWorkers:where'),
      desk.say('deskWorkers:state'),
    ],
    rows.map((each) => [
      each.accountId === desk.actor.accountId
        ? opened.name(each.accountId)
        : html`<a href="/desk/workers/${each.accountId}">${opened.name(each.accountId)}</a>`,
      desk.say(`coordination:role.${each.role}`),
      placeWords(each, opened),
      joinedBadge(desk, each),
    ]),
  );
}
