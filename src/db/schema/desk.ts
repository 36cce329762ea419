/** The desk: how somebody gets in from the bot, and who is in. */
import { sql } from 'drizzle-orm';
import { date, index, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';
import { account, department } from './organisation.ts';

/**
 * One way in, or (`purpose` stepUp) one proof that whoever sits at a session also holds the account's chat. A link of 128
 * random bits, kept as a keyed hash, opens nothing by itself: a POST binds it to one browser (`browserHash`, SHA-256 of its
 * cookie), which then shows `number`, two digits, to be typed back into the bot. `endedAt`: used, refused, or replaced.
 */
export const deskLogin = pgTable(
  'desk_login',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    purpose: text().notNull(),
    sessionId: uuid(),
    linkHash: text().unique(),
    number: text(),
    browserHash: text(),
    browser: text(),
    attempts: smallint().notNull().default(0),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    boundAt: instant(),
    confirmedAt: instant(),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('desk_login_of_account').on(table.accountId, table.createdAt),
    index('desk_login_of_browser').on(table.browserHash).where(sql`browser_hash is not null`),
    index('desk_login_expired').on(table.expiresAt).where(byDay(table.expiresAt)),
  ],
);

/**
 * Somebody at the desk. The cookie holds 256 random bits, `tokenHash` their SHA-256. It ends by itself half an hour after
 * `seenAt`, or ten hours after `createdAt`; and at once when its account no longer works anywhere. What only a proof in the
 * bot opens is open until `steppedUpUntil`. `browser` is what the browser calls itself, shortened, to know it again in a list.
 */
export const deskSession = pgTable(
  'desk_session',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    tokenHash: text().notNull().unique(),
    browser: text().notNull(),
    locale: text().notNull(),
    createdAt: instant().notNull(),
    seenAt: instant().notNull(),
    steppedUpUntil: instant(),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('desk_session_of_account').on(table.accountId),
    index('desk_session_old').on(table.createdAt).where(byDay(table.createdAt)),
  ],
);

/**
 * The six digits that stand for the bot where an account's only chat is the web chat, which lies in the same browser. Kept as
 * a keyed, salted hash; `id` is the account's.
 */
export const deskPin = pgTable('desk_pin', {
  id: uuid()
    .primaryKey()
    .references(() => account.id),
  hash: text().notNull(),
  attempts: smallint().notNull().default(0),
  lockedUntil: instant(),
  setAt: instant().notNull(),
  version: version(),
});

/**
 * Words that a department answers with again and again: its own text, in which nothing is about anybody. Each change counts
 * `version` up and says who made it and when; the audit keeps the changes before. `removedAt`: no longer offered.
 */
export const answerTemplate = pgTable(
  'answer_template',
  {
    id: uuid().primaryKey(),
    departmentId: uuid()
      .notNull()
      .references(() => department.id),
    title: text().notNull(),
    text: text().notNull(),
    editedBy: uuid().notNull(),
    editedAt: instant().notNull(),
    removedAt: instant(),
    version: version(),
  },
  (table) => [index('answer_template_of_department').on(table.departmentId)],
);

/**
 * Somebody of a department is away from `fromDay` to `untilDay`, and a colleague stands in. The clock begins it and ends it
 * (`begunAt`, `endedAt`), so that nothing else needs a calendar to know who is there.
 */
export const staffAbsence = pgTable(
  'staff_absence',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    departmentId: uuid()
      .notNull()
      .references(() => department.id),
    substituteId: uuid()
      .notNull()
      .references(() => account.id),
    fromDay: date({ mode: 'string' }).notNull(),
    untilDay: date({ mode: 'string' }).notNull(),
    begunAt: instant(),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('staff_absence_of_account').on(table.accountId).where(sql`ended_at is null`),
    index('staff_absence_of_substitute').on(table.substituteId).where(sql`ended_at is null`),
    index('staff_absence_open')
      .on(table.untilDay)
      .where(sql`${byDay(table.untilDay)} and ended_at is null`),
  ],
);
