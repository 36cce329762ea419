import fc from 'fast-check';
import { readSheet } from 'read-excel-file/universal';
import { describe, expect, it } from 'vitest';
import { textCell } from '../../src/sheets/textCell.ts';
import { writeCsv, writeXlsx } from '../../src/sheets/writeSheets.ts';

const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '|x', '%x', '\u200B=1'];

describe('text in a sheet', () => {
  it.each(dangerous)('cannot run: %j', (text) => {
    expect(textCell(text)[0]).toBe("'");
  });

  it('is written also where the writer’s own words are typed', async () => {
    for (const text of ['constructor', '__proto__', 'toString', 'valueOf']) {
      const rows = await readSheet(await writeXlsx([{ name: 'A', rows: [[text]], widths: [] }]));
      expect(rows).toEqual([[`'${text}`]]);
    }
  });

  it('is left as it is otherwise', () => {
    for (const text of ['张三', 'a=b', '2026-03-01', '', '5–9', "'quoted"]) expect(textCell(text)).toBe(text);
  });

  it('never begins with what a spreadsheet runs, whatever was typed', async () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.constantFrom(...dangerous), fc.string()).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect(textCell(text)).not.toMatch(/^\s*[=+\-@|%]/);
        const rows = await readSheet(await writeXlsx([{ name: 'A', rows: [['x', text]], widths: [] }]));
        const cell: unknown = rows[0]?.[1] ?? '';
        expect(typeof cell).toBe('string');
        expect(String(cell)).not.toMatch(/^[=+\-@]/);
        for (const line of writeCsv([['x', text]])
          .slice(1)
          .split('\r\n')
          .filter(Boolean))
          expect(line).not.toMatch(/^[=+\-@]/);
      }),
      { numRuns: 200 },
    );
  });
});
