import { type Sheet, type SheetCell, writeXlsx, xlsxType } from '../../sheets/writeSheets.ts';
import { lastDayOf } from '../../statistics/period.ts';
import type { Report } from '../../statistics/report.ts';
import { answerPage, notFoundPage } from '../answer.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { download } from '../download.ts';
import type { PlainRoute } from '../route.ts';
import { type Asked, readAsked, readReport } from './asked.ts';
import { notesOf, type TableCell, tablesOf } from './sheets.ts';
import { hiddenSign } from './words.ts';

/** `/desk/statistics/export.xlsx`: the same tables, the same numbers hidden. */
export const exportSheet: PlainRoute = {
  path: '/desk/statistics/export.xlsx',
  policy: ['coordinator', 'office'],
  stepUp: true,
  answer: async (desk, context) => {
    const asked = readAsked(desk);
    const report = asked === undefined ? undefined : await readReport(desk, asked);
    if (asked === undefined || report === undefined) return answerPage(desk, [], notFoundPage(desk));
    const content = await writeXlsx(sheetsOf(desk, asked, report));
    const { from } = asked.period;
    const name = `${desk.say('deskStatistics:file.name')}-${asked.area.name[desk.locale]}-${from}.xlsx`;
    return download(context, content, xlsxType, name);
  },
};

function sheetsOf(desk: DeskRequest, { area, period }: Asked, report: Report): Sheet[] {
  const heading = desk.say('deskStatistics:heading', {
    area: area.name[desk.locale],
    from: period.from,
    last: lastDayOf(period),
  });
  const compared = desk.say('deskStatistics:compared', {
    from: report.before.from,
    last: lastDayOf(report.before),
    day: desk.today,
  });
  const tables = tablesOf(desk, report).map(({ caption, heads, rows }) => ({
    name: caption,
    rows: [heads, ...rows.map((row) => row.map((cell) => written(report, cell)))],
    widths: [28, ...heads.slice(1).map(() => 14)],
  }));
  const notes = [[heading], [compared], ...notesOf(desk).map((note) => [note])];
  return [...tables, { name: desk.say('deskStatistics:file.notes'), rows: notes, widths: [100] }];
}

function written(report: Report, cell: TableCell): SheetCell {
  if ('cell' in cell) return report.number(cell.cell) ?? hiddenSign;
  const change = /^[+−](\d+)$/.exec(cell.text);
  if (change === null) return cell.text;
  return cell.text.startsWith('+') ? Number(change[1]) : -Number(change[1]);
}
