import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const withFaults = process.env.FAULTS !== undefined || process.env.FAULTS_PROGRAM !== undefined;

/** The suite runs twice, on PGlite and on PostgreSQL: DATABASE says which (`npm run test:pglite`, `test:postgres`). */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // Only by `npm run test:faults`: on a busy machine its bounded cases do not yet keep their time.
    exclude: [...configDefaults.exclude, ...(withFaults ? [] : ['test/faults/**'])],
    globalSetup: ['test/support/globalSetup.ts'],
    env: { DATABASE: process.env.DATABASE ?? 'pglite' },
    // Each PGlite takes 0.5 to 1 GB: more workers than two fill an ordinary machine's memory.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
