/** Somebody else at the database, whose transaction stands in the way of the service's. */
import postgres from 'postgres';
import { until } from './until.ts';

export class Holder {
  readonly #sql: postgres.Sql;
  readonly #watcher: postgres.Sql;

  /** `url`: the superuser's address of the database, past the proxy. */
  constructor(url: string) {
    // It never takes itself for the one to be given up in a deadlock: that is then the service's statement.
    this.#sql = postgres(url, { max: 1, connection: { deadlock_timeout: '1h' } as object });
    this.#watcher = postgres(url, { max: 1 });
  }

  /** Begins a transaction with this statement. */
  async hold(statement: string): Promise<void> {
    await this.#sql.unsafe(`begin; ${statement}`);
  }

  /** One more statement in it. False when it had to be called off, because nobody gave way. */
  async ask(statement: string): Promise<boolean> {
    const asked = this.#sql.unsafe(statement).then(
      () => true,
      () => false,
    );
    const callOff = setTimeout(
      () =>
        void this.#watcher`
      select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query = ${statement}`.execute(),
      5000,
    );
    const answered = await asked;
    clearTimeout(callOff);
    return answered;
  }

  async letGo(how: 'commit' | 'rollback'): Promise<void> {
    await this.#sql.unsafe(how);
  }

  /** Resolves once this function of the service waits for a lock. */
  async stands(flight: string): Promise<void> {
    const waits = async () => {
      const rows = await this.#watcher`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${flight}(%`}`;
      return rows.length > 0;
    };
    await until(waits, `${flight} never waited`);
  }

  async end(): Promise<void> {
    await this.#sql.end();
    await this.#watcher.end();
  }
}
