import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Database } from '../db/database.ts';
import type { Head } from './format.ts';

/** Rows taken from the database at once. */
const bite = 1000;

interface Row {
  readonly place: string;
  readonly content: unknown;
}

/**
 * Writes every row that stands in the database to a file that only its owner may read. `rows` reads them in one
 * snapshot. The file has its name only once it is whole. Gives how many rows there are.
 */
export async function writeBackup(database: Database, rows: AsyncIterable<Row>, path: string): Promise<number> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w', 0o600);
  let count = 0;
  let entries = 0;
  const lines = async function* () {
    yield toLine(await headOf(database));
    for await (const { place, content } of rows) {
      entries += 1;
      if (place.startsWith('table ')) count += 1;
      yield toLine([place, content]);
    }
    yield toLine({ lines: entries });
  };
  try {
    await pipeline(lines, createGzip(), file.createWriteStream({ flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return count;
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function headOf(database: Database): Promise<Head> {
  const migrations = await database.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by created_at',
  );
  const hashes = migrations.map(({ hash }) => hash);
  return { guitu: 'backup', format: 1, at: new Date().toISOString(), migrations: hashes };
}

/** All at once, in memory: an embedded database is small, and beside a running server has no transaction of its own. */
export async function* rowsAtOnce(database: Database): AsyncGenerator<Row> {
  yield* await database.query<Row>('select place, content from read_everything()');
}

/** Bite after bite, whatever the size. `database` has one connection, which nobody else uses. */
export async function* rowsInBites(database: Database): AsyncGenerator<Row> {
  await database.query('begin read only');
  try {
    await database.query('declare everything cursor for select place, content from read_everything()');
    for (;;) {
      const rows = await database.query<Row>(`fetch ${bite} from everything`);
      yield* rows;
      if (rows.length < bite) break;
    }
  } finally {
    await database.query('rollback');
  }
}
