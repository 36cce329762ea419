/**
 * `npm run backup -- --file X` writes every row to one file, from PostgreSQL or from the embedded database, beside the
 * running service. The file is as sealed as the database is: without DATA_KEY, which is not in it, no name can be read.
 */
import { existsSync } from 'node:fs';
import { rowsAtOnce, rowsInBites, writeBackup } from '../backup/writeBackup.ts';
import { type Config, readConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { isMigrated } from '../db/migrate.ts';
import { openDatabase, withOwner } from '../db/open.ts';
import { PlainError } from '../plainError.ts';
import { readArguments, withEntry } from './entry.ts';

const usage = 'usage: npm run backup -- --file guitu.backup';

await withEntry(async () => {
  const { file } = readArguments(usage, { file: { type: 'string' } });
  if (file === undefined) throw new PlainError(usage);
  if (existsSync(file)) throw new PlainError('--file: there is such a file already');
  const config = readConfig(process.env);
  const count = await (config.databaseUrl === undefined ? fromFolder : fromServer)(config, file);
  process.stdout.write(`Rows: ${count}. Keep DATA_KEY apart from this file: without it nobody can read them.\n`);
});

type Rows = ReturnType<typeof rowsAtOnce>;

function write(database: Database, rows: Rows, path: string): Promise<number> {
  return writeBackup(database, rows, path).catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error && 'code' in error)
      throw new PlainError(`--file: cannot be written (${error.code})`);
    throw error;
  });
}

async function fromFolder(config: Config, path: string): Promise<number> {
  if (!existsSync(config.dataFolder)) throw new PlainError('DATA_DIR: there is no database in this folder');
  const { database, close } = await openDatabase(config, { forServer: false });
  try {
    return await write(database, rowsAtOnce(database), path);
  } finally {
    await close();
  }
}

function fromServer(config: Config, path: string): Promise<number> {
  return withOwner(config, async (owner) => {
    if (!(await isMigrated(owner).catch(() => false)))
      throw new PlainError('The database is not of this version; back it up with the version that serves it.');
    return write(owner, rowsInBites(owner), path);
  });
}
