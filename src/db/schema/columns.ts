/**
 * Columns that most tables have. Instants are `timestamptz` in UTC, days are `date` in Asia/Shanghai. A column whose comment
 * says "sealed" holds ciphertext of `secrets/vault.ts`, never clear text.
 */
import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, integer, timestamp } from 'drizzle-orm/pg-core';

export const instant = () => timestamp({ withTimezone: true, mode: 'string' });

/** Counts the changes of a row: a turn that relied on version n may only change the row while it still is n. */
export const version = () => integer().notNull().default(1);

/**
 * Keeps an index by day or moment to whoever asks for a span of it. Somebody who asks by person, or by id, would otherwise be
 * answered by going through all of the index wherever the planner believes it to be nearly empty.
 */
export const byDay = (column: AnyPgColumn): SQL => sql`${column} is not null`;
