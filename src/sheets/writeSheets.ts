import papa from 'papaparse';
import writeXlsxFile, { type Cell as WrittenCell } from 'write-excel-file/universal';
import type { Day } from '../calendar/day.ts';
import { textCell } from './textCell.ts';

/** A number stays a number, a day becomes one, and whatever else is text that can never run. */
export type SheetCell = string | number | { readonly day: Day } | null;

export interface Sheet {
  /** As the tab says it: at most 31 characters, none of : \ / ? * [ ]. */
  readonly name: string;
  /** The first row is the headings. */
  readonly rows: readonly (readonly SheetCell[])[];
  /** In characters, by column. */
  readonly widths: readonly number[];
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function writeXlsx(sheets: readonly Sheet[]): Promise<ArrayBuffer> {
  const written = sheets.map(({ name, rows, widths }) => ({
    sheet: name.replace(/[:\\/?*[\]']/g, ' ').slice(0, 31),
    data: rows.map((row, place) => row.map((cell) => cellOf(cell, place === 0))),
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  }));
  const blob = await writeXlsxFile(written, { dateFormat: 'yyyy-mm-dd' } as object).toBlob();
  return blob.arrayBuffer();
}

function cellOf(cell: SheetCell, isHeading: boolean): WrittenCell {
  if (cell === null) return null;
  const bold = isHeading ? ({ fontWeight: 'bold' } as const) : {};
  if (typeof cell === 'number') return { type: Number, value: cell, ...bold };
  if (typeof cell === 'object') return { type: Date, value: new Date(`${cell.day}T00:00:00Z`), format: 'yyyy-mm-dd' };
  return { type: String, value: writable(textCell(cell)), ...bold };
}

/** The writer looks texts up in a plain object, where words like `constructor` are there already: the file would not open. */
function writable(text: string): string {
  return text in {} ? `'${text}` : text;
}

/** With the mark by which Excel knows UTF-8. */
export function writeCsv(rows: readonly (readonly SheetCell[])[]): string {
  const texts = rows.map((row) =>
    row.map((cell) =>
      cell === null ? '' : typeof cell === 'object' ? cell.day : typeof cell === 'number' ? cell : textCell(cell),
    ),
  );
  return `\uFEFF${papa.unparse(texts, { newline: '\r\n' })}\r\n`;
}
