import type { TestProject } from 'vitest/node';
import { browserPath } from './browser.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's address of the run's PostgreSQL; undefined when the suite runs on PGlite. */
    postgresUrl: string | undefined;
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
  return async () => {
    await server?.stop();
    if (browserPath === undefined) {
      console.log('\nBrowser tests were left out: no Chromium found (set CHROMIUM_PATH)');
    }
  };
}
