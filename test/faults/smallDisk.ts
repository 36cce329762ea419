/** A disk of its own for a database, small enough to be filled: a tmpfs, which only root may mount. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const megabytes = 96;

export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Undefined where nothing may be mounted. */
  static mount(): SmallDisk | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
    // The server runs as this user, and wants a tablespace's folder to itself.
    const [user, group] = ['-u', '-g'].map((kind) => execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }).trim());
    const folder = mkdtempSync(join(tmpdir(), 'guitu-small-disk-'));
    const options = `size=${megabytes}m,mode=0700,uid=${user},gid=${group}`;
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      rmdirSync(folder);
      return undefined;
    }
    return new SmallDisk(folder);
  }

  /** Takes whatever room is left. */
  fill(): void {
    try {
      writeFileSync(this.#ballast, Buffer.alloc(megabytes * 1024 * 1024));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder]);
    rmdirSync(this.folder);
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
