import { html } from 'hono/html';
import * as z from 'zod';
import type { Membership } from '../../dialogue/world.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields } from '../fields.ts';
import { badge, facts, form, nothing, section, tickInput } from '../frame/html.ts';
import { Opened } from '../names.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { placeWords } from './placeWords.ts';

interface WorkerRow {
  readonly memberships: readonly Pick<Membership, 'id' | 'role' | 'areaId' | 'departmentId' | 'state'>[];
  readonly absent: boolean;
  readonly worksElsewhere: boolean;
  /** Works where the asker coordinates, and not only in an office's area. */
  readonly isCoordinated: boolean;
  readonly people: number;
}

const coordinators = ['coordinator'] as const;
const accountOf = (desk: DeskRequest) => desk.path('account');
/** The said, the link and code, and the card's address. */
const linesOfCode = 3;

/** `/desk/workers/:account`: one who works here: where, with how many people; a new way in, and the end. */
export const workerPage: PageRoute = {
  path: '/desk/workers/:account',
  policy: ['coordinator', 'office'],
  acts: {
    reissue: act({
      policy: coordinators,
      stepUp: true,
      fields: noFields,
      perform: (desk) => desk.take({ do: 'reissueWorker', account: accountOf(desk) }, { name: 'menu' }, linesOfCode),
    }),
    takeOff: act({
      policy: coordinators,
      stepUp: true,
      fields: z.object({ sure: z.literal('yes', { error: 'desk:wanted.choice' }) }),
      perform: (desk) => desk.take({ do: 'takeOff' }, { name: 'takingOff', account: accountOf(desk) }),
    }),
  },
  show: async (desk, { refused }) => {
    const account = accountOf(desk);
    if (!z.uuid().safeParse(account).success) return undefined;
    const worker = await desk.read<WorkerRow | null>('desk_worker', { account });
    if (worker === null) return undefined;
    const opened = await Opened.of(desk, [account]);
    const name = opened.name(account);
    return {
      title: desk.say('deskWorkers:workerTitle', { name }),
      body: html`${section(desk.say('deskWorkers:where'), places(desk, worker, account, opened))}
        ${worker.isCoordinated ? changes(desk, worker, name, refused) : nothing}
        <p><a href="/desk/workers/${account}/looks">${desk.say('deskWorkers:looks')}</a></p>`,
    };
  },
};

function places(desk: DeskRequest, worker: WorkerRow, account: string, opened: Opened): Page {
  return html`${facts([
    ...worker.memberships.map(
      (each) =>
        [
          desk.say(`coordination:role.${each.role}`),
          html`${placeWords(each, opened)} ${each.state === 'proposed' ? badge('soon', desk.say('deskWorkers:waiting')) : nothing}`,
        ] as const,
    ),
    [desk.say('deskWorkers:phone'), opened.phone(account)],
    [
      desk.say('deskWorkers:state'),
      worker.absent ? badge('soon', desk.say('deskWorkers:notJoined')) : badge('done', desk.say('deskWorkers:joined')),
    ],
  ])}
  ${worker.people === 0 ? nothing : html`<p><a href="/desk/teams/${account}">${desk.say('deskWorkers:helps', { count: String(worker.people) })}</a></p>`}`;
}

function changes(desk: DeskRequest, worker: WorkerRow, name: string, refused: Refused | undefined): Page {
  const leads = worker.memberships.some(({ role }) => role === 'coordinator' || role === 'office');
  const reissue =
    leads || worker.worksElsewhere
      ? html`<p>${desk.say('deskWorkers:told.notReissued', { name })}</p>`
      : html`<p class="hint">${desk.say('deskWorkers:reissueHint')}</p>
          ${form(desk, workerPage, { act: 'reissue', button: desk.say('deskWorkers:reissue') })}`;
  return html`<div class="columns">
    ${section(desk.say('deskWorkers:reissue'), reissue)}
    ${section(
      desk.say('deskWorkers:takeOff'),
      html`<p class="hint">${desk.say('deskWorkers:takeOffHint')}</p>
        ${form(desk, workerPage, { act: 'takeOff', fields: tickInput({ act: 'takeOff', name: 'sure', label: desk.say('deskWorkers:sure'), refused }), button: desk.say('deskWorkers:takeOffButton', { name }), weight: 'grave' })}`,
    )}
  </div>`;
}
