import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inject, onTestFinished } from 'vitest';
import { makeDataKey } from '../../src/db/dataKey.ts';
import { bundleOf } from './bundledProgram.ts';
import { createDatabase } from './embeddedPostgres.ts';

export type Environment = Record<string, string>;

export interface Ended {
  /** Null when it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A started program of the project; `ended` resolves when it is over. */
export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts the bundle of `path`, from the project's root, with nothing in its environment but what is given. */
export function start(path: string, args: readonly string[], environment: Environment): Started {
  return startFile(bundleOf(inject('programFolder'), path), args, environment);
}

export function startFile(file: string, args: readonly string[], environment: Environment): Started {
  const child = spawn(process.execPath, ['--no-warnings', file, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code: code as number | null, stdout, stderr }),
  );
  return { child, ended };
}

/** Runs a command to its end, with `input` on standard input. */
export async function run(path: string, args: readonly string[], environment: Environment, input = ''): Promise<Ended> {
  const { child, ended } = start(path, args, environment);
  child.stdin?.end(input);
  return ended;
}

/** A new temporary folder, removed after the test that it is made in. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guitu-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

let databases = 0;

/** Settings for an empty database, migrated where it is embedded, of the kind that this run of the suite is about. */
export async function emptyDatabase(): Promise<Environment> {
  const server = inject('postgresUrl');
  if (server === undefined) return embeddedDatabase();
  databases += 1;
  const url = await createDatabase(server, `commands_${process.pid}_${databases}`);
  return { DATABASE_URL: url, DATA_KEY: Buffer.alloc(32, 7).toString('base64') };
}

/** Settings for a place where no database was made yet, but on PostgreSQL, where an empty one stands for it. */
export async function emptyPlace(): Promise<Environment> {
  return inject('postgresUrl') === undefined ? { DATA_DIR: join(temporaryFolder(), 'data') } : emptyDatabase();
}

/** A copy of the run's one migrated folder: a process that makes and migrates a new one takes several times as long. */
export async function embeddedDatabase(): Promise<{ DATA_DIR: string }> {
  const folder = join(temporaryFolder(), 'data');
  cpSync(inject('pgliteFolder'), join(folder, 'database'), { recursive: true });
  for (const path of [folder, join(folder, 'database')]) chmodSync(path, 0o700);
  await makeDataKey(folder);
  return { DATA_DIR: folder };
}

/** Starts the embedded server of a folder alone, without the rest of the program, and waits for its first line. */
export async function startEmbeddedServer(environment: Environment): Promise<Started & { firstLine: string }> {
  const started = start('test/support/serveEmbedded.ts', [], environment);
  const firstLine = await Promise.race([
    new Promise<string>((done) => started.child.stdout?.once('data', (chunk) => done(String(chunk).trim()))),
    started.ended.then(({ stderr }) => stderr.trim()),
  ]);
  return { ...started, firstLine };
}
