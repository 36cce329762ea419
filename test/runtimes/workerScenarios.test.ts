/** Some of the scenarios in workerd, at every run of the suite; `npm run test:worker` plays them all. */
import { afterAll, beforeAll, describe, vi } from 'vitest';

describe('played by the Worker:', async () => {
  // The scenarios are loaded once more: those that were loaded before have told their tests to another file.
  vi.resetModules();
  const { stopOwnWorkerd } = await import('../support/worker/workerProgram.ts');
  beforeAll(() => void vi.stubEnv('RUNTIME', 'worker'));
  afterAll(async () => {
    await stopOwnWorkerd();
    vi.unstubAllEnvs();
    vi.resetModules();
  });
  await import('../scenarios/firstJourney.test.ts');
  await import('../scenarios/unread.test.ts');
});
