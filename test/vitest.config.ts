import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const onPostgres = process.env.DATABASE === 'postgres';
/** What towns are asked in workerd as well (`npm run test:worker`). */
const onWorker = ['test/scenarios/**/*.test.ts', 'test/desk/**/*.test.ts'];
/** They kill and cut off what only PostgreSQL has; bounded here, in full by `npm run test:faults`. And workerd asks it alone. */
const onPostgresAlone = ['test/faults/**', 'test/runtimes/workerScenarios.test.ts'];

/** The suite runs twice, on PGlite and on PostgreSQL: DATABASE says which (`npm run test:pglite`, `test:postgres`). */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: process.env.RUNTIME === 'worker' ? onWorker : ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(onPostgres ? [] : onPostgresAlone)],
    globalSetup: ['test/support/globalSetup.ts'],
    env: { DATABASE: process.env.DATABASE ?? 'pglite', RUNTIME: process.env.RUNTIME ?? 'node' },
    // Each PGlite takes 0.5 to 1 GB: more workers than two fill an ordinary machine's memory.
    pool: 'forks',
    // A file of tests loads what the one before it in the same process has loaded; nothing at the top of a module changes.
    isolate: false,
    execArgv: ['--import', fileURLToPath(new URL('support/quickImports.ts', import.meta.url))],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
