import postgres from 'postgres';
import { admitLogin } from '../../src/db/open.ts';
import { openPostgres } from '../../src/db/postgres.ts';

/** A login for the Worker alone, on the server of this superuser's address; gives its address of the same database. */
export async function workerLogin(superuser: string): Promise<string> {
  const sql = postgres(superuser, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`do $$ begin create role guitu_worker login password 'a-password';
      exception when duplicate_object or unique_violation then null; end $$`);
  } finally {
    await sql.end();
  }
  const url = new URL(superuser);
  url.username = 'guitu_worker';
  url.password = 'a-password';
  return url.href;
}

/** The same on a migrated database, where that login then begins as the service role. */
export async function admitWorker(superuser = ''): Promise<string> {
  const url = await workerLogin(superuser);
  const owner = openPostgres({ url: superuser, connections: 1 });
  try {
    await admitLogin(owner, url);
  } finally {
    await owner.close();
  }
  return url;
}
