import { readFile } from 'node:fs/promises';
import type { Database } from '../../src/db/database.ts';

/** Linux counts a process's time in hundredths of a second, whatever the machine. */
export const ticksPerSecond = 100;

/** Processor time that the server's processes have spent on one database's connections; undefined where /proc is not. */
export async function databaseCpuSeconds(server: Database, database: string): Promise<number | undefined> {
  const rows = await server.query<{ pid: number }>('select pid from pg_stat_activity where datname = $1', [database]);
  try {
    const ticks = await Promise.all(rows.map(({ pid }) => ticksOf(pid)));
    return ticks.reduce((sum, count) => sum + count, 0) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the 14th and 15th field; the name before may hold blanks. */
export async function ticksOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
