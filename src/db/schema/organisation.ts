/** Who does what where: the installation, the areas and their departments, and the accounts that work in them. */
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { byDay, instant, version } from './columns.ts';

/**
 * One row: what this installation is. `clockOffsetSeconds` moves the clock of a demo and stays 0 anywhere else. `auditSeals`
 * counts the seals that were made, so that the last one cannot go unnoticed.
 */
export const installation = pgTable(
  'installation',
  {
    id: smallint().primaryKey().default(1),
    demo: boolean().notNull().default(false),
    clockOffsetSeconds: integer().notNull().default(0),
    directoryVersion: integer().notNull().default(1),
    auditSeals: integer().notNull().default(0),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [check('installation_is_one', sql`${table.id} = 1`)],
);

/** The tree of 市 / 区县 / 乡镇街道 / 村居; `path` is `/<id>/<id>/`, so that a subtree is a prefix. Names are public. */
export const area = pgTable(
  'area',
  {
    id: uuid().primaryKey(),
    parentId: uuid(),
    path: text().notNull().unique(),
    level: text().notNull(),
    name: jsonb().notNull(),
    address: jsonb().notNull(),
    phone: text().notNull(),
  },
  (table) => [unique('area_name_in_parent').on(table.parentId, table.name)],
);

/** A queue: one a kind and area. `officeHours` is `{ periods: [{ from, to }] }` on working days. */
export const department = pgTable(
  'department',
  {
    id: uuid().primaryKey(),
    areaId: uuid()
      .notNull()
      .references(() => area.id),
    kind: text().notNull(),
    name: jsonb().notNull(),
    address: jsonb().notNull(),
    dutyPhone: text().notNull(),
    officeHours: jsonb().notNull(),
  },
  (table) => [unique('department_kind_in_area').on(table.areaId, table.kind)],
);

/** An office's own routing: requests of `kind` from below `areaId` go to `departmentId` instead of the default. */
export const route = pgTable(
  'route',
  {
    kind: text().notNull(),
    areaId: uuid().notNull(),
    departmentId: uuid()
      .notNull()
      .references(() => department.id),
  },
  (table) => [primaryKey({ columns: [table.kind, table.areaId] })],
);

/** What the State Council announced for a year: `holidays` and swapped `workdays`, days written YYYY-MM-DD. */
export const calendarYear = pgTable('calendar_year', {
  year: smallint().primaryKey(),
  holidays: jsonb().notNull(),
  workdays: jsonb().notNull(),
});

/**
 * What was set at the desk, by set-up over what the desk had set, or by `npm run calendar`: one row a time, never changed
 * (by trigger). The last version of a `setting`, area and `subject` (a kind of request, a department, a year) is what holds;
 * `content` null: what holds above it. `before` is what had held. Routes, departments and the calendar stand in tables of
 * their own as well, written in the same turn. `changedBy` null: whoever could run the command.
 */
export const settingVersion = pgTable(
  'setting_version',
  {
    id: uuid().primaryKey(),
    setting: text().notNull(),
    areaId: uuid()
      .notNull()
      .references(() => area.id),
    subject: text().notNull(),
    version: integer().notNull(),
    content: jsonb(),
    before: jsonb(),
    /** The version whose content was brought back, where one was. */
    broughtBack: integer(),
    note: text(),
    changedBy: uuid(),
    changedAt: instant().notNull(),
  },
  (table) => [
    unique('setting_version_once').on(table.setting, table.areaId, table.subject, table.version),
    index('setting_version_area').on(table.areaId, table.changedAt, table.id),
  ],
);

/**
 * A human, of `kind` person or worker. `key` is the account's own key, wrapped; `name` and `phone` are sealed with it.
 * Their keyed hashes only tell whether somebody is already on file. Whoever had themselves erased (`erasedAt`) has no key
 * any more: whatever was sealed with it can be read by nobody, wherever it still lies.
 */
export const account = pgTable(
  'account',
  {
    id: uuid().primaryKey(),
    kind: text().notNull(),
    key: text(),
    name: text().notNull(),
    phone: text(),
    nameHash: text(),
    phoneHash: text(),
    locale: text().notNull(),
    state: text().notNull(),
    reference: text().unique(),
    createdAt: instant().notNull(),
    erasedAt: instant(),
    version: version(),
  },
  (table) => [
    index('account_name').on(table.nameHash),
    index('account_phone').on(table.phoneHash),
    index('account_erased').on(table.erasedAt).where(byDay(table.erasedAt)),
  ],
);

/** What an account does where. It has no effect until a second human approved it (`state`: proposed, approved, ended). */
export const membership = pgTable(
  'membership',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    role: text().notNull(),
    areaId: uuid()
      .notNull()
      .references(() => area.id),
    departmentId: uuid().references(() => department.id),
    state: text().notNull(),
    proposedBy: uuid(),
    approvedBy: text(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    index('membership_of_account').on(table.accountId),
    index('membership_of_department').on(table.departmentId),
    index('membership_of_area').on(table.areaId),
  ],
);

/** The installation's own keys (`strangers`, `hash`), wrapped by DATA_KEY: there since it was first changed, and the same ever since. */
export const installationKey = pgTable('installation_key', {
  name: text().primaryKey(),
  wrapped: text().notNull(),
});
