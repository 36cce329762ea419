import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import type { Database, Parameter } from './database.ts';

/** Drizzle over the one narrow way to the database, whichever driver stands behind it. */
export function builderOver(database: Database): PgRemoteDatabase {
  return drizzle(async (text, parameters) => {
    const rows = await database.query<Record<string, unknown>>(text, parameters as Parameter[]);
    return { rows: rows.map((row) => Object.values(row)) };
  });
}
