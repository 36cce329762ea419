import { html } from 'hono/html';
import * as z from 'zod';
import type { StaffAbsence } from '../../dialogue/facts/staff.ts';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { dayField, idField } from '../fields.ts';
import { form, hiddenField, inputField, nothing, section, selectField } from '../frame/html.ts';
import { nameIn, nameLine } from '../queue/names.ts';
import { act, type PageRoute, type Refused } from '../route.ts';

type Absence = StaffAbsence & { readonly begunAt: string | null };

/** One department as `desk_away` tells of it. */
interface AwayRead {
  readonly departmentId: string;
  readonly colleagues: readonly string[];
  readonly own: Absence | null;
  readonly standingIn: readonly Absence[];
}

async function readAway(desk: DeskRequest): Promise<AwayRead[]> {
  const rows =
    await desk.read<(Omit<AwayRead, 'own' | 'standingIn'> & { own: Row | null; standingIn: Row[] })[]>('desk_away');
  return rows.map(({ own, standingIn, ...rest }) => ({
    ...rest,
    own: own === null ? null : fromRow<Absence>(own),
    standingIn: standingIn.map((row) => fromRow<Absence>(row)),
  }));
}

/** `/desk/away`: from when until when somebody is away, and which colleague stands in. */
export const awayPage: PageRoute = {
  path: '/desk/away',
  policy: ['staff'],
  acts: {
    leave: act({
      policy: ['staff'],
      fields: z.object({ part: idField, from: dayField, until: dayField, substitute: idField }),
      perform: (desk, { part, from, until, substitute }) =>
        desk.take({ do: 'staffAway', department: part, from, until, substitute }),
    }),
    back: act({
      policy: ['staff'],
      fields: z.object({ absence: idField }),
      perform: (desk, { absence }) => desk.take({ do: 'staffBack', absence }),
    }),
  },
  show: async (desk, { refused }) => {
    const read = await readAway(desk);
    const accounts = read.flatMap(({ colleagues, own, standingIn }) => [
      ...colleagues,
      ...(own === null ? [] : [own.substituteId]),
      ...standingIn.map(({ accountId }) => accountId),
    ]);
    const references = await desk.open(accounts.map(nameLine));
    return {
      title: desk.say('deskQueue:away.title'),
      body: html`<p>${desk.say('deskQueue:away.intro')}</p>${read.map((each) => departmentPart(desk, references, each, refused))}`,
    };
  },
};

function departmentPart(desk: DeskRequest, references: References, read: AwayRead, refused: Refused | undefined): Page {
  const { departmentId, colleagues, own, standingIn } = read;
  const name = desk.directory.departments.get(departmentId)?.name[desk.locale] ?? '';
  const standing = standingIn.map(
    (absence) => html`<li>${said(desk, references, 'standingFor', absence, absence.accountId)}</li>`,
  );
  return section(
    name,
    html`${own === null ? leaveForm(desk, references, departmentId, colleagues, refused) : ownAbsence(desk, references, own)}
    ${standing.length === 0 ? nothing : html`<h3>${desk.say('deskQueue:away.standing')}</h3><ul>${standing}</ul>`}`,
  );
}

function said(
  desk: DeskRequest,
  references: References,
  key: 'own' | 'standingFor',
  { fromDay, untilDay }: Absence,
  account: string,
): string {
  const parameters = { name: { name: account }, from: { day: fromDay }, until: { day: untilDay } };
  return desk.render(line(`deskQueue:away.${key}`, parameters), references);
}

function ownAbsence(desk: DeskRequest, references: References, own: Absence): Page {
  const button = desk.say(own.begunAt === null ? 'deskQueue:away.cancel' : 'deskQueue:away.back');
  return html`<p>${said(desk, references, 'own', own, own.substituteId)}</p>
    ${form(desk, awayPage, { act: 'back', fields: hiddenField('absence', own.id), button, weight: 'main' })}`;
}

function leaveForm(
  desk: DeskRequest,
  references: References,
  departmentId: string,
  colleagues: readonly string[],
  refused: Refused | undefined,
): Page {
  if (colleagues.length === 0) return html`<p>${desk.say('deskQueue:away.noColleagues')}</p>`;
  const options = colleagues.map((id) => ({ value: id, label: nameIn(desk, references, id) }));
  const common = { act: 'leave', part: departmentId, refused, required: true } as const;
  return form(desk, awayPage, {
    act: 'leave',
    fields: [
      hiddenField('part', departmentId),
      inputField({ ...common, name: 'from', label: desk.say('deskQueue:away.from'), type: 'date', value: desk.today }),
      inputField({ ...common, name: 'until', label: desk.say('deskQueue:away.until'), type: 'date' }),
      selectField({ ...common, name: 'substitute', label: desk.say('deskQueue:away.substitute'), options }),
    ],
    button: desk.say('deskQueue:away.save'),
    weight: 'main',
  });
}
