/** `npm run worker:build` makes the Worker's one file, dist/worker/worker.js, and says how large it is. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { withEntry } from './entry.ts';
import { bundleWorker } from './worker/bundle.ts';

await withEntry(async () => {
  const file = fileURLToPath(new URL('../../dist/worker/worker.js', import.meta.url));
  await bundleWorker({ file });
  const bytes = await readFile(file);
  const kilobytes = (size: number) => `${(size / 1024).toFixed(0)} KB`;
  process.stdout.write(
    `dist/worker/worker.js: ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip\n`,
  );
});
