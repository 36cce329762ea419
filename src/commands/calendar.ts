/**
 * `npm run calendar -- --file 2027.json` brings a year of holidays and swapped workdays into the database, or corrects it.
 * The file holds `{ "2027": { "holidays": ["2027-01-01", …], "workdays": […] } }`, from the State Council's notice. Days
 * that were promised before keep their date; what is counted from now on follows the new year.
 */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type YearProblem, yearProblem } from '../calendar/yearDays.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open.ts';
import { PlainError } from '../plainError.ts';
import { readArguments, withEntry } from './entry.ts';

const usage = 'usage: npm run calendar -- --file 2027.json';
const problems: Readonly<Record<YearProblem, string>> = {
  noHolidays: 'a year has holidays',
  otherYear: 'a day stands under another year than its own',
  both: 'a day is both a holiday and a workday',
  twice: 'a day stands there twice',
  noWeekend: 'only a Saturday or a Sunday is worked in exchange',
};
const days = z.array(z.iso.date({ error: 'expected a day such as 2027-01-01' }));
const fileSchema = z
  .record(z.string().regex(/^20\d\d$/, 'expected a year'), z.object({ holidays: days.min(1), workdays: days }))
  .superRefine((years, context) => {
    for (const [year, found] of Object.entries(years)) {
      const problem = yearProblem(Number(year), found);
      if (problem !== undefined) context.addIssue(problems[problem]);
    }
  });

await withEntry(async () => {
  const { file } = readArguments(usage, { file: { type: 'string' } });
  if (file === undefined) throw new PlainError(usage);
  const years = Object.entries(await readYears(file));
  const { database, close } = await openDatabase(readConfig(process.env), { forServer: false });
  try {
    for (const [year, { holidays, workdays }] of years)
      await database.query('select write_calendar_year($1, $2::jsonb, $3::jsonb)', [
        Number(year),
        JSON.stringify(holidays),
        JSON.stringify(workdays),
      ]);
  } finally {
    await close();
  }
  process.stdout.write(`The calendar now has ${years.map(([year]) => year).join(', ')}.\n`);
});

async function readYears(path: string): Promise<z.infer<typeof fileSchema>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new PlainError(`the file cannot be read${code}`);
  });
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new PlainError(`${first?.path.join('.') ?? 'the file'}: ${first?.message ?? usage}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainError('the file is not JSON');
  }
}
