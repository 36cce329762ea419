/** The record of who changed what and who saw what, and the chain of hashes over it. */
import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * Who changed what, and who saw what of whom: ids and the names of fields, never a value. A row with a `reason` tells of
 * something seen (`action`: shown, listed or told), and `actor` is then whoever saw it. Insert-only by grant and by trigger.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: instant().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    subjectId: uuid(),
    personId: uuid(),
    fields: jsonb().notNull().default([]),
    reason: text(),
  },
  // What a person looks up is only what was seen of them.
  (table) => [
    index('audit_of_person').on(table.personId, table.at).where(sql`reason is not null`),
    // What a coordinator looks up of somebody who works there.
    index('audit_of_reader').on(table.actor, table.at).where(sql`reason is not null`),
  ],
);

/**
 * The chain over committed rows of the audit. `ids` are the rows of this link in their order, `upTo` the
 * highest id in this or any link before, `digest` the rows' SHA-256, `hash`
 * the SHA-256 of the link before, this one's place and moments, and the digest. `until` is the newest moment among the rows:
 * when that is older than retention, the rows may go (`purgedAt`) and the digest stays.
 */
export const auditSeal = pgTable(
  'audit_seal',
  {
    position: integer().primaryKey(),
    at: instant().notNull(),
    ids: jsonb().notNull(),
    upTo: bigint({ mode: 'number' }).notNull(),
    until: instant().notNull(),
    digest: text().notNull(),
    hash: text().notNull(),
    purgedAt: instant(),
  },
  (table) => [index('audit_seal_kept').on(table.position).where(sql`purged_at is null`)],
);
