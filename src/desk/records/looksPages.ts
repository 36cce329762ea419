import { html } from 'hono/html';
import * as z from 'zod';
import { seenFields } from '../../audit/seen.ts';
import type { Page } from '../../http/page.ts';
import type { Row } from '../../turn/rows.ts';
import type { SeenRow } from '../../turn/seen.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nextPage, table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import type { DeskPage, PageRoute } from '../route.ts';
import { placeWords } from '../workers/placeWords.ts';
import { type DayOfLooks, looksFrom } from './look.ts';

const policy = ['coordinator', 'office'] as const;
const after = (desk: DeskRequest) => (/^\d{1,15}$/.test(desk.query('after')) ? { after: desk.query('after') } : {});
const isId = (text: string) => z.uuid().safeParse(text).success;
/** Whoever reads who looked has looked, and stands there from then on. */
const lookAtLooks = (account: string): SeenRow => ({
  account,
  subject: null,
  action: 'shown',
  reason: 'file',
  fields: ['name', 'looks'],
});

/** `/desk/persons/:person/looks`: who saw what of one person, names in lists included. */
export const looksOfPerson: PageRoute = {
  path: '/desk/persons/:person/looks',
  policy,
  show: async (desk) => {
    const person = desk.path('person');
    if (!isId(person)) return undefined;
    const found = await desk.read<{ accountId: string; looks: Row[] } | null>('desk_looks_of_person', {
      person,
      ...after(desk),
    });
    if (found === null) return undefined;
    await desk.look([lookAtLooks(found.accountId)]);
    return looksPage(desk, found.looks, found.accountId, 'looksTitle');
  },
};

/** `/desk/workers/:account/looks`: what one who works in the area saw of people there. */
export const looksOfWorker: PageRoute = {
  path: '/desk/workers/:account/looks',
  policy,
  show: async (desk) => {
    const account = desk.path('account');
    if (!isId(account)) return undefined;
    const rows = await desk.read<Row[] | null>('desk_looks_of_worker', { account, ...after(desk) });
    if (rows === null) return undefined;
    const people = new Set(looksFrom(rows).looks.map(({ accountId }) => accountId));
    await desk.look([...people].map(lookAtLooks));
    return looksPage(desk, rows, account, 'readTitle');
  },
};

/** `about`: the person whose data it is, or whoever read. */
async function looksPage(
  desk: DeskRequest,
  rows: readonly Row[],
  about: string,
  title: 'looksTitle' | 'readTitle',
): Promise<DeskPage> {
  const { looks, after: next } = looksFrom(rows);
  const opened = await Opened.of(desk, [about, ...looks.flatMap(({ readerId, accountId }) => [readerId, accountId])]);
  return {
    title: desk.say(`deskRecords:${title}`, { name: opened.name(about) }),
    body: html`<p class="hint">${desk.say('deskRecords:looksNote')}</p>
      ${looks.length === 0 ? html`<p>${desk.say('deskRecords:noLooks')}</p>` : looksTable(desk, looks, opened, title)}
      ${nextPage(desk, next)}`,
  };
}

function looksTable(
  desk: DeskRequest,
  looks: readonly DayOfLooks[],
  opened: Opened,
  title: 'looksTitle' | 'readTitle',
): Page {
  const columns = (['day', title === 'looksTitle' ? 'who' : 'whose', 'as', 'how', 'fields', 'whyColumn'] as const).map(
    (name) => desk.say(`deskRecords:${name}`),
  );
  return table(
    desk.say('deskRecords:looksCaption'),
    columns,
    looks.map((look) => [
      opened.day(look.day),
      opened.name(title === 'looksTitle' ? look.readerId : look.accountId),
      asWhat(desk, look, opened),
      desk.say(`deskRecords:manner.${look.action}`),
      seenFields
        .filter((field) => look.fields.includes(field))
        .map((field) => desk.say(`deskRecords:field.${field}`))
        .join(desk.say('whoLooked:between')),
      look.number === null
        ? desk.say(`deskRecords:reason.${look.reason}`)
        : desk.say('deskRecords:request', { number: look.number }),
    ]),
  );
}

function asWhat(desk: DeskRequest, { role, areaId, departmentId }: DayOfLooks, opened: Opened): string {
  if (role === null || areaId === null) return desk.say('deskRecords:formerRole');
  const where = placeWords({ areaId, departmentId }, opened);
  return desk.say('deskRecords:asWhat', { where, role: desk.say(`coordination:role.${role}`) });
}
