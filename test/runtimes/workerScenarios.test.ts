/** Some of the scenarios in workerd, at every run of the suite; `npm run test:worker` plays them all. */
import { afterAll, describe, inject } from 'vitest';
import { stopOwnWorkerd } from '../support/worker/workerProgram.ts';

// What opens a town looks at it when it is first loaded.
process.env.RUNTIME = 'worker';

describe.runIf(inject('postgresUrl') !== undefined)('played by the Worker:', async () => {
  afterAll(stopOwnWorkerd);
  await import('../scenarios/firstJourney.test.ts');
  await import('../scenarios/unread.test.ts');
});
