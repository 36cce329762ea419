import type { Day } from '../../calendar/day.ts';

/** What stands in a cell. A day is one that the spreadsheet itself knows as a day. */
export type Cell = string | number | boolean | { readonly day: Day } | null;

export interface TableRow {
  /** The row's number as a spreadsheet shows it, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** The rows of a sheet that have something in them. */
export type Table = readonly TableRow[];

/** Why a file is not read at all. */
export const fileProblems = [
  'empty',
  'tooLarge',
  'tooManyRows',
  'oldOrLocked',
  'macros',
  'notASheet',
  'broken',
  'bomb',
  'badCell',
] as const;
export type FileProblem = (typeof fileProblems)[number];

export type ReadTable =
  | { readonly table: Table }
  /** `place` (badCell): the cell that cannot be read, as C12. */
  | { readonly problem: FileProblem; readonly place?: string };

/** A file's size, in bytes. */
export const largestFile = 4 * 1024 * 1024;
/** Rows of people; a few more lines may stand above them. */
export const mostRows = 5000;
/** Lines above the headings: a title, who filled it in. */
export const mostLinesAbove = 10;
export const mostColumns = 200;

export function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** Only rows that have something in them, with their numbers. */
export function tableOf(rows: readonly (readonly Cell[])[]): Table {
  return rows.flatMap((cells, place) => (cells.every(isBlank) ? [] : [{ line: place + 1, cells }]));
}

/** A for 0, Z for 25, AA for 26. */
export function columnLetter(place: number): string {
  const rest = Math.floor(place / 26) - 1;
  return (rest < 0 ? '' : columnLetter(rest)) + String.fromCharCode(65 + (place % 26));
}
