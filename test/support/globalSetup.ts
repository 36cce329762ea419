import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { databaseOver, pgliteOptions } from '../../src/db/pglite.ts';
import { browserPath } from './browser.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's address of the run's PostgreSQL; undefined when the suite runs on PGlite. */
    postgresUrl: string | undefined;
    /** The file of a migrated PGlite folder, for copies; empty when the suite runs on PostgreSQL. */
    pgliteDump: string;
    /** That folder itself. */
    pgliteFolder: string;
  }
}

/**
 * Runs once before all tests: with DATABASE=postgres it starts the run's one PostgreSQL and provides its address as
 * `inject('postgresUrl')`. Returns what vitest calls after the last test and its summary.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const database = process.env.DATABASE ?? 'pglite';
  if (database !== 'pglite' && database !== 'postgres') throw new Error('DATABASE is neither pglite nor postgres.');
  const server = database === 'postgres' ? await startEmbeddedPostgres() : undefined;
  project.provide('postgresUrl', server?.url);
  const folder = await mkdtemp(join(tmpdir(), 'guitu-suite-'));
  const made = server === undefined ? await makeMigrated(folder) : { dump: '', database: '' };
  project.provide('pgliteDump', made.dump);
  project.provide('pgliteFolder', made.database);
  return async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    if (browserPath === undefined) {
      console.log('\nBrowser tests were left out: no Chromium found (set CHROMIUM_PATH)');
    }
  };
}

/** Makes and migrates one PGlite, and keeps its folder, also in a file: that is opened in memory. */
async function makeMigrated(folder: string): Promise<{ dump: string; database: string }> {
  const database = join(folder, 'database');
  const dump = join(folder, 'migrated.tar');
  const pglite = await PGlite.create(database, pgliteOptions);
  await migrate(databaseOver(pglite));
  const dumped = await pglite.dumpDataDir('none');
  await writeFile(dump, Buffer.from(await dumped.arrayBuffer()));
  await pglite.close();
  return { dump, database };
}
