/**
 * `npm run test:faults`: every case in full; `-- --planted`: each planted bug in a copy of the source tree, where the
 * bounded cases must turn red; `-- --planted <words>` only those whose name has them. An unchanged copy must stay green.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Edit, type PlantedBug, plantedBugs } from './plantedBugs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** What `npm test` runs in short, and is in full too long for it. */
const longInFull = [
  'test/simulation/claims',
  'test/simulation/handsAtOnce',
  'test/security/fuzz',
  'test/security/guessing',
];

function startCases(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  output: 'pipe' | 'inherit',
) {
  return spawn(process.execPath, [vitest, 'run', '--config', 'test/vitest.config.ts', ...args, ...files], {
    cwd: root,
    env: { ...process.env, DATABASE: 'postgres', NO_COLOR: '1', ...environment },
    stdio: ['ignore', output, output],
  });
}

/** Throws when the bug cannot be planted any more, because a bug that is not there is seen by nobody. */
async function plant(folder: string, { file, from, to }: Edit): Promise<void> {
  const path = join(folder, file);
  const source = await readFile(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} no longer has just once: ${from}`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
}

async function copyTree(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guitu-planted-'));
  for (const name of ['src', 'drizzle', 'locales', 'package.json', 'tsconfig.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** True when the cases said what they should: red for a bug, green for none. */
async function tryOut({ name, cases, edits }: PlantedBug): Promise<boolean> {
  const folder = await copyTree();
  try {
    for (const one of edits) await plant(folder, one);
    const files = cases.map((name) => `test/faults/${name}`);
    const child = startCases(files, { FAULTS_PROGRAM: folder }, edits.length === 0 ? [] : ['--bail=1'], 'pipe');
    // What failed is told on standard error.
    const told = Promise.all([child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream))));
    const [code] = await once(child, 'exit');
    const printed = (await told).join('\n');
    const green = code === 0;
    const caughtBy = printed.match(/FAIL +(.+ > .+)/)?.[1] ?? 'nobody';
    // Red because no case was reached, or because the crowd could not even gather, proves nothing.
    const ran = caughtBy !== 'nobody' && !printed.includes('Crowd.gather');
    const right = edits.length === 0 ? green : !green && ran;
    console.log(`${right ? 'as it should' : 'WRONG'} | ${name} | ${green ? 'green' : `caught by ${caughtBy}`}`);
    return right;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runPlanted(words: string): Promise<boolean> {
  const chosen = plantedBugs.filter(({ name }) => name.includes(words));
  const control = {
    name: 'no bug',
    cases: ['shapes', 'updates', 'outages', 'conflicts', 'replicas', 'ticks', 'clocks'],
    edits: [],
  };
  let right = true;
  for (const one of words === '' ? [control, ...chosen] : chosen) right = (await tryOut(one)) && right;
  return right && chosen.length > 0;
}

/** What takes longest beside all the others, since each waits much; with a server of its own each. */
async function runFull(): Promise<boolean> {
  const kills = 'test/faults/kills.test.ts';
  const shapes = 'test/faults/shapes.test.ts';
  const inFull = async (files: readonly string[], ...args: string[]) => {
    const [code] = await once(startCases(files, { FAULTS: 'full' }, ['--maxWorkers=1', ...args], 'inherit'), 'exit');
    return code === 0;
  };
  const parts = [
    inFull([kills]),
    inFull([shapes], '--testNamePattern=^sending, killed'),
    inFull([shapes], '--testNamePattern=^turns, killed'),
    inFull(['test/faults/', ...longInFull], `--exclude=${kills}`, `--exclude=${shapes}`),
  ];
  return (await Promise.all(parts)).every((green) => green);
}

const { values, positionals } = parseArgs({
  options: { planted: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const right = values.planted ? await runPlanted(positionals.join(' ')) : await runFull();
process.exitCode = right ? 0 : 1;
