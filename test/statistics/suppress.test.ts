import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sum, smallestShown, suppressed } from '../../src/statistics/suppress.ts';

/** Cells of a table with sums by row, by column and overall. */
function grid(rows: readonly (readonly number[])[]): { readonly cells: Map<string, number>; readonly sums: Sum[] } {
  const cells = new Map<string, number>();
  const sums: Sum[] = [];
  const width = rows[0]?.length ?? 0;
  for (const [y, row] of rows.entries()) {
    for (const [x, value] of row.entries()) cells.set(`${x},${y}`, value);
    cells.set(
      `row ${y}`,
      row.reduce((sum, value) => sum + value, 0),
    );
    sums.push({ total: `row ${y}`, parts: row.map((_, x) => `${x},${y}`) });
  }
  for (let x = 0; x < width; x += 1) {
    cells.set(
      `column ${x}`,
      rows.reduce((sum, row) => sum + (row[x] ?? 0), 0),
    );
    sums.push({ total: `column ${x}`, parts: rows.map((_, y) => `${x},${y}`) });
  }
  cells.set(
    'all',
    rows.flat().reduce((sum, value) => sum + value, 0),
  );
  sums.push({ total: 'all', parts: rows.map((_, y) => `row ${y}`) });
  sums.push({ total: 'all', parts: [...Array(width).keys()].map((x) => `column ${x}`) });
  return { cells, sums };
}

/** What a reader can work out of one sum: between which numbers each hidden cell of it lies. */
function rangesIn(
  { total, parts }: Sum,
  cells: ReadonlyMap<string, number>,
  hidden: ReadonlySet<string>,
): [string, number, number][] {
  const shown = parts.filter((key) => !hidden.has(key)).reduce((sum, key) => sum + (cells.get(key) ?? 0), 0);
  const out = parts.filter((key) => hidden.has(key));
  if (hidden.has(total)) {
    const most = Number.POSITIVE_INFINITY;
    return [
      ...out.map((key): [string, number, number] => [key, 1, most]),
      [total, shown + out.length, out.length === 0 ? shown : most],
    ];
  }
  const left = (cells.get(total) ?? 0) - shown;
  return out.map((key) => [key, out.length === 1 ? left : 1, left - (out.length - 1)]);
}

const line = fc.array(fc.oneof(fc.nat(9), fc.nat(60)), { minLength: 1, maxLength: 8 });

describe('small cells', () => {
  it('are never shown, and zero is', () => {
    fc.assert(
      fc.property(line, (values) => {
        const { cells, sums } = grid([values]);
        const hidden = suppressed(cells, sums);
        for (const [key, value] of cells) {
          if (value > 0 && value < smallestShown) expect(hidden.has(key)).toBe(true);
          if (value === 0) expect(hidden.has(key)).toBe(false);
        }
      }),
    );
  });

  it('cannot be worked out from any sum that is shown: each could be five numbers at least', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), fc.infiniteStream(fc.oneof(fc.nat(6), fc.nat(40))), (width, height, stream) => {
        const rows = Array.from({ length: height + 1 }, () => [...stream.take(width + 1)]);
        const { cells, sums } = grid(rows);
        const hidden = suppressed(cells, sums);
        for (const sum of sums)
          for (const [key, least, most] of rangesIn(sum, cells, hidden)) {
            expect(most - least + 1, `${key} in ${sum.total}`).toBeGreaterThanOrEqual(smallestShown);
            expect(cells.get(key)).toBeGreaterThanOrEqual(least);
          }
      }),
      { numRuns: 500 },
    );
  });

  it('in a line of numbers leave as many as can be shown', () => {
    const shown = (values: number[]) => {
      const { cells, sums } = grid([values]);
      const hidden = suppressed(cells, sums);
      return [
        ...values.map((value, x) => (hidden.has(`${x},0`) ? '*' : value)),
        hidden.has('row 0') ? '*' : cells.get('row 0'),
      ];
    };
    expect(shown([3, 20, 9])).toEqual(['*', 20, '*', 32]);
    expect(shown([3, 0, 0])).toEqual(['*', 0, 0, '*']);
    expect(shown([1, 1, 1, 30, 8])).toEqual(['*', '*', '*', 30, '*', 41]);
    expect(shown([4, 4])).toEqual(['*', '*', 8]);
    expect(shown([1, 1, 1, 1, 1])).toEqual(['*', '*', '*', '*', '*', '*']);
    expect(shown([7, 8])).toEqual([7, 8, 15]);
  });
});
