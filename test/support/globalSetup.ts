import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { becomeServiceRole, databaseOver, pgliteOptions } from '../../src/db/pglite.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import type { CodedAccount } from '../../src/organisation/setup.ts';
import { programRoot } from '../faults/size.ts';
import { browserPath } from './browser.ts';
import { bundleProgram } from './bundledProgram.ts';
import { createDatabase, startEmbeddedPostgres } from './embeddedPostgres.ts';
import { templateName } from './openDatabase.ts';
import { saveRows } from './savedRows.ts';
import { setUpTown } from './townTemplate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's address of the run's PostgreSQL; undefined when the suite runs on PGlite. */
    postgresUrl: string | undefined;
    /** The file of a PGlite folder in which nothing is; empty when the suite runs on PostgreSQL. */
    pgliteEmpty: string;
    /** The file of a migrated PGlite folder, for copies; empty when the suite runs on PostgreSQL. */
    pgliteDump: string;
    /** That folder itself. */
    pgliteFolder: string;
    /** The file with the rows of each template, `SavedRows`. */
    pgliteTemplates: string;
    /** Everybody in the template `demo`, with codes. */
    demoAccounts: readonly CodedAccount[];
    /** Where the program's processes are, as `bundledProgram.ts` makes them. */
    programFolder: string;
    /** The workerd in which towns are played with RUNTIME=worker; undefined otherwise. */
    workerUrl: string | undefined;
  }
}

/**
 * Runs once before all tests: with DATABASE=postgres it starts the run's one PostgreSQL and provides its address as
 * `inject('postgresUrl')`. Returns what vitest calls after the last test and its summary.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const database = process.env.DATABASE ?? 'pglite';
  if (database !== 'pglite' && database !== 'postgres') throw new Error('DATABASE is neither pglite nor postgres.');
  const folder = await mkdtemp(join(tmpdir(), 'guitu-suite-'));
  const programFolder = join(folder, 'program');
  project.provide('programFolder', programFolder);
  const [stop] = await Promise.all([
    database === 'postgres' ? makeOnPostgres(project) : makeOnPglite(project, folder),
    bundleProgram(programRoot, programFolder),
  ]);
  const worker =
    process.env.RUNTIME === 'worker' ? await (await import('./worker/workerd.ts')).startTownWorker() : undefined;
  project.provide('workerUrl', worker?.url);
  return async () => {
    await worker?.stop();
    await stop();
    await rm(folder, { recursive: true, force: true });
    if (browserPath === undefined) {
      console.log('\nBrowser tests were left out: no Chromium found (set CHROMIUM_PATH)');
    }
  };
}

/** Starts the server and makes a database of each template. */
async function makeOnPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedPostgres();
  const owner = openPostgres({ url: await createDatabase(server.url, templateName('migrated')), connections: 1 });
  await migrate(owner);
  await owner.close();
  const url = await createDatabase(server.url, templateName('demo'), templateName('migrated'));
  const service = openPostgres({ url, role: serviceRole, connections: 1 });
  project.provide('demoAccounts', await setUpTown(service));
  await service.close();
  project.provide('postgresUrl', server.url);
  for (const key of ['pgliteEmpty', 'pgliteDump', 'pgliteFolder', 'pgliteTemplates'] as const) project.provide(key, '');
  return () => server.stop();
}

/** Makes and migrates one PGlite, and keeps its folder, also in a file: that is opened in memory. */
async function makeOnPglite(project: TestProject, folder: string): Promise<() => Promise<void>> {
  const made = {
    folder: join(folder, 'database'),
    empty: join(folder, 'empty.tar'),
    dump: join(folder, 'migrated.tar'),
    rows: join(folder, 'rows.json'),
  };
  const pglite = await PGlite.create(made.folder, pgliteOptions);
  await keepDump(pglite, made.empty);
  await migrate(databaseOver(pglite));
  const dumped = await keepDump(pglite, made.dump);
  await pglite.close();

  const copy = await PGlite.create({ ...pgliteOptions, loadDataDir: dumped });
  const migrated = await saveRows(copy);
  await becomeServiceRole(databaseOver(copy));
  project.provide('demoAccounts', await setUpTown(databaseOver(copy)));
  await copy.exec('reset role');
  await writeFile(made.rows, JSON.stringify({ migrated, demo: await saveRows(copy) }));
  await copy.close();
  project.provide('postgresUrl', undefined);
  project.provide('pgliteEmpty', made.empty);
  project.provide('pgliteDump', made.dump);
  project.provide('pgliteFolder', made.folder);
  project.provide('pgliteTemplates', made.rows);
  return async () => {};
}

async function keepDump(pglite: PGlite, file: string): Promise<Blob> {
  const dumped = await pglite.dumpDataDir('none');
  await writeFile(file, Buffer.from(await dumped.arrayBuffer()));
  return dumped;
}
