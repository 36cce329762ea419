import { addDays } from '../../calendar/day.ts';
import { coordinatedStations } from '../../organisation/directory.ts';
import { importFields } from '../../people/import/columns.ts';
import { type SheetCell, writeCsv, writeXlsx, xlsxType } from '../../sheets/writeSheets.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { download } from '../download.ts';
import type { PlainRoute } from '../route.ts';

/** The columns an import takes, and one person who does not exist. */
function rowsOf(desk: DeskRequest): readonly (readonly SheetCell[])[] {
  const [station] = coordinatedStations(desk.directory, desk.actor.memberships);
  const example: Record<(typeof importFields)[number], SheetCell> = {
    name: desk.say('deskImport:template.exampleName'),
    phone: '13900000000',
    releasedOn: { day: desk.today },
    paperDay: { day: addDays(desk.today, 7) },
    area: station?.name[desk.locale] ?? '',
  };
  return [
    importFields.map((field) => desk.say(`deskImport:field.${field}`)),
    importFields.map((field) => example[field]),
  ];
}

export const xlsxTemplate: PlainRoute = {
  path: '/desk/import/template.xlsx',
  policy: ['coordinator'],
  answer: async (desk, context) => {
    const name = desk.say('deskImport:template.sheet');
    const content = await writeXlsx([{ name, rows: rowsOf(desk), widths: [30, 18, 16, 24, 24] }]);
    return download(context, content, xlsxType, `${desk.say('deskImport:template.fileName')}.xlsx`);
  },
};

export const csvTemplate: PlainRoute = {
  path: '/desk/import/template.csv',
  policy: ['coordinator'],
  answer: async (desk, context) =>
    download(
      context,
      writeCsv(rowsOf(desk)),
      'text/csv; charset=utf-8',
      `${desk.say('deskImport:template.fileName')}.csv`,
    ),
};
