import type { Database } from '../db/database.ts';
import { migrate, migrateTablesTo, ownMigrations } from '../db/migrate.ts';
import { PlainError } from '../plainError.ts';
import type { Vault } from '../secrets/vault.ts';
import { checkBooks } from './books.ts';
import type { Entry } from './format.ts';
import type { Backup } from './readBackup.ts';

/** Rows of one table written at once. */
const bite = 500;

/**
 * Brings a backup into an empty database: the tables as they were then, the rows, and forward from there to this program's
 * state. All rows come in one transaction, after which the books must balance. `database` is its owner's, with one
 * connection. Gives how many rows came.
 */
export async function restore(database: Database, vault: Vault, { head, entries }: Backup): Promise<number> {
  const own = await ownMigrations();
  if (head.migrations.some((hash, index) => hash !== own[index]))
    throw new PlainError('the backup was made by a newer version of Guitu, or by another program');
  await mustBeEmpty(database);
  await migrateTablesTo(database, head.migrations.length);
  await database.query('begin');
  let count: number;
  try {
    count = await writeEntries(database, entries);
    await checkKeyFits(database, vault);
    await database.query('commit');
  } catch (error) {
    await database.query('rollback');
    throw error;
  }
  await migrate(database);
  await checkBooks(database);
  return count;
}

async function mustBeEmpty(database: Database): Promise<void> {
  const tables = await database.query(
    "select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'drizzle') and c.relkind in ('r', 'p') limit 1",
  );
  if (tables.length > 0) throw new PlainError('This database is not empty; a backup is only restored into a new one.');
}

async function writeEntries(database: Database, entries: AsyncIterable<Entry>): Promise<number> {
  let table = '';
  let rows: unknown[] = [];
  let count = 0;
  const writeRows = async () => {
    if (rows.length === 0) return;
    const text = `insert into public.${table} select * from jsonb_populate_recordset(null::public.${table}, $1::jsonb)`;
    await database.query(text, [JSON.stringify(rows)]);
    count += rows.length;
    rows = [];
  };
  for await (const [place, content] of entries) {
    const [kind, name = ''] = place.split(' ');
    if (name !== table || rows.length === bite) await writeRows();
    if (kind === 'sequence') {
      await database.query('select setval($1::text::regclass, $2)', [`public.${name}`, Number(content)]);
      continue;
    }
    table = name;
    rows.push(content);
  }
  await writeRows();
  return count;
}

/** A restored database that nobody can read is found out now, not when the first name does not open. */
async function checkKeyFits(database: Database, vault: Vault): Promise<void> {
  const [sample] = await database.query<{ id: string; key: string; name: string }>(
    'select id, key, name from account where key is not null limit 1',
  );
  if (sample === undefined) return;
  await vault.open(sample, `account.name:${sample.id}`, sample.name).catch(() => {
    throw new PlainError('DATA_KEY: not the key that this backup was written with');
  });
}
