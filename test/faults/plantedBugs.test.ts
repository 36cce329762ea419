/** A bug that cannot be planted any more is seen by nobody, so that each must still find its place in the source. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plantedBugs } from './plantedBugs.ts';
import { programRoot } from './size.ts';

describe.skipIf(process.env.FAULTS_PROGRAM)('planted bugs', () => {
  it.each(plantedBugs.map((bug) => [bug.name, bug] as const))('%s: has its place', async (_name, { edits }) => {
    for (const { file, from } of edits)
      expect((await readFile(join(programRoot, file), 'utf8')).split(from)).toHaveLength(2);
  });
});
