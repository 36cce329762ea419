/** Visits: the windows that are due, what was reported that makes one, and what was logged. */
import { sql } from 'drizzle-orm';
import { boolean, date, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';
import { person } from './people.ts';

/**
 * A window in which somebody should see the person: from `opensOn` to `dueOn`. `kind` is regular or must; `slot` names
 * the step of the plan or the trigger, so that each is made once. `state`: due, done or cancelled. `settledBy` is the
 * record that settled it; `meetOn` the day that was agreed; `listedOn` the morning it last stood in a list.
 */
export const visit = pgTable(
  'visit',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    kind: text().notNull(),
    slot: text().notNull(),
    urgent: boolean().notNull(),
    opensOn: date({ mode: 'string' }).notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    provisional: boolean().notNull(),
    state: text().notNull(),
    meetOn: date({ mode: 'string' }),
    askedAt: instant(),
    answer: text(),
    listedOn: date({ mode: 'string' }),
    escalatedAt: instant(),
    settledBy: uuid(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    unique('visit_once').on(table.personId, table.kind, table.slot),
    index('visit_due')
      .on(table.dueOn)
      .where(sql`${byDay(table.dueOn)} and state = 'due'`),
  ],
);

/**
 * What a helper logged: `outcome` met, notMet (with a class of `reason`) or rescheduled (to `newDueOn`). `needs` are
 * kinds of need that were seen, `note` is sealed with the person's key.
 */
export const visitRecord = pgTable(
  'visit_record',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    visitId: uuid().references(() => visit.id),
    byAccount: uuid().notNull(),
    outcome: text().notNull(),
    happenedOn: date({ mode: 'string' }).notNull(),
    how: text(),
    reason: text(),
    newDueOn: date({ mode: 'string' }),
    needs: jsonb().notNull(),
    note: text(),
    at: instant().notNull(),
    version: version(),
  },
  (table) => [
    index('visit_record_of_person').on(table.personId, table.happenedOn),
    index('visit_record_note').on(table.at).where(sql`note is not null`),
  ],
);

/** 五必访: one of five things that somebody reported, which makes a must-visit. Stands until the visit settles it. */
export const trigger = pgTable(
  'trigger',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    kind: text().notNull(),
    urgent: boolean().notNull(),
    reportedBy: uuid().notNull(),
    reportedAt: instant().notNull(),
    visitId: uuid().references(() => visit.id),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('trigger_of_person').on(table.personId),
    index('trigger_ended').on(table.endedAt).where(byDay(table.endedAt)),
  ],
);
