import { fileURLToPath } from 'node:url';

/** `npm run test:faults` sets FAULTS; inside `npm test` the same cases run bounded. */
export const full = process.env.FAULTS === 'full';

/** The source tree that the service is started from: this one, or a copy with a planted bug. */
export const programRoot = process.env.FAULTS_PROGRAM ?? fileURLToPath(new URL('../..', import.meta.url));

/**
 * How long an answer is waited for. In full, kills follow each other so fast that one may meet the same message several times,
 * and each time its lease has to run out. A planted bug often means that no answer ever comes.
 */
export const patienceMilliseconds = process.env.FAULTS_PROGRAM === undefined ? (full ? 600_000 : 45_000) : 12_000;
