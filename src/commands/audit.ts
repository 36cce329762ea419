/**
 * `npm run audit -- verify [--head <position:hash>]` looks through the chain over the audit: each break on a line of its own,
 * and what is not sealed yet. Exits with 1 where there is a break. `--head` is one that an earlier look said, or the log.
 */
import { parseArgs } from 'node:util';
import { type Verdict, verifyChain } from '../audit/chain.ts';
import { readConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { isMigrated } from '../db/migrate.ts';
import { openDatabase, withOwner } from '../db/open.ts';
import { PlainError } from '../plainError.ts';
import { keptSince } from '../retention/keepTimes.ts';
import { withEntry } from './entry.ts';

const usage = 'usage: npm run audit -- verify [--head <position:hash>]';

await withEntry(async () => {
  const head = readHead();
  const config = readConfig(process.env);
  const look = async (database: Database) => {
    if (!(await isMigrated(database).catch(() => false)))
      throw new PlainError('The database is not of this version; look with the version that serves it.');
    return verifyChain(database, { head, keptSince: keptSince('audit', new Date()).toISOString(), now: null });
  };
  const verdict = config.databaseUrl === undefined ? await lookInFolder(look) : await withOwner(config, look);
  process.stdout.write(`${linesOf(verdict).join('\n')}\n`);
  if (verdict.breaks.length > 0) process.exitCode = 1;

  async function lookInFolder(use: typeof look): Promise<Verdict> {
    const { database, close } = await openDatabase(config, { forServer: false });
    try {
      return await use(database);
    } finally {
      await close();
    }
  }
});

function linesOf({ breaks, seals, rows, head, late, waiting, waitingSince }: Verdict): string[] {
  return [
    ...breaks.map((what) => `BREAK    ${what}`),
    ...(late.length === 0 ? [] : [`late     rows sealed after rows behind them: ${late.join(', ')}`]),
    `sealed   ${rows} rows in ${seals} seals${head === null ? '' : `; the head is ${head}`}`,
    waiting === 0 ? 'unsealed nothing' : `unsealed ${waiting} rows, since ${waitingSince}`,
  ];
}

function readHead(): string | undefined {
  try {
    const { positionals, values } = parseArgs({ options: { head: { type: 'string' } }, allowPositionals: true });
    if (positionals.length === 1 && positionals[0] === 'verify') return values.head;
  } catch {
    // Said below.
  }
  throw new PlainError(usage);
}
