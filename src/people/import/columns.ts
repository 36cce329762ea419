import columns from '../../../locales/columns.json' with { type: 'json' };
import { type Cell, columnLetter, isBlank, mostLinesAbove, type Table, type TableRow } from './table.ts';

/** What an import takes; everything else in a file stays there. */
export const importFields = ['name', 'phone', 'releasedOn', 'paperDay', 'area'] as const;
export type ImportField = (typeof importFields)[number];

/** What no file here ever holds, so that an import cannot bring it in. */
export const forbiddenKinds = ['ethnicity', 'religion', 'politics', 'offence', 'sentence', 'danger'] as const;
export type ForbiddenKind = (typeof forbiddenKinds)[number];

/** One column of a file: what it is taken for. `letter` as spreadsheets name it. */
export interface Column {
  readonly place: number;
  readonly letter: string;
  readonly heading: string;
  readonly is:
    | { readonly field: ImportField }
    | { readonly forbidden: ForbiddenKind }
    | 'unknown'
    /** A second column for what another one says already. */
    | 'again';
}

export interface Headed {
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}

const longestHeading = 40;

/** The headings among a table's first lines, and the rows below them; undefined where no line has a name's heading. */
export function findHeadings(table: Table): Headed | undefined {
  const place = table
    .slice(0, mostLinesAbove + 1)
    .findIndex(({ cells }) => cells.some((cell) => fieldOf(headingOf(cell)) === 'name'));
  const line = table[place];
  if (line === undefined) return undefined;
  const taken = new Set<ImportField>();
  const found = line.cells.map((cell, at): Column => {
    const heading = headingOf(cell);
    const base = { place: at, letter: columnLetter(at), heading: heading.slice(0, longestHeading) };
    const field = fieldOf(heading);
    if (field !== undefined) {
      const is = taken.has(field) ? 'again' : { field };
      taken.add(field);
      return { ...base, is };
    }
    const forbidden = forbiddenIn(heading);
    return { ...base, is: forbidden === undefined ? 'unknown' : { forbidden } };
  });
  const rows = table.slice(place + 1);
  return { columns: found.filter(({ place: at, heading }) => heading !== '' || hasWords(rows, at)), rows };
}

function hasWords(rows: readonly TableRow[], place: number): boolean {
  return rows.some(({ cells }) => !isBlank(cells[place]));
}

function headingOf(cell: Cell): string {
  return typeof cell === 'string' ? cell.replace(/\s+/g, ' ').trim() : '';
}

function fieldOf(heading: string): ImportField | undefined {
  const plain = bare(heading);
  return importFields.find((field) => columns.known[field].some((known) => bare(known) === plain));
}

/** Also where spaces, brackets or full-width forms stand between its letters. */
function forbiddenIn(heading: string): ForbiddenKind | undefined {
  const plain = bare(heading);
  const words = new Set(
    heading
      .normalize('NFKC')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [],
  );
  return forbiddenKinds.find((kind) =>
    columns.forbidden[kind].some((word) => (/^[a-z]+$/.test(word) ? words.has(word) : plain.includes(word))),
  );
}

/** Without case, spaces and marks, and without what stands in brackets behind: (required), *. */
function bare(heading: string): string {
  const plain = heading.normalize('NFKC').toLowerCase();
  const outside = plain.replace(/(?<=\S)\s*[([{].*$/s, '');
  return outside.replace(/[^\p{L}\p{N}]/gu, '');
}
