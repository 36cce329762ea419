/** How the tests start the program's own processes, of which there are hundreds: at a third of the time. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const quickStart = ['--no-warnings', '--import', fileURLToPath(new URL('quickImports.ts', import.meta.url))];

/** What was compiled is written down by whoever ends in an orderly way. */
export const quickEnvironment = { NODE_COMPILE_CACHE: join(tmpdir(), 'guitu-test-modules') };
