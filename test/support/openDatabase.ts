import { inject } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { becomeServiceRole, databaseOver } from '../../src/db/pglite.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { createDatabase } from './embeddedPostgres.ts';
import { giveBack, takePglite } from './pglitePool.ts';

/** What a new database holds: what migrating makes, or the demo's organisation besides, as `townTemplate.ts` sets it up. */
export type Template = 'migrated' | 'demo';

export interface TestDatabase {
  /** As the service sees it: the role that owns nothing. */
  readonly database: Database;
  /** As the owner sees it, past row-level security, for assertions on rows. */
  rows<Row>(text: string, parameters?: readonly string[]): Promise<Row[]>;
  /** The address as superuser; undefined on PGlite. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/** A database of its own, on whichever kind this run is about. */
export async function openTestDatabase(template: Template = 'migrated'): Promise<TestDatabase> {
  const superuser = inject('postgresUrl');
  return superuser === undefined ? openOnPglite(template) : openOnPostgres(superuser, template);
}

async function openOnPglite(template: Template): Promise<TestDatabase> {
  const pooled = await takePglite(template);
  let isClosed = false;
  const inner = databaseOver(pooled.pglite);
  // What a test left running must not reach into the next one's rows.
  const whileOpen = <Result>(work: () => Promise<Result>) =>
    isClosed ? Promise.reject(new Error('this test’s PGlite is closed')) : work();
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await giveBack(pooled);
  };
  const database: Database = {
    query: (text, parameters) => whileOpen(() => inner.query(text, parameters)),
    execute: (script) => whileOpen(() => inner.execute(script)),
    close,
  };
  await becomeServiceRole(database);
  return {
    database,
    url: undefined,
    async rows<Row>(text: string, parameters: readonly string[] = []) {
      await database.execute('reset role');
      try {
        return await database.query<Row>(text, parameters);
      } finally {
        await becomeServiceRole(database);
      }
    },
    close,
  };
}

async function openOnPostgres(superuser: string, template: Template): Promise<TestDatabase> {
  const name = `guitu_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(superuser, name, templateName(template));
  const owner = openPostgres({ url, connections: 1 });
  const database = openPostgres({ url, role: serviceRole, connections: 5 });
  return {
    database,
    url,
    rows: (text, parameters) => owner.query(text, parameters),
    async close() {
      await database.close();
      await owner.close();
    },
  };
}

/** What the database is called that PostgreSQL copies. */
export function templateName(template: Template): string {
  return `template_${template}`;
}
