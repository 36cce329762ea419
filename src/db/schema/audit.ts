/** The record of who changed what. */
import { bigserial, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Who changed what: ids and the names of what changed, never a value. Insert-only by grant. */
export const audit = pgTable('audit', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  at: instant().notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  subjectId: uuid(),
});
