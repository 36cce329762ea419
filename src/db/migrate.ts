import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrate as migrateTables } from 'drizzle-orm/pg-proxy/migrator';
import { announcedYears } from '../calendar/chinaCalendar.ts';
import { builderOver } from './builder.ts';
import type { Database } from './database.ts';
import { holdsSteps } from './steps.ts';

const folder = new URL('../../drizzle/', import.meta.url);
/** Any number, the same in every replica: the lock under which one of them migrates. */
const lock = 2009278;

interface Step {
  readonly name: string;
  readonly script: string;
  readonly hash: string;
}

/**
 * Brings the database to this program's state: first the numbered migrations of `drizzle/`, each once; then the files of
 * `drizzle/functions/`, each again whenever it has changed, because they replace what they define. `database` has one
 * connection and may create tables and roles; replicas that start together wait for one another.
 */
export async function migrate(database: Database): Promise<void> {
  await database.query('select pg_advisory_lock($1)', [lock]);
  try {
    await migrateTablesIn(database, fileURLToPath(folder));
    await applyFunctions(database);
    await database.execute('insert into installation (id) values (1) on conflict do nothing');
    await database.query('select seed_calendar($1::jsonb)', [JSON.stringify(announcedYears)]);
  } finally {
    await database.query('select pg_advisory_unlock($1)', [lock]);
  }
}

function migrateTablesIn(database: Database, migrationsFolder: string): Promise<void> {
  const apply = (statements: string[]) => database.execute(`begin;\n${statements.join(';\n')};\ncommit;`);
  return migrateTables(builderOver(database), apply, { migrationsFolder });
}

/** The hashes of this program's numbered migrations, in their order. */
export async function ownMigrations(): Promise<string[]> {
  return readMigrationFiles({ migrationsFolder: fileURLToPath(folder) }).map(({ hash }) => hash);
}

/** The tables as they were after the first `count` migrations, without functions: for rows that were written then. */
export async function migrateTablesTo(database: Database, count: number): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'guitu-migrations-'));
  try {
    await cp(folder, copy, { recursive: true });
    const journalPath = join(copy, 'meta', '_journal.json');
    const journal: { entries: unknown[] } = JSON.parse(await readFile(journalPath, 'utf8'));
    await writeFile(journalPath, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
    await migrateTablesIn(database, copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Whether every migration and function of this program is in the database; false on a newer or older one. */
export async function isMigrated(database: Database): Promise<boolean> {
  ownHashes ??= readOwnHashes();
  return holdsSteps(database, await ownHashes);
}

/** As this process found them: a deployment that replaces the files beneath it does not change what it is. */
let ownHashes: Promise<string[]> | undefined;

/** The hashes of this program's migrations and functions. */
export async function readOwnHashes(): Promise<string[]> {
  const migrations = readMigrationFiles({ migrationsFolder: fileURLToPath(folder) });
  return [...migrations, ...(await readFunctions())].map(({ hash }) => hash);
}

async function applyFunctions(database: Database): Promise<void> {
  await database.execute(
    'create table if not exists drizzle.function_file (name text primary key, hash text not null)',
  );
  const files = await readFunctions();
  const rows = await database.query<{ name: string; hash: string }>('select name, hash from drizzle.function_file');
  const known = new Map(rows.map((row) => [row.name, row.hash]));
  // One changed file applies them all: grants and policies speak of what the others define.
  if (files.every((file) => known.get(file.name) === file.hash)) return;
  const scripts = files.map(
    (file) => `${file.script};
      insert into drizzle.function_file values ('${file.name}', '${file.hash}') on conflict (name) do update set hash = excluded.hash;`,
  );
  await database.execute(`begin;\n${scripts.join('\n')}\ncommit;`);
}

async function readFunctions(): Promise<Step[]> {
  const names = (await readdir(new URL('functions/', folder))).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map((name) => readStep(`functions/${name}`)));
}

async function readStep(name: string): Promise<Step> {
  const script = await readFile(new URL(name, folder), 'utf8');
  return { name, script, hash: createHash('sha256').update(script).digest('hex') };
}
