/** A coordinator's file of people, on its way into the register. */
import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';
import { account } from './organisation.ts';

/**
 * One file. `state`: unfit (a cell or a column is wrong: nothing of it was kept but what is wrong), ready, confirmed (being
 * prepared), done or dropped. `summary` is sealed JSON of what the preview says. `chosen` are the lines that go in
 * although somebody looks alike. `prepared` counts rows while it is confirmed, in the attempt that `attemptedAt` last moved.
 */
export const importBatch = pgTable(
  'import_batch',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    state: text().notNull(),
    summary: text().notNull(),
    total: integer().notNull(),
    chosen: jsonb().notNull(),
    prepared: integer().notNull().default(0),
    attemptedAt: instant(),
    registered: integer().notNull().default(0),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    index('import_batch_of_account').on(table.accountId, table.createdAt),
    index('import_batch_old').on(table.createdAt).where(byDay(table.createdAt)),
  ],
);

/** A row of it, until it is registered: `body` is sealed JSON, the hashes tell who looks like whom. */
export const importRow = pgTable(
  'import_row',
  {
    id: uuid().primaryKey(),
    batchId: uuid()
      .notNull()
      .references(() => importBatch.id),
    line: integer().notNull(),
    body: text().notNull(),
    nameHash: text().notNull(),
    phoneHash: text(),
    version: version(),
  },
  (table) => [unique('import_row_line').on(table.batchId, table.line)],
);
