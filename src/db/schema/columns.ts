/**
 * Columns that most tables have. Instants are `timestamptz` in UTC, days are `date` in Asia/Shanghai. A column whose comment
 * says "sealed" holds ciphertext of `secrets/vault.ts`, never clear text.
 */
import { integer, timestamp } from 'drizzle-orm/pg-core';

export const instant = () => timestamp({ withTimezone: true, mode: 'string' });

/** Counts the changes of a row: a turn that relied on version n may only change the row while it still is n. */
export const version = () => integer().notNull().default(1);
