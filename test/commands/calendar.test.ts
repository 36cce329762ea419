/** `npm run calendar`, in a process of its own, on both databases. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyDatabase, run, temporaryFolder } from '../support/commands.ts';

function fileWith(content: unknown): string {
  const path = join(temporaryFolder(), 'year.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the calendar’s command', { timeout: 120_000 }, () => {
  it('brings a year in, and again when it was corrected', async () => {
    const environment = await emptyDatabase();
    const years = { 2027: { holidays: ['2027-01-01'], workdays: ['2027-01-03'] } };
    const first = await run('src/commands/calendar.ts', ['--file', fileWith(years)], environment);
    expect(first).toEqual({ code: 0, stderr: '', stdout: 'The calendar now has 2027.\n' });
    const again = await run('src/commands/calendar.ts', ['--file', fileWith(years)], environment);
    expect(again).toMatchObject({ code: 0 });
  });

  it.each([
    ['{', 'the file is not JSON'],
    [{ 2027: { holidays: [], workdays: [] } }, '2027.holidays'],
    [{ 2027: { holidays: ['2027-02-30'], workdays: [] } }, '2027.holidays.0: expected a day'],
    [{ 2027: { holidays: ['2026-01-01'], workdays: [] } }, 'under another year'],
  ])('refuses %j in one line', async (content, reason) => {
    const refused = await run('src/commands/calendar.ts', ['--file', fileWith(content)], {
      DATA_DIR: temporaryFolder(),
    });
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(reason) });
    expect(refused.stderr.trim()).not.toContain('\n');
  });
});
