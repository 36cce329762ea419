import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from '../plainError.ts';
import type { Database } from './database.ts';
import { makeDataKey, readDataKey, readPreviousDataKey } from './dataKey.ts';
import { type FolderLock, takeFolder } from './folderLock.ts';
import { isMigrated, migrate } from './migrate.ts';
import { becomeServiceRole, openPglite } from './pglite.ts';
import { connectSocket, serveSocket, socketPath } from './socket.ts';

/** A command ends soon and a server opens its socket within seconds; whoever comes meanwhile waits this long. */
const patienceMs = 20_000;

export interface Embedded {
  readonly database: Database;
  /** 32 bytes. */
  readonly dataKey: Uint8Array<ArrayBuffer>;
  /** Only where the key comes from the folder, while that one is being changed. */
  readonly previousKey: Uint8Array<ArrayBuffer> | undefined;
  close(): Promise<void>;
}

interface Options {
  readonly folder: string;
  /** A server holds the folder alone and lets commands in through its socket. */
  readonly forServer: boolean;
  /** Instead of the key in the folder. */
  readonly dataKey: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Opens the embedded database of a folder, migrated, as the role that owns nothing. A command beside a running server
 * goes through the server's socket. Throws PlainError when another server works there, or another command for too long.
 */
export async function openEmbedded(options: Options): Promise<Embedded> {
  await makeFolder(options.folder);
  const path = socketPath(options.folder);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = takeFolder(options.folder);
    if (lock !== undefined) return hold(options, lock, path);
    const database = await connectSocket(path);
    if (database !== undefined) return await beside(options, database);
    if (Date.now() > deadline) throw new PlainError('DATA_DIR: another process works in this folder; try again later');
    await sleep(100);
  }
}

/**
 * A new embedded database as its owner, with nothing in it, for a backup to come in. Should it fail before `finish`, what
 * was made counts as a torso and is removed by whoever comes next.
 */
export async function openNewEmbedded({
  folder,
  dataKey: given,
}: Omit<Options, 'forServer'>): Promise<Embedded & { finish(): Promise<void> }> {
  await makeFolder(folder);
  const lock = takeFolder(folder);
  if (lock === undefined) throw new PlainError('DATA_DIR: another process works in this folder');
  try {
    const path = join(folder, 'database');
    const mark = unfinishedMark(folder);
    if (existsSync(path) && !existsSync(mark))
      throw new PlainError('DATA_DIR: there is a database in this folder; a backup is only restored into a new one');
    const dataKey = given ?? (await readDataKey(folder));
    if (dataKey === undefined)
      throw new PlainError(
        'DATA_KEY: required, the key that the backup was written with (or put its data.key in DATA_DIR)',
      );
    const database = await makeDatabase(path, mark);
    const close = async () => {
      await database.close();
      lock.release();
    };
    const previousKey = given === undefined ? await readPreviousDataKey(folder) : undefined;
    return { database, dataKey, previousKey, close, finish: () => rm(mark) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function makeDatabase(path: string, mark: string): Promise<Database> {
  await rm(path, { recursive: true, force: true });
  await writeFile(mark, '');
  await mkdir(path, { mode: 0o700 });
  return openPglite(path);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new PlainError(`DATA_DIR: this folder cannot be made${code}`);
  }
}

async function beside({ folder, forServer, dataKey: given }: Options, database: Database): Promise<Embedded> {
  if (forServer) throw new PlainError('DATA_DIR: another Guitu already runs in this folder; stop it first');
  if (!(await isMigrated(database))) {
    throw new PlainError('The server that runs in DATA_DIR is of another version; restart it first.');
  }
  const dataKey = given ?? (await readDataKey(folder));
  if (dataKey === undefined) throw new PlainError('DATA_KEY: required, since the running server was started with one');
  const previousKey = given === undefined ? await readPreviousDataKey(folder) : undefined;
  return { database, dataKey, previousKey, close: () => database.close() };
}

async function hold({ folder, forServer, dataKey: given }: Options, lock: FolderLock, path: string): Promise<Embedded> {
  const closers = [async () => lock.release()];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    const dataKey = given ?? (await keyOf(folder));
    const database = await openFolder(folder);
    closers.push(() => database.close());
    await migrate(database);
    await becomeServiceRole(database);
    if (forServer) {
      const socket = await serveSocket(database, path);
      closers.push(() => socket.close());
    }
    const previousKey = given === undefined ? await readPreviousDataKey(folder) : undefined;
    return { database, dataKey, previousKey, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The folder's key, made with the folder. A database without its key could never be read, so none is made up for it. */
async function keyOf(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await readDataKey(folder);
  if (key !== undefined) return key;
  if (existsSync(join(folder, 'database')) && !existsSync(unfinishedMark(folder))) {
    throw new PlainError('DATA_KEY: required, since the database in DATA_DIR has no data.key beside it');
  }
  return makeDataKey(folder);
}

async function openFolder(folder: string): Promise<Database> {
  const path = join(folder, 'database');
  const mark = unfinishedMark(folder);
  // Killed while it was being made, the database is a torso that would never open; nobody has written to it yet.
  if (existsSync(mark)) await rm(path, { recursive: true, force: true });
  const isNew = !existsSync(path);
  if (isNew) {
    await writeFile(mark, '');
    await mkdir(path, { mode: 0o700 });
  }
  // The folder is ours alone, so nobody works by this file; and killed while it was being written it is empty, over which
  // PostgreSQL never starts again.
  await rm(join(path, 'postmaster.pid'), { force: true });
  const database = await openPglite(path).catch((error: unknown) => {
    const [reason = ''] = String(error).split('\n');
    throw new PlainError(`DATA_DIR: the database in this folder does not open (${reason}); restore it from a backup`);
  });
  if (isNew) await rm(mark);
  return database;
}

function unfinishedMark(folder: string): string {
  return join(folder, 'database.unfinished');
}
