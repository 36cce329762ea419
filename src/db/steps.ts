import type { Database } from './database.ts';

/** Whether the database holds every step (a migration or a file of functions) of these hashes. */
export async function holdsSteps(database: Database, hashes: readonly string[]): Promise<boolean> {
  const done = await database.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations union all select hash from drizzle.function_file',
  );
  const held = new Set(done.map((row) => row.hash));
  return hashes.every((hash) => held.has(hash));
}
