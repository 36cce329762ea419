import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import type { Database, Parameter } from './database.ts';

/**
 * Drizzle over the one narrow way to the database, whichever driver stands behind it. What it builds comes back as lists
 * of values, a statement of its user's own (`execute`) as rows by name: the migrator reads the last migration so.
 */
export function builderOver(database: Database): PgRemoteDatabase {
  return drizzle(async (text, parameters, method) => {
    const rows = await database.query<Record<string, unknown>>(text, parameters as Parameter[]);
    return { rows: method === 'execute' ? rows : rows.map((row) => Object.values(row)) };
  });
}
