import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { becomeServiceRole, databaseOver, pgliteOptions } from '../../src/db/pglite.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { createDatabase } from './embeddedPostgres.ts';

export interface TestDatabase {
  /** As the service sees it: the role that owns nothing. */
  readonly database: Database;
  /** As the owner sees it, past row-level security, for assertions on rows. */
  rows<Row>(text: string, parameters?: readonly string[]): Promise<Row[]>;
  /** The address as superuser; undefined on PGlite. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/** A migrated database of its own for one test file, on whichever kind this run is about. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const superuser = inject('postgresUrl');
  return superuser === undefined ? openOnPglite() : openOnPostgres(superuser);
}

/** A copy of the run's one migrated folder: making and migrating a new one takes several times as long. */
async function openOnPglite(): Promise<TestDatabase> {
  const folder = new Blob([await readFile(inject('pgliteDump'))]);
  const database = databaseOver(await PGlite.create({ ...pgliteOptions, loadDataDir: folder }));
  await becomeServiceRole(database);
  return {
    database,
    url: undefined,
    async rows<Row>(text: string, parameters: readonly string[] = []) {
      await database.execute('reset role');
      try {
        return await database.query<Row>(text, parameters);
      } finally {
        await becomeServiceRole(database);
      }
    },
    close: () => database.close(),
  };
}

async function openOnPostgres(superuser: string): Promise<TestDatabase> {
  const url = await createDatabase(superuser, `guitu_${crypto.randomUUID().replaceAll('-', '')}`);
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  const database = openPostgres({ url, role: serviceRole, connections: 5 });
  return {
    database,
    url,
    rows: (text, parameters) => owner.query(text, parameters),
    async close() {
      await database.close();
      await owner.close();
    },
  };
}
