import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/universal';
import { readTable } from '../../../src/people/import/readTable.ts';
import { columnLetter, type Table } from '../../../src/people/import/table.ts';
import { packStored } from '../../../src/people/import/unzip.ts';
import { writeCsv, writeXlsx } from '../../../src/sheets/writeSheets.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
  Uint8Array.from([
    0xff,
    0xfe,
    ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
  ]);
/** 姓名,手机 / 张三,138… as Excel in China saves a .csv. */
const gb18030 = Uint8Array.from([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0x0d, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x31, 0x33, 0x38,
]);

async function tableIn(bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  const read = await readTable(bytes);
  if ('problem' in read) throw new Error(read.problem);
  return read.table;
}

async function problemOf(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const read = await readTable(bytes);
  return 'problem' in read ? `${read.problem}${read.place ?? ''}` : undefined;
}

function workbook(sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files = {
    'xl/workbook.xml': `<workbook xmlns:r="${types}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  };
  return new Uint8Array(packStored(new Map(Object.entries(files).map(([name, text]) => [name, bytesOf(text)]))));
}

const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe('a .csv', () => {
  const rows = [
    ['姓名', '手机'],
    ['张三', '138'],
  ];

  it.each([
    ['UTF-8', bytesOf('姓名,手机\r\n张三,138')],
    ['UTF-8 with its mark', bytesOf('\uFEFF姓名,手机\n张三,138\n')],
    ['GB18030', gb18030],
    ['UTF-16, as Excel saves its Unicode text', utf16('姓名\t手机\r\n张三\t138\r\n')],
    ['semicolons', bytesOf('姓名;手机\n张三;138')],
  ])('is read: %s', async (_name, bytes) => {
    expect((await tableIn(bytes)).map(({ cells }) => cells)).toEqual(rows);
  });

  it('keeps a quoted line break in its cell, and the numbers of the rows past empty ones', async () => {
    const table = await tableIn(bytesOf('a,b\n\n"x\ny",z\n'));
    expect(table).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\ny', 'z'] },
    ]);
  });

  it('gives back whatever text was written, in either format', async () => {
    // Neither what is no character, nor U+FFFD, which only stands where one was lost and which an .xlsx loses, too.
    const isText = (value: string) => !/\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}|\uFFFD/u.test(value);
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(isText);
    const table = fc.array(fc.array(text, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, async (cells) => {
        const width = Math.max(...cells.map((row) => row.length));
        const even = cells.map((row) => ['x', ...row, ...Array<string>(width - row.length).fill('')]);
        const plain = (value: unknown) =>
          String(value ?? '')
            .replace(/^'/, '')
            .trim();
        const wanted = even.map((row) => row.map(plain));
        for (const bytes of [
          bytesOf(writeCsv(even)),
          new Uint8Array(await writeXlsx([{ name: 'A', rows: even, widths: [] }])),
        ]) {
          const read = (await tableIn(bytes)).map((row) => wanted[0]?.map((_, place) => plain(row.cells[place])));
          expect(read).toEqual(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('an .xlsx', () => {
  it('gives text, numbers and days', async () => {
    const day = new Date(Date.UTC(2026, 2, 1));
    const blob = await writeXlsxFile([
      ['姓名', '回来日期'],
      ['张三', { value: day, type: Date, format: 'yyyy/m/d' }],
      [13800138000, null],
    ]).toBlob();
    expect(await tableIn(new Uint8Array(await blob.arrayBuffer()))).toEqual([
      { line: 1, cells: ['姓名', '回来日期'] },
      { line: 2, cells: ['张三', { day: '2026-03-01' }] },
      { line: 3, cells: [13800138000, null] },
    ]);
  });

  it('names the cell that cannot be read, and takes a formula without a result for empty', async () => {
    const broken = `<row r="3">${cell('A3', 'x')}<c r="C3" t="s"><v>99</v></c></row>`;
    expect(await problemOf(workbook(broken))).toBe('badCellC3');
    const formulas = `<row r="1">${cell('A1', 'x')}<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`;
    expect(await tableIn(workbook(formulas))).toEqual([{ line: 1, cells: ['x'] }]);
  });

  it('is not led into filling millions of cells, nor past the last row there is', async () => {
    const far = `<row r="1">${cell('A1', 'x')}</row><row r="900000">${cell('XFD900000', 'y')}</row>`;
    expect(await problemOf(workbook(far))).toBe('tooManyRows');
    expect(await problemOf(workbook('<row r="999999999"></row>'))).toBe('tooManyRows');
    const formatted = `<row r="1">${cell('A1', 'x')}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>`;
    expect((await tableIn(workbook(formatted))).length).toBe(1);
  });
});

describe('what is no sheet of ours', () => {
  const small = [...Array(5001).keys()].map((line) => `${line},x`).join('\n');
  const deflated = async (length: number) => {
    const stream = new Blob([new Uint8Array(length)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  it.each([
    ['nothing', 'empty', new Uint8Array(0)],
    ['only blanks', 'empty', bytesOf('\n , \n')],
    ['too many rows', 'tooManyRows', bytesOf(`${small}\n${Array(20).fill('1,x').join('\n')}`)],
    ['an old .xls, or one with a password', 'oldOrLocked', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ['a picture', 'notASheet', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['macros', 'macros', workbook('', { 'xl/vbaProject.bin': 'x' })],
    ['another .zip', 'notASheet', new Uint8Array(packStored(new Map([['a.txt', bytesOf('x')]])))],
    ['more than 4 MB', 'tooLarge', new Uint8Array(5 * 1024 * 1024)],
  ])('%s is refused as %s', async (_name, problem, bytes) => {
    expect(await problemOf(bytes)).toBe(problem);
  });

  it('is a file that unpacks to more than it says', async () => {
    const packed = await deflated(80 * 1024 * 1024);
    const honest = workbook('');
    const bytes = new Uint8Array(packStored(new Map([['xl/worksheets/sheet1.xml', packed]])));
    // The list says stored, the entry is made deflated.
    const view = new DataView(bytes.buffer);
    const list = view.getUint32(bytes.length - 6, true);
    view.setUint16(list + 10, 8, true);
    expect(bytes.length).toBeLessThan(200_000);
    expect(await problemOf(bytes)).toBe('bomb');
    expect(await problemOf(honest)).toBe('empty');
  });

  it('is any file that was cut off or spoilt: it is said, and nothing is thrown', async () => {
    const whole = new Uint8Array(await writeXlsx([{ name: 'A', rows: [['姓名'], ['张三']], widths: [] }]));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        async (length, spoilt) => {
          const bytes = whole.slice(0, length);
          for (const [place, value] of spoilt) if (place < bytes.length) bytes[place] = value;
          const read = await readTable(bytes);
          expect('table' in read || 'problem' in read).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the letter of a column', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('%i is %s', (place, letter) => expect(columnLetter(place)).toBe(letter));
});
