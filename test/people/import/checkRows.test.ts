import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../src/people/import/checkRows.ts';
import { findHeadings } from '../../../src/people/import/columns.ts';
import { type Cell, tableOf } from '../../../src/people/import/table.ts';

const options = {
  today: '2026-09-21',
  areas: [
    { id: 'jianshe', names: ['建设路街道', 'Jianshe Road Street'] },
    { id: 'hexi', names: ['河西街道', 'Hexi Street'] },
  ],
  exampleNames: ['例子（虚构）张归来'],
};

function check(rows: readonly (readonly Cell[])[], given = options) {
  const headed = findHeadings(tableOf(rows));
  if (headed === undefined) throw new Error('no headings');
  return { ...checkRows(headed, given), columns: headed.columns };
}

const headings = ['姓名', '手机', '回来日期', '证明上的报到日期', '所属站点'];
const usesOf = (heading: string) => check([['姓名', heading]]).columns[1]?.is;

describe('the columns of a file', () => {
  it.each([
    ['手机*', { field: 'phone' }],
    ['联系电话（本人）', { field: 'phone' }],
    ['Released on', { field: 'releasedOn' }],
    ['刑满释放日期', { field: 'releasedOn' }],
    ['报 到 日 期', { field: 'paperDay' }],
    ['民族', { forbidden: 'ethnicity' }],
    ['宗 教 信 仰', { forbidden: 'religion' }],
    ['政治面貌', { forbidden: 'politics' }],
    ['罪名', { forbidden: 'offence' }],
    ['原判刑期（月）', { forbidden: 'sentence' }],
    ['危险等级', { forbidden: 'danger' }],
    ['Risk score', { forbidden: 'danger' }],
    ['ＲＩＳＫ', { forbidden: 'danger' }],
    ['Offence', { forbidden: 'offence' }],
    ['Terminal', 'unknown'],
    ['备注', 'unknown'],
    ['身份证号', 'unknown'],
    ['名字', 'again'],
  ])('%s', (heading, is) => {
    expect(usesOf(heading)).toEqual(is);
  });

  it('are found below a title, and not where there is no name', () => {
    const checked = check([
      ['回家人员名单'],
      ['填表人', '王'],
      headings,
      ['张三', null, '2026-03-01', null, '河西街道'],
    ]);
    expect(checked.rows).toEqual([
      { line: 4, name: '张三', phone: null, releasedOn: '2026-03-01', paperDay: null, area: 'hexi' },
    ]);
    expect(findHeadings(tableOf([['手机', '日期']]))).toBeUndefined();
  });

  it('that must be there are named', () => {
    expect(check([['姓名', '手机']]).missing).toEqual(['releasedOn', 'area']);
    expect(check([['姓名']], { ...options, areas: options.areas.slice(0, 1) }).missing).toEqual(['releasedOn']);
  });

  it('that are forbidden never reach a row, whatever stands in them', () => {
    const words = fc.constantFrom(
      '民族',
      '宗教信仰',
      '政治面貌',
      '罪名',
      '刑期',
      '危险等级',
      'religion',
      'offence',
      'risk level',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), fc.string({ minLength: 3 }), (forbidden, value) => {
        const marked = `secret-${value}`;
        const checked = check([
          [...headings, ...forbidden],
          ['张三', '13800138000', '2026-03-01', null, '河西街道', ...forbidden.map(() => marked)],
        ]);
        expect(checked.rows.length).toBe(1);
        expect(JSON.stringify([checked.rows, checked.bad])).not.toContain('secret-');
      }),
    );
  });
});

describe('the cells of a row', () => {
  const row = (change: Partial<Record<number, Cell>>) => {
    const cells: Cell[] = ['张三', '13800138000', '2026-03-01', '2026-03-08', '建设路街道'];
    for (const [place, value] of Object.entries(change)) cells[Number(place)] = value ?? null;
    return check([headings, cells]);
  };

  it.each<[string, Cell]>([
    ['2026-3-1', '2026-3-1'],
    ['2026/03/01', '2026/03/01'],
    ['2026年3月1日', '2026年3月1日'],
    ['2026.3.1', '2026.3.1'],
    ['20260301', '20260301'],
    ['20260301 as a number', 20260301],
    ['a day of the spreadsheet', { day: '2026-03-01' }],
    ['Excel’s own count of days', 46082],
    ['with a time behind it', '2026-03-01 00:00:00'],
    ['full-width', '２０２６－０３－０１'],
  ])('read a day: %s', (_name, value) => {
    expect(row({ 2: value }).bad).toEqual([]);
    expect(row({ 2: value }).rows[0]?.releasedOn).toBe('2026-03-01');
  });

  it.each<[Cell, string]>([
    ['13800138000', '13800138000'],
    [13800138000, '13800138000'],
    ['13800138000.0', '13800138000'],
    ["'13800138000", '13800138000'],
    ['+86 138-0013-8000', '+86 138-0013-8000'],
  ])('read a phone number: %s', (value, phone) => {
    expect(row({ 1: value }).rows[0]?.phone).toBe(phone);
  });

  it.each<[number, Cell, string, string, string]>([
    [0, null, 'A2', 'missing', ''],
    [0, '张3', 'A2', 'notAName', '张3'],
    [0, '很长很长很长很长很长很长很长1', 'A2', 'notAName', '很长很长很长很长很长很长…'],
    [1, '1.38E+10', 'B2', 'rounded', '1.38E+10'],
    [1, '138001380001380013800138', 'B2', 'notAPhone', '138*********…'],
    [1, 'abc', 'B2', 'notAPhone', 'abc'],
    [2, null, 'C2', 'missing', ''],
    [2, '2026-02-30', 'C2', 'notADay', '2026-02-30'],
    [2, '3月1日', 'C2', 'noYear', '3月1日'],
    [2, '1926-03-01', 'C2', 'farDay', '1926-03-01'],
    [2, true, 'C2', 'notADay', 'true'],
    [3, 'soon', 'D2', 'notADay', 'soon'],
    [4, '火星街道', 'E2', 'unknownArea', '火星街道'],
    [4, null, 'E2', 'missing', ''],
  ])('are named where they cannot be read: %i %s', (place, value, where, wrong, found) => {
    const { rows, bad } = row({ [place]: value });
    expect(rows).toEqual([]);
    expect(bad.map((cell) => [`${cell.letter}${cell.line}`, cell.wrong, cell.found])).toEqual([[where, wrong, found]]);
  });

  it('say all that is wrong with a row, not just the first', () => {
    expect(row({ 0: null, 2: 'x', 4: 'y' }).bad.length).toBe(3);
  });

  it('need no station where there is only one, and none that two share', () => {
    const [only] = options.areas;
    const one = check([headings.slice(0, 3), ['张三', null, '2026-03-01']], { ...options, areas: [only!] });
    expect(one.rows[0]?.area).toBe('jianshe');
    const twice = [...options.areas, { id: 'other', names: ['河西街道'] }];
    const two = check([headings, ['张三', null, '2026-03-01', null, '河西街道']], { ...options, areas: twice });
    expect(two.bad[0]?.wrong).toBe('ambiguousArea');
  });

  it('leave out the template’s example, and rows with nothing that is taken', () => {
    const checked = check([
      [...headings, '备注'],
      ['例子（虚构）张归来', '13900000000', '2026-09-21', null, '河西街道', null],
      [null, null, null, null, null, '合计'],
      ['张三', null, '2026-03-01', null, 'hexi street', null],
    ]);
    expect(checked.hasExample).toBe(true);
    expect(checked.bad).toEqual([]);
    expect(checked.rows.map(({ line }) => line)).toEqual([4]);
  });

  it('never give a row that registering by hand would refuse', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant('2026-03-01'),
      fc.constant('张三'),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 5, maxLength: 5 }), (cells) => {
        const { rows, bad } = check([headings, cells]);
        for (const { name, phone, releasedOn, area } of rows) {
          expect(name).toMatch(/\p{L}/u);
          expect(name).not.toMatch(/\d/);
          if (phone !== null) expect(phone).toMatch(/^\+?[\d\s-]{7,20}$/);
          expect(releasedOn > '2006' && releasedOn < '2027-10').toBe(true);
          expect(['jianshe', 'hexi']).toContain(area);
        }
        expect(rows.length === 0 || bad.length === 0).toBe(true);
      }),
    );
  });
});
