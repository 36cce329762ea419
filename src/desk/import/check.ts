import { locales } from '../../i18n/locale.ts';
import { textOf } from '../../i18n/texts.ts';
import { coordinatedStations } from '../../organisation/directory.ts';
import type { ImportRow } from '../../people/import/checkRows.ts';
import { type CheckOptions, checkRows } from '../../people/import/checkRows.ts';
import { findHeadings } from '../../people/import/columns.ts';
import { readTable } from '../../people/import/readTable.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { type Summary, summaryOf } from './summary.ts';

export type CheckedFile =
  | { readonly summary: Summary; readonly rows: readonly ImportRow[] | 'unfit' }
  /** Nothing of the file could be read: why. */
  | { readonly problem: string };

/** What somebody's file holds, as far as they may register it. */
export async function checkFile(desk: DeskRequest, file: File): Promise<CheckedFile> {
  const read = await readTable(new Uint8Array(await file.arrayBuffer()));
  if ('problem' in read)
    return { problem: desk.say(`deskImport:problem.${read.problem}`, { place: read.place ?? '' }) };
  const headed = findHeadings(read.table);
  if (headed === undefined) return { problem: desk.say('deskImport:problem.noHeadings') };
  const checked = checkRows(headed, optionsFor(desk));
  if (checked.tooMany) return { problem: desk.say('deskImport:problem.tooManyRows') };
  const isFit = checked.bad.length === 0 && checked.missing.length === 0;
  if (isFit && checked.rows.length === 0) return { problem: desk.say('deskImport:problem.noRows') };
  return { summary: summaryOf(file.name, headed.columns, checked), rows: isFit ? checked.rows : 'unfit' };
}

function optionsFor(desk: DeskRequest): CheckOptions {
  const stations = coordinatedStations(desk.directory, desk.actor.memberships);
  return {
    today: desk.today,
    areas: stations.map(({ id, name }) => ({ id, names: locales.map((locale) => name[locale]) })),
    exampleNames: locales.map((locale) => textOf(locale, 'deskImport:template.exampleName')),
  };
}
