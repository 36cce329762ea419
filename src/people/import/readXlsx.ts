import { InvalidSpreadsheetError, readSheet } from 'read-excel-file/universal';
import { type Cell, columnLetter, mostColumns, mostLinesAbove, mostRows, type ReadTable, tableOf } from './table.ts';
import { packStored, unzip } from './unzip.ts';

const limits = { bytes: 48 * 1024 * 1024, entries: 500 };
/** Excel's own last row: it may be written where somebody once formatted a whole column. */
const lastRow = 1_048_576;
/** Cells from the first to the last that holds something: the reader fills in every empty one between them. */
const mostCells = 4_000_000;
const isSheet = (name: string) => name.startsWith('xl/worksheets/') && name.endsWith('.xml');
const needed = (name: string) => isSheet(name) || /^xl\/(?:[^/]+\.xml|_rels\/workbook\.xml\.rels)$/.test(name);

/** The first sheet of an .xlsx. */
export async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<ReadTable> {
  const unzipped = await unzip(bytes, needed, limits);
  if ('problem' in unzipped) return unzipped;
  const { files, names } = unzipped;
  if (names.some((name) => /vbaProject|macrosheets/i.test(name))) return { problem: 'macros' };
  if (names.includes('xl/workbook.bin') || !files.has('xl/workbook.xml')) return { problem: 'notASheet' };
  for (const [name, content] of files) {
    if (isSheet(name) && reachesTooFar(content)) return { problem: 'tooManyRows' };
  }
  try {
    const rows: readonly (readonly unknown[])[] = await readSheet(packStored(files));
    const table = tableOf(rows.map((row) => row.slice(0, mostColumns).map(cellOf)));
    if (table.length === 0) return { problem: 'empty' };
    return table.length > mostRows + mostLinesAbove ? { problem: 'tooManyRows' } : { table };
  } catch (error) {
    return unreadable(error);
  }
}

/** Whether one cell far away would make the reader fill in millions of empty ones before it. */
function reachesTooFar(content: Uint8Array<ArrayBuffer>): boolean {
  const text = new TextDecoder('latin1').decode(content);
  let [rows, columns] = [0, 0];
  for (const [, letters = '', number = '', empty] of text.matchAll(
    /<(?:\w+:)?(?:c|row)\b[^>]*?\sr=["']([A-Za-z]*)(\d+)["'][^>]*?(\/?)>/g,
  )) {
    if (Number(number) > lastRow) return true;
    if (letters === '' || empty === '/') continue;
    rows = Math.max(rows, Number(number));
    columns = Math.max(columns, columnNumber(letters));
  }
  return rows * columns > mostCells;
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** What the reader gives for a cell: text, a number, a day as midnight UTC. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date) return { day: value.toISOString().slice(0, 10) };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function unreadable(error: unknown): ReadTable {
  if (!(error instanceof Error)) throw error;
  // It names the cell by numbers, in words only.
  const place = error instanceof InvalidSpreadsheetError ? /row (\d+), col (\d+)/.exec(error.message) : null;
  if (place === null) return { problem: 'broken' };
  return { problem: 'badCell', place: `${columnLetter(Number(place[2]) - 1)}${place[1]}` };
}
