import { setTimeout as sleep } from 'node:timers/promises';
import { patienceMilliseconds } from './size.ts';

/** Resolves once it is so; throws with these words when that takes too long. */
export async function until(isSo: () => boolean | Promise<boolean>, otherwise: string | (() => string)): Promise<void> {
  const end = Date.now() + patienceMilliseconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(typeof otherwise === 'string' ? otherwise : otherwise());
    await sleep(20);
  }
}
