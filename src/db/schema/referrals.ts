/** Requests, the moves in their life, and what the clock makes of silence. */
import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';
import { department } from './organisation.ts';
import { person } from './people.ts';

const isAlive = sql`state in ('new', 'claimed', 'waitingForPerson', 'answered')`;

/** A request in a department's queue; the life cycle is in `referrals/lifeCycle.ts`. `answers` is sealed JSON. */
export const referral = pgTable(
  'referral',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    areaId: uuid().notNull(),
    departmentId: uuid()
      .notNull()
      .references(() => department.id),
    kind: text().notNull(),
    state: text().notNull(),
    urgent: boolean().notNull(),
    claimedBy: uuid(),
    filedBy: uuid().notNull(),
    answers: text().notNull(),
    expectedOn: date({ mode: 'string' }).notNull(),
    provisional: boolean().notNull(),
    pausedOn: date({ mode: 'string' }),
    firstWordAt: instant(),
    helped: boolean(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    index('referral_of_person').on(table.personId),
    // In a queue's own order, so that a page of it is read and not sorted; and the same of what somebody has in hand.
    index('referral_in_queue')
      .on(table.departmentId, table.state, table.urgent, table.expectedOn, table.id)
      .where(isAlive),
    index('referral_in_hand')
      .on(table.claimedBy, table.departmentId, table.state, table.urgent, table.expectedOn, table.id)
      .where(sql`claimed_by is not null and ${isAlive}`),
    index('referral_in_area').on(table.areaId, table.state),
    index('referral_of_area').on(table.areaId, table.createdAt),
  ],
);

/** One move in a referral's life. `position` is the referral's version it made. `text` is sealed with the person's key. */
export const referralEvent = pgTable(
  'referral_event',
  {
    id: uuid().primaryKey(),
    referralId: uuid()
      .notNull()
      .references(() => referral.id),
    position: integer().notNull(),
    kind: text().notNull(),
    byAccount: uuid(),
    at: instant().notNull(),
    text: text(),
    data: jsonb().notNull(),
  },
  (table) => [unique('referral_event_position').on(table.referralId, table.position)],
);

/** A moment at which a rule looks at a subject again. One row a (rule, subject, slot), so that a tick may come twice. */
export const timer = pgTable(
  'timer',
  {
    id: uuid().primaryKey(),
    rule: text().notNull(),
    subjectId: uuid().notNull(),
    slot: text().notNull(),
    dueAt: instant().notNull(),
    state: text().notNull(),
  },
  (table) => [
    uniqueIndex('timer_once').on(table.rule, table.subjectId, table.slot),
    index('timer_due')
      .on(table.dueAt)
      .where(sql`${byDay(table.dueAt)} and state = 'waiting'`),
    index('timer_done')
      .on(table.dueAt)
      .where(sql`${byDay(table.dueAt)} and state = 'done'`),
  ],
);

/** A call to make for the station, because something was not read. */
export const task = pgTable(
  'task',
  {
    id: uuid().primaryKey(),
    kind: text().notNull(),
    areaId: uuid().notNull(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    slot: text().notNull(),
    state: text().notNull(),
    outcome: text(),
    closedBy: uuid(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    uniqueIndex('task_once').on(table.kind, table.personId, table.slot),
    index('task_in_area').on(table.areaId, table.state),
    index('task_open').on(table.kind, table.personId).where(sql`state = 'open'`),
  ],
);
