/** One workerd with the Worker that plays towns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHarness, type TestHarness } from 'wrangler';
import { bundleWorker } from '../../../src/commands/worker/bundle.ts';

/** The newest that this workerd knows, as in wrangler.toml. */
export const compatibility = { compatibility_date: '2026-10-20' };

export interface Workerd {
  readonly url: string;
  readonly harness: TestHarness;
  stop(): Promise<void>;
}

export async function startTownWorker(): Promise<Workerd> {
  const folder = await mkdtemp(join(tmpdir(), 'guitu-worker-'));
  const file = join(folder, 'worker.js');
  await bundleWorker({ entry: new URL('townWorker.ts', import.meta.url), file });
  const harness = createTestHarness({
    workers: [{ config: { name: 'guitu-towns', main: file, no_bundle: true, ...compatibility } }],
  });
  const { url } = await harness.listen();
  return {
    url: url.href,
    harness,
    async stop() {
      await harness.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
