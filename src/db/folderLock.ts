import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const sqliteBusy = 5;

export interface FolderLock {
  release(): void;
}

/**
 * Takes `folder` for this process, or returns undefined while another holds it.
 *
 * The lock is the operating system's own, which Node reaches only through SQLite: it goes with its process however that
 * ends, so there is never a stale one to judge, and two that start together cannot both win. (A socket alone cannot
 * promise that: between finding a dead one and removing it, another process may have put a live one in its place.)
 */
export function takeFolder(folder: string): FolderLock | undefined {
  const path = join(folder, 'guitu.lock');
  closeSync(openSync(path, 'a', 0o600));
  const file = new DatabaseSync(path);
  try {
    // Nothing is ever written to it, so it needs no journal beside it.
    file.exec('pragma journal_mode = off; begin exclusive');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
  return { release: () => file.close() };
}
