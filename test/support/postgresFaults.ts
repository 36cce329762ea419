/** What can go wrong on a PostgreSQL while the program works on it. */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { onTestFinished } from 'vitest';

export class PostgresFaults {
  readonly sql: postgres.Sql;

  /** `url`: the superuser's address of the database. */
  constructor(url: string) {
    this.sql = postgres(url, { max: 3 });
    onTestFinished(() => this.sql.end());
  }

  /** Holds a table, so that every turn waits; gives what lets it go. */
  async hold(table: string): Promise<() => Promise<void>> {
    const connection = await this.sql.reserve();
    await connection.unsafe(`begin; lock table ${table} in access exclusive mode`);
    return async () => {
      await connection.unsafe('rollback');
      connection.release();
    };
  }

  /** Resolves, with their process ids, once so many connections wait for a lock. */
  async waiting(count: number): Promise<number[]> {
    for (;;) {
      const rows = await this.sql<{ pid: number }[]>`
        select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      if (rows.length >= count) return rows.map(({ pid }) => pid);
      await sleep(10);
    }
  }

  /** Breaks these connections. */
  async breakOff(pids: readonly number[]): Promise<void> {
    for (const pid of pids) await this.sql`select pg_terminate_backend(${pid})`;
  }

  /** A login with these attributes, dropped with the server. */
  async login(name: string, attributes = ''): Promise<{ name: string; url: (database: string) => string }> {
    const unique = `${name}_${crypto.randomUUID().slice(0, 8)}`;
    await this.sql.unsafe(`create role ${unique} login password 'a-password' ${attributes}`);
    return {
      name: unique,
      url(database) {
        const changed = new URL(database);
        changed.username = unique;
        changed.password = 'a-password';
        return changed.href;
      },
    };
  }
}
