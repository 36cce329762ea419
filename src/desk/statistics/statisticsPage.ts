import { html } from 'hono/html';
import { addDays } from '../../calendar/day.ts';
import type { Page } from '../../http/page.ts';
import { type Cell, keyOf } from '../../statistics/measures.ts';
import { lastDayOf, periodBefore, periodKinds } from '../../statistics/period.ts';
import type { Report } from '../../statistics/report.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { inputField, nothing, section, selectField, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { type Asked, addressOf, overseen, readAsked, readReport } from './asked.ts';
import { barChart, lineChart } from './charts.ts';
import { notesOf, type SheetTable, type TableCell, tablesOf } from './sheets.ts';
import { hiddenSign, nameOf } from './words.ts';

/** `/desk/statistics`: the numbers of an area and a period, beside those of the period before. */
export const statisticsPage: PageRoute = {
  path: '/desk/statistics',
  policy: ['coordinator', 'office'],
  show: async (desk) => {
    const asked = readAsked(desk);
    const report = asked === undefined ? undefined : await readReport(desk, asked);
    if (asked === undefined || report === undefined) return undefined;
    const days = { area: asked.area.name[desk.locale], from: asked.period.from, last: lastDayOf(asked.period) };
    const tables = tablesOf(desk, report);
    return {
      title: desk.say('deskStatistics:title'),
      body: html`${chooser(desk, asked)}
        <h2>${desk.say('deskStatistics:heading', days)}</h2>
        <p>${desk.say('deskStatistics:compared', { from: report.before.from, last: lastDayOf(report.before), day: desk.today })}</p>
        ${beside(desk, asked)}
        ${tables.map((each) => drawn(desk, asked, report, each))}
        ${section(desk.say('deskStatistics:notes'), html`<ul>${notesOf(desk).map((note) => html`<li>${note}</li>`)}</ul>`)}`,
    };
  },
};

function chooser(desk: DeskRequest, { area, period }: Asked): Page {
  const act = 'choose';
  const areas = overseen(desk.directory, desk.actor.memberships);
  const isFree = period.kind === 'free';
  return html`<form method="get" class="form row chooser">
    ${selectField({
      act,
      name: 'area',
      label: desk.say('deskStatistics:area'),
      value: area.id,
      options: areas.map(({ id, name }) => ({ value: id, label: name[desk.locale] })),
    })}
    ${selectField({
      act,
      name: 'kind',
      label: desk.say('deskStatistics:kind'),
      value: period.kind,
      options: periodKinds.map((kind) => ({ value: kind, label: desk.say(`deskStatistics:periodKind.${kind}`) })),
    })}
    ${inputField({ act, name: 'day', type: 'date', label: desk.say('deskStatistics:day'), value: isFree ? '' : period.from })}
    ${inputField({ act, name: 'first', type: 'date', label: desk.say('deskStatistics:first'), value: isFree ? period.from : '' })}
    ${inputField({ act, name: 'last', type: 'date', label: desk.say('deskStatistics:last'), value: isFree ? lastDayOf(period) : '' })}
    <button class="button button-main">${desk.say('deskStatistics:choose')}</button>
    <p class="hint">${desk.say('deskStatistics:freeHint')}</p>
  </form>`;
}

function beside(desk: DeskRequest, asked: Asked): Page {
  const { area, period } = asked;
  const later = { ...period, from: period.until, until: addDays(period.until, 1) };
  const hasLater = period.kind !== 'free' && period.until <= desk.today;
  return html`<p class="row no-print">
    <a class="button button-plain" href="${addressOf('/desk/statistics', { area, period: periodBefore(period) })}">${desk.say('deskStatistics:earlier')}</a>
    ${hasLater ? html`<a class="button button-plain" href="${addressOf('/desk/statistics', { area, period: later })}">${desk.say('deskStatistics:later')}</a>` : nothing}
    <a class="button button-plain" href="${addressOf('/desk/statistics/export.xlsx', asked)}">${desk.say('deskStatistics:export')}</a>
    <span class="hint">${desk.say('deskStatistics:print')}</span>
  </p>`;
}

function drawn(desk: DeskRequest, asked: Asked, report: Report, { id, caption, heads, rows }: SheetTable): Page {
  const cells = rows.map((row) => row.map((cell) => drawnCell(desk, asked, report, cell)));
  return html`<div class="sheet">${chartOf(desk, report, id, rows)}${table(caption, heads, cells)}</div>`;
}

/** Each number opens to what it counts; but for none, and for what is not shown. */
function drawnCell(desk: DeskRequest, asked: Asked, report: Report, shown: TableCell): Page | string {
  if ('text' in shown) return shown.text === hiddenSign ? hidden(desk) : shown.text;
  const count = report.number(shown.cell);
  if (count === null) return hidden(desk);
  if (count === 0) return '0';
  const href = addressOf('/desk/statistics/list', asked, { cell: keyOf(shown.cell) });
  const label = desk.say('deskStatistics:list.open', { count: String(count) });
  return html`<a href="${href}" aria-label="${nameOf(desk, report, shown.cell)}: ${label}">${count}</a>`;
}

function hidden(desk: DeskRequest): Page {
  return html`<span class="hidden-number" role="img" aria-label="${desk.say('deskStatistics:hidden')}">${hiddenSign}</span>`;
}

function chartOf(desk: DeskRequest, report: Report, id: SheetTable['id'], rows: SheetTable['rows']): Page {
  if (id !== 'kinds' && id !== 'months') return nothing;
  const place = id === 'kinds' ? 1 : 2;
  const points = rows.map((row) => {
    const [label, counted] = [row[0], row[place]];
    const cell: Cell | undefined = counted !== undefined && 'cell' in counted ? counted.cell : undefined;
    return {
      label: shortLabel(id, label),
      value: cell === undefined ? null : report.number(cell),
    };
  });
  const words = {
    id: `chart-${id}`,
    title: desk.say(`deskStatistics:chart.${id}`),
    description: desk.say(`deskStatistics:chart.${id}Description`),
  };
  return id === 'kinds' ? barChart({ ...words, points }) : lineChart({ ...words, points });
}

/** The year is in the heading, and in the table. */
function shortLabel(id: 'kinds' | 'months', label: TableCell | undefined): string {
  const words = label !== undefined && 'text' in label ? label.text : '';
  return id === 'months' ? words.slice(-2) : words;
}
