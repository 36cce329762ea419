/** The people who are helped: their file, the helpers around them, and what they agreed to. */
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, version } from './columns.ts';
import { account, area } from './organisation.ts';

/** The file of a person: who looks after it (`areaId`, the station) and whether they agreed to be contacted. */
export const person = pgTable(
  'person',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .unique()
      .references(() => account.id),
    areaId: uuid()
      .notNull()
      .references(() => area.id),
    state: text().notNull(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [index('person_of_area').on(table.areaId)],
);

/** The helpers around one person. */
export const teamMember = pgTable(
  'team_member',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    since: instant().notNull(),
    until: instant(),
    version: version(),
  },
  (table) => [index('team_member_of_account').on(table.accountId), index('team_member_of_person').on(table.personId)],
);

/** One yes, for one purpose: being contacted, or passing these `fields` to this department. PIPL art. 14, 23, 29. */
export const consent = pgTable(
  'consent',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    purpose: text().notNull(),
    departmentId: uuid(),
    referralId: uuid(),
    fields: jsonb().notNull(),
    wording: text().notNull(),
    givenAt: instant().notNull(),
    withdrawnAt: instant(),
    version: version(),
  },
  (table) => [index('consent_of_person').on(table.personId)],
);
