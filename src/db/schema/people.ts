/** The people who are helped: their file, the helpers around them, and what they agreed to. */
import { sql } from 'drizzle-orm';
import { boolean, date, index, jsonb, pgTable, smallint, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';
import { account, area } from './organisation.ts';

/**
 * The file of a person: who looks after it (`areaId`, the station) and whether they agreed to be contacted. The helping
 * period ends on `helpedUntil`; help stays open after it. `visitEveryMonths` is agreed: 6, 3 or 1, until `visitReviewOn`.
 * While `remindersPausedAt` is set nobody reminds them of anything, and that misses nothing. What they did not just ask for
 * arrives folded, unless they have it plainly since `plainlySince`. A `shielded` file (somebody under eighteen, or whose
 * record is closed by law) is hidden from helpers. Of whom `state` says erased only the row is left, for what refers to it;
 * no actor sees it. A file that was one too many says into which it was merged (`mergedInto`), and is erased as well.
 */
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
    releasedOn: date({ mode: 'string' }),
    helpedUntil: date({ mode: 'string' }),
    periodEndedAt: instant(),
    checkInEveryMonths: smallint().notNull().default(1),
    nextCheckInOn: date({ mode: 'string' }),
    remindersPausedAt: instant(),
    plainlySince: instant(),
    visitEveryMonths: smallint().notNull().default(6),
    visitReviewOn: date({ mode: 'string' }),
    shielded: boolean().notNull().default(false),
    mergedInto: uuid(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    // In the order of a register: the newest of an area first.
    index('person_of_area').on(table.areaId, table.createdAt, table.id),
    index('person_merged').on(table.mergedInto).where(sql`merged_into is not null`),
    // Whose period is over stays on file, and a tick has nothing to look for there.
    index('person_check_in')
      .on(table.nextCheckInOn)
      .where(sql`${byDay(table.nextCheckInOn)} and state = 'agreed' and period_ended_at is null`),
    index('person_helped_until')
      .on(table.helpedUntil)
      .where(sql`${byDay(table.helpedUntil)} and period_ended_at is null`),
    index('person_visit_review')
      .on(table.visitReviewOn)
      .where(sql`${byDay(table.visitReviewOn)} and period_ended_at is null`),
  ],
);

/**
 * 报到: the first check-in, expected by `dueOn`. `staying` is sealed: where the person lives for now, in their own words.
 * The coordinator later ticks that the paper was seen.
 */
export const arrival = pgTable(
  'arrival',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .unique()
      .references(() => person.id),
    dueOn: date({ mode: 'string' }).notNull(),
    number: text().notNull().unique(),
    reportedAt: instant(),
    staying: text(),
    paperSeenAt: instant(),
    paperSeenBy: uuid(),
    lateToldAt: instant(),
    version: version(),
  },
  (table) => [
    index('arrival_missing')
      .on(table.dueOn)
      .where(sql`${byDay(table.dueOn)} and reported_at is null`),
    index('arrival_late')
      .on(table.dueOn)
      .where(sql`${byDay(table.dueOn)} and reported_at is null and late_told_at is null`),
  ],
);

/** One periodic check-in: open from `opensOn` to `dueOn`; `state` is open, done, missed or paused. */
export const checkIn = pgTable(
  'check_in',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    opensOn: date({ mode: 'string' }).notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    state: text().notNull(),
    feeling: text(),
    callMe: boolean().notNull().default(false),
    answeredAt: instant(),
    nudgedAt: instant(),
    version: version(),
  },
  (table) => [
    unique('check_in_once').on(table.personId, table.opensOn),
    index('check_in_open').on(table.personId).where(sql`state = 'open'`),
    index('check_in_due')
      .on(table.dueOn)
      .where(sql`${byDay(table.dueOn)} and state = 'open'`),
  ],
);

/** What the person said they lack by choosing it, or a helper wrote down: who did, and until when it stands. */
export const need = pgTable(
  'need',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    kind: text().notNull(),
    statedBy: uuid().notNull(),
    statedAt: instant().notNull(),
    endsOn: date({ mode: 'string' }).notNull(),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('need_of_person').on(table.personId),
    index('need_standing')
      .on(table.endsOn)
      .where(sql`${byDay(table.endsOn)} and ended_at is null`),
    index('need_ended').on(table.endedAt).where(byDay(table.endedAt)),
  ],
);

/**
 * The helpers around one person. `state`: asked (a volunteer, who sees nothing before the person's own yes), active, or
 * ended, since `until`. Who stands in for a helper that is away says for whom (`substituteFor`).
 */
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
    state: text().notNull().default('active'),
    substituteFor: uuid(),
    since: instant().notNull(),
    until: instant(),
    version: version(),
  },
  (table) => [index('team_member_of_account').on(table.accountId), index('team_member_of_person').on(table.personId)],
);

/** A helper is away from `fromDay` to `untilDay`: the substitute gets the list, or without one the coordinator. */
export const absence = pgTable(
  'absence',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    fromDay: date({ mode: 'string' }).notNull(),
    untilDay: date({ mode: 'string' }).notNull(),
    substituteId: uuid().references(() => account.id),
    endedAt: instant(),
    version: version(),
  },
  (table) => [
    index('absence_of_account').on(table.accountId),
    index('absence_of_substitute').on(table.substituteId),
    index('absence_open')
      .on(table.untilDay)
      .where(sql`${byDay(table.untilDay)} and ended_at is null`),
  ],
);

/**
 * One yes, for one purpose: being contacted, passing these `fields` to this department, or a volunteer's sight of the
 * file (`accountId`). `spokenTo`: the helper who heard it, when it was said aloud. PIPL art. 14, 23, 29.
 */
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
    accountId: uuid(),
    spokenTo: uuid(),
    fields: jsonb().notNull(),
    wording: text().notNull(),
    givenAt: instant().notNull(),
    withdrawnAt: instant(),
    version: version(),
  },
  (table) => [
    index('consent_of_person').on(table.personId),
    index('consent_of_referral').on(table.referralId).where(sql`referral_id is not null`),
  ],
);

/**
 * A file that somebody proposes to close before its time (`reason`: enoughHelp, moved, died, askedToStop). Nothing changes
 * until a second human says yes; `outcome`: approved, refused, or withdrawn by whoever proposed it.
 */
export const fileClosing = pgTable(
  'file_closing',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    reason: text().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    outcome: text(),
    decidedBy: uuid(),
    decidedAt: instant(),
    version: version(),
  },
  (table) => [
    index('file_closing_of_person').on(table.personId),
    uniqueIndex('file_closing_open').on(table.personId).where(sql`outcome is null`),
  ],
);

/**
 * A way to one copy of what is held about somebody: a link of 128 random bits, kept as a keyed hash only, that opens once and
 * for a short time.
 */
export const copyLink = pgTable(
  'copy_link',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    linkHash: text().notNull().unique(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    version: version(),
  },
  (table) => [index('copy_link_of_account').on(table.accountId), index('copy_link_expired').on(table.expiresAt)],
);
