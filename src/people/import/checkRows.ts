import { addDays, type Day, isDay } from '../../calendar/day.ts';
import { readDay } from '../../calendar/readDay.ts';
import { isWithinReach, readName, readTypedPhone } from '../registration.ts';
import type { Column, Headed, ImportField } from './columns.ts';
import { type Cell, isBlank, mostRows, type TableRow } from './table.ts';

/** One person as the file has them, ready to be registered. */
export interface ImportRow {
  readonly line: number;
  readonly name: string;
  readonly phone: string | null;
  readonly releasedOn: Day;
  readonly paperDay: Day | null;
  readonly area: string;
}

/** What is wrong with a cell. `rounded`: a spreadsheet has turned the number into 1.38E+10, and its last digits are gone. */
export const wrongs = [
  'missing',
  'notAName',
  'notAPhone',
  'rounded',
  'notADay',
  'noYear',
  'farDay',
  'unknownArea',
  'ambiguousArea',
] as const;
export type Wrong = (typeof wrongs)[number];

/** `found` is shortened, a phone number's middle masked. */
export interface BadCell {
  readonly line: number;
  readonly letter: string;
  readonly field: ImportField;
  readonly found: string;
  readonly wrong: Wrong;
}

export interface CheckOptions {
  readonly today: Day;
  /** The stations that whoever imports may register people at, with their public names. */
  readonly areas: readonly { readonly id: string; readonly names: readonly string[] }[];
  /** The invented person's name in the template, in every language: that line is left out. */
  readonly exampleNames: readonly string[];
}

export interface Checked {
  readonly rows: readonly ImportRow[];
  readonly bad: readonly BadCell[];
  /** Columns that have to be there and are not. */
  readonly missing: readonly ImportField[];
  /** The template's example was still in it. */
  readonly hasExample: boolean;
  readonly tooMany: boolean;
}

type Read<Value> = { readonly value: Value } | { readonly wrong: Wrong };

/** Every row read, and every cell that cannot be. All or nothing: with one bad cell nothing is registered. */
export function checkRows({ columns, rows }: Headed, options: CheckOptions): Checked {
  const placed = new Map(
    columns.flatMap((column) =>
      typeof column.is === 'object' && 'field' in column.is ? [[column.is.field, column] as const] : [],
    ),
  );
  const isExample = ({ cells }: TableRow) =>
    options.exampleNames.includes(textOf(cells[placed.get('name')?.place ?? -1]));
  const meant = rows.filter(
    (row) => !isExample(row) && [...placed.values()].some(({ place }) => !isBlank(row.cells[place])),
  );
  const required: ImportField[] = ['name', 'releasedOn', ...(options.areas.length > 1 ? (['area'] as const) : [])];
  const missing = required.filter((field) => !placed.has(field));
  const read = missing.length > 0 ? [] : meant.slice(0, mostRows).map((row) => readRow(row, placed, options));
  return {
    rows: read.flatMap(({ row }) => (row === undefined ? [] : [row])),
    bad: read.flatMap(({ bad }) => bad),
    missing,
    hasExample: rows.some(isExample),
    tooMany: meant.length > mostRows,
  };
}

function readRow(
  row: TableRow,
  placed: ReadonlyMap<ImportField, Column>,
  options: CheckOptions,
): { readonly row?: ImportRow; readonly bad: readonly BadCell[] } {
  const bad: BadCell[] = [];
  const take = <Value>(field: ImportField, read: (cell: Cell) => Read<Value>): Value | undefined => {
    const column = placed.get(field);
    const cell = column === undefined ? null : (row.cells[column.place] ?? null);
    const found = read(cell);
    if ('value' in found) return found.value;
    bad.push({
      line: row.line,
      letter: column?.letter ?? '',
      field,
      found: shortened(field, cell),
      wrong: found.wrong,
    });
    return undefined;
  };
  const name = take('name', readNameCell);
  const releasedOn = take('releasedOn', (cell) => readDayCell(cell, options.today));
  const area = take('area', (cell) => readAreaCell(cell, options));
  const phone = take('phone', optional(readPhoneCell));
  const paperDay = take(
    'paperDay',
    optional((cell) => readDayCell(cell, options.today)),
  );
  if (name === undefined || releasedOn === undefined || area === undefined) return { bad };
  if (phone === undefined || paperDay === undefined) return { bad };
  return { row: { line: row.line, name, releasedOn, area, phone, paperDay }, bad };
}

function optional<Value>(read: (cell: Cell) => Read<Value>): (cell: Cell) => Read<Value | null> {
  return (cell) => (isBlank(cell) ? { value: null } : read(cell));
}

function readNameCell(cell: Cell): Read<string> {
  if (isBlank(cell)) return { wrong: 'missing' };
  const value = typeof cell === 'string' ? readName(cell) : undefined;
  return value === undefined ? { wrong: 'notAName' } : { value };
}

/** A phone number that the spreadsheet took for a number has lost nothing, as long as it was written out. */
function readPhoneCell(cell: Cell): Read<string> {
  const text = textOf(cell).replace(/^['’]/, '').replace(/\.0+$/, '');
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(text)) return { wrong: 'rounded' };
  const value = typeof cell === 'object' ? undefined : readTypedPhone(text);
  return value === undefined ? { wrong: 'notAPhone' } : { value };
}

/** Days before Excel's first of March 1900 are counted differently, and nobody's day is among them. */
const serialDays = { first: 20_000, last: 80_000, epoch: '1899-12-30' } as const;

function readDayCell(cell: Cell, today: Day): Read<Day> {
  if (isBlank(cell)) return { wrong: 'missing' };
  const day = dayOf(cell, today);
  if (day === undefined) return { wrong: 'notADay' };
  if (day === 'noYear') return { wrong: 'noYear' };
  return isWithinReach(day, today) ? { value: day } : { wrong: 'farDay' };
}

function dayOf(cell: Cell, today: Day): Day | 'noYear' | undefined {
  if (cell !== null && typeof cell === 'object') return cell.day;
  const text = textOf(cell).normalize('NFKC');
  const eight = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (eight !== null) {
    const day = `${eight[1]}-${eight[2]}-${eight[3]}`;
    return isDay(day) ? day : undefined;
  }
  if (/^\d{5}$/.test(text)) {
    const count = Number(text);
    return count >= serialDays.first && count <= serialDays.last ? addDays(serialDays.epoch, count) : undefined;
  }
  // With a time of day behind it, as another program writes it.
  const written = text.replace(/(?<=\d)[T ]+\d{1,2}:\d{2}(?::\d{2})?.*$/i, '');
  const day = readDay(written, today, new Map());
  if (day === undefined) return undefined;
  return /^\d{4}/.test(written) ? day : 'noYear';
}

function readAreaCell(cell: Cell, { areas }: CheckOptions): Read<string> {
  const only = areas.length === 1 ? areas[0] : undefined;
  if (isBlank(cell)) return only === undefined ? { wrong: 'missing' } : { value: only.id };
  const wanted = plain(textOf(cell));
  const found = areas.filter(({ names }) => names.some((name) => plain(name) === wanted));
  const [first] = found;
  if (first === undefined) return { wrong: 'unknownArea' };
  return found.length > 1 ? { wrong: 'ambiguousArea' } : { value: first.id };
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return (typeof cell === 'object' ? cell.day : String(cell)).trim();
}

const longestShown = 12;

function shortened(field: ImportField, cell: Cell): string {
  const text = textOf(cell).replace(/\s+/g, ' ');
  const masked = field === 'phone' || /\d{7}/.test(text) ? text.replace(/(?<=\d{3})\d(?=\d{2})/g, '*') : text;
  const letters = [...masked];
  return letters.length > longestShown ? `${letters.slice(0, longestShown).join('')}…` : masked;
}
