import postgres from 'postgres';

/** A login for the Worker alone, on the server of this superuser's address; gives its address of the same database. */
export async function workerLogin(superuser: string): Promise<string> {
  const sql = postgres(superuser, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(
      "do $$ begin create role guitu_worker login password 'a-password'; exception when duplicate_object then null; end $$",
    );
  } finally {
    await sql.end();
  }
  const url = new URL(superuser);
  url.username = 'guitu_worker';
  url.password = 'a-password';
  return url.href;
}
