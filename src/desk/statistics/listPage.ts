import { html } from 'hono/html';
import * as z from 'zod';
import type { SeenField } from '../../audit/seen.ts';
import { isDay } from '../../calendar/day.ts';
import { type Line, line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import type { KindId } from '../../referrals/kinds.ts';
import type { Cell, Measure } from '../../statistics/measures.ts';
import { areasOf, type Report } from '../../statistics/report.ts';
import type { SeenRow } from '../../turn/seen.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nextPage, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { addressOf, readAsked, readReport } from './asked.ts';
import { nameOf } from './words.ts';

const rowsOnPage = 50;

/** As `desk_statistics_items` gives it: a person's row, or a request's. */
interface Item {
  readonly item: string;
  readonly day: string;
  readonly areaId: string;
  readonly hit: boolean | null;
  readonly accountId: string | null;
  readonly referralId: string | null;
  readonly number: string | null;
  readonly kind: KindId | null;
  readonly departmentId: string | null;
  readonly event: string | null;
}

/** What a list shows of somebody, as it is kept. */
const fieldOf: Readonly<Record<Measure, SeenField>> = {
  registered: 'arrival',
  arrivals: 'arrival',
  helped: 'helpers',
  tracked: 'visits',
  both: 'visits',
  regularVisits: 'visits',
  mustVisits: 'visits',
  requests: 'requests',
  firstWord: 'requests',
  answers: 'requests',
  refused: 'words',
};

/** `/desk/statistics/list`: the rows behind one number. Of a number that is not shown there is no list. */
export const listPage: PageRoute = {
  path: '/desk/statistics/list',
  policy: ['coordinator', 'office'],
  show: async (desk) => {
    const asked = readAsked(desk);
    const report = asked === undefined ? undefined : await readReport(desk, asked);
    const cell = report?.cell(desk.query('cell'));
    const count = cell === undefined ? null : (report?.number(cell) ?? null);
    if (asked === undefined || report === undefined || cell === undefined || count === null) return undefined;
    const found = await desk.read<readonly Item[]>('desk_statistics_items', request(desk, report, cell));
    const items = found.slice(0, rowsOnPage);
    const lines = items.flatMap((item) => linesOf(cell.measure, item));
    const references = await desk.open(lines);
    await desk.look(items.flatMap((item) => seenIn(cell.measure, item)));
    const last = found.length > rowsOnPage ? items.at(-1) : undefined;
    const what = nameOf(desk, report, cell);
    return {
      title: desk.say('deskStatistics:list.title', { what }),
      body: html`<p>${desk.say('deskStatistics:list.count', { count: String(count) })}</p>
        ${items.length === 0 ? html`<p>${desk.say('deskStatistics:empty')}</p>` : drawn(desk, { cell, what }, items, references)}
        ${nextPage(desk, last === undefined ? null : `${last.day},${last.item}`)}
        <p><a class="button button-plain" href="${addressOf('/desk/statistics', asked)}">${desk.say('deskStatistics:list.back')}</a></p>`,
    };
  },
};

function request(desk: DeskRequest, report: Report, cell: Cell): object {
  const { measure, hit, kind, month, period } = cell;
  const { from, until } = period === 'now' ? report.now : report.before;
  const areas = areasOf(report, cell);
  const [afterDay = '', afterItem = ''] = desk.query('after').split(',');
  const isAfter = isDay(afterDay) && z.uuid().safeParse(afterItem).success;
  return {
    area: report.area.id,
    measure,
    since: from,
    until,
    ...(hit === undefined ? {} : { hit }),
    ...(kind === undefined ? {} : { bucket: kind }),
    ...(month === undefined ? {} : { month }),
    ...(areas === undefined ? {} : { areas }),
    ...(isAfter ? { afterDay, afterItem } : {}),
  };
}

/** Names are masked, as in the register; the reason of a refusal is what was written. */
function linesOf(measure: Measure, { accountId, referralId, event }: Item): Line[] {
  if (referralId === null)
    return accountId === null ? [] : [line('deskStatistics:who', { name: { maskedName: accountId } })];
  return measure === 'refused' && event !== null && accountId !== null
    ? [line('deskStatistics:reason', { words: { words: event, part: 0 } })]
    : [];
}

function seenIn(measure: Measure, { accountId, referralId }: Item): SeenRow[] {
  if (accountId === null) return [];
  const field = fieldOf[measure];
  if (referralId === null)
    return [{ account: accountId, subject: null, action: 'listed', reason: 'file', fields: ['name', field] }];
  const action = measure === 'refused' ? 'shown' : 'listed';
  return [{ referral: referralId, subject: referralId, action, reason: 'request', fields: [field] }];
}

function drawn(
  desk: DeskRequest,
  { cell, what }: { readonly cell: Cell; readonly what: string },
  items: readonly Item[],
  references: References,
): Page {
  const say = (name: 'who' | 'number' | 'kind' | 'department' | 'area' | 'day' | 'state' | 'reason') =>
    desk.say(`deskStatistics:list.${name}`);
  const ofPeople = items.every(({ referralId }) => referralId === null);
  const hasState = items.some(({ hit }) => hit !== null);
  const hasReason = cell.measure === 'refused';
  const place = (item: Item) => desk.directory.areas.get(item.areaId)?.name[desk.locale] ?? '';
  const first = (item: Item): Page | string[] =>
    item.referralId === null
      ? [shown(desk, cell.measure, item, references)]
      : [
          item.number ?? '',
          item.kind === null ? '' : desk.say(`kinds:${item.kind}.name`),
          desk.directory.departments.get(item.departmentId ?? '')?.name[desk.locale] ?? '',
        ];
  const heads = [
    ...(ofPeople ? [say('who')] : [say('number'), say('kind'), say('department')]),
    say('area'),
    say('day'),
    ...(hasState ? [say('state')] : []),
    ...(hasReason ? [say('reason')] : []),
  ];
  const rows = items.map((item) => [
    ...[first(item)].flat(),
    place(item),
    item.day,
    ...(hasState ? [desk.say(item.hit === true ? 'deskStatistics:list.hit' : 'deskStatistics:list.miss')] : []),
    ...(hasReason ? [html`<span dir="auto">${shown(desk, cell.measure, item, references)}</span>`] : []),
  ]);
  return table(what, heads, rows);
}

function shown(desk: DeskRequest, measure: Measure, item: Item, references: References): string {
  const [said] = linesOf(measure, item);
  return said === undefined ? desk.say('deskStatistics:list.erased') : desk.render(said, references);
}
