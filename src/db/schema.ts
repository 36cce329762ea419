/**
 * The tables. Instants are `timestamptz` in UTC, days are `date` in Asia/Shanghai. A column whose comment says 'sealed'
 * holds ciphertext of `secrets/seal.ts`, never clear text. `version` counts the changes of a row: a turn that relied on
 * version n may only change the row while it still is n.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = () => timestamp({ withTimezone: true, mode: 'string' });
const version = () => integer().notNull().default(1);

/** One row: what this installation is. `clockOffsetSeconds` moves the clock of a demo and stays 0 anywhere else. */
export const installation = pgTable(
  'installation',
  {
    id: smallint().primaryKey().default(1),
    demo: boolean().notNull().default(false),
    clockOffsetSeconds: integer().notNull().default(0),
    directoryVersion: integer().notNull().default(1),
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

/** A human, of `kind` person or worker. `key` is the account's own key, wrapped; `name` and `phone` are sealed with it. */
export const account = pgTable('account', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  key: text().notNull(),
  name: text().notNull(),
  phone: text(),
  locale: text().notNull(),
  state: text().notNull(),
  reference: text().unique(),
  createdAt: instant().notNull(),
  version: version(),
});

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

/** A chat on a channel. Telegram's `externalId` is the chat id; the web chat's is the SHA-256 of its session. */
export const identity = pgTable(
  'identity',
  {
    id: uuid().primaryKey(),
    channel: text().notNull(),
    externalId: text().notNull(),
    accountId: uuid().references(() => account.id),
    locale: text().notNull(),
    createdAt: instant().notNull(),
    endedAt: instant(),
    unreachableAt: instant(),
    version: version(),
  },
  (table) => [
    unique('identity_on_channel').on(table.channel, table.externalId),
    index('identity_of_account').on(table.accountId),
  ],
);

/** Where a chat stands. `state` is sealed JSON of `dialogue/dialogue.ts`; `screenId` is the message it now
 * shows, `form` whether a number answers that message or the newest one. */
export const dialogue = pgTable('dialogue', {
  identityId: uuid().primaryKey(),
  state: text().notNull(),
  screenId: uuid(),
  focusReferralId: uuid(),
  form: boolean().notNull(),
  updatedAt: instant().notNull(),
  version: version(),
});

/** A one-use way to join: a link of 128 random bits or ten spoken characters, both kept as keyed hashes only. */
export const enrolment = pgTable(
  'enrolment',
  {
    id: uuid().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => account.id),
    linkHash: text().notNull().unique(),
    spokenHash: text().notNull().unique(),
    madeBy: uuid(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    replacedAt: instant(),
    version: version(),
  },
  (table) => [index('enrolment_of_account').on(table.accountId)],
);

/** A code that opened nothing, to slow down guessing. */
export const codeAttempt = pgTable(
  'code_attempt',
  {
    id: uuid().primaryKey(),
    identityId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [index('code_attempt_of_identity').on(table.identityId, table.at), index('code_attempt_at').on(table.at)],
);

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
    index('referral_in_queue').on(table.departmentId, table.state, table.expectedOn),
    index('referral_in_area').on(table.areaId, table.state),
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

/** The order in which things were said in the chats: taken when an update is written and when a message is sent. */
export const said = pgSequence('said');

/** Every update that was accepted, so that the same one is refused. `body` is sealed and kept for the web chat only. */
export const inbox = pgTable(
  'inbox',
  {
    channel: text().notNull(),
    externalId: text().notNull(),
    identityId: uuid(),
    seq: bigint({ mode: 'number' }).notNull(),
    receivedAt: instant().notNull(),
    state: text().notNull(),
    body: text(),
    error: text(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.externalId] }),
    index('inbox_of_identity').on(table.identityId, table.seq).where(sql`body is not null`),
  ],
);

/**
 * What is to be said: keys, parameters and choices, not text. `body` is what was really sent, sealed. A `discreet` message
 * was not just asked for, so it may arrive `folded`: a notice that gives nothing away, opened by its one button.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid().primaryKey(),
    seq: bigserial({ mode: 'number' }).notNull(),
    identityId: uuid(),
    accountId: uuid(),
    lines: jsonb().notNull(),
    choices: jsonb().notNull(),
    urgent: boolean().notNull(),
    screen: boolean().notNull(),
    discreet: boolean().notNull(),
    folded: boolean().notNull().default(false),
    needsDepartmentId: uuid(),
    dueAt: instant().notNull(),
    state: text().notNull(),
    attempts: smallint().notNull().default(0),
    error: text(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    sentSeq: bigint({ mode: 'number' }),
    channelMessageId: text(),
    body: text(),
    readAt: instant(),
    unreadHandledAt: instant(),
  },
  (table) => [
    index('outbox_waiting').on(table.identityId, table.seq).where(sql`state = 'waiting'`),
    index('outbox_of_identity').on(table.identityId, table.sentSeq),
    index('outbox_held').on(table.accountId).where(sql`state = 'waiting'`),
    index('outbox_unread')
      .on(table.sentAt)
      .where(sql`state = 'sent' and read_at is null and unread_handled_at is null and not screen`),
  ],
);

/** One row a chat with something to send. A dispatcher leases the chat, not the message, so that order is kept. */
export const mailbox = pgTable(
  'mailbox',
  {
    identityId: uuid().primaryKey(),
    urgent: boolean().notNull(),
    sendAt: instant(),
    leaseUntil: instant(),
    leaseBy: text(),
  },
  (table) => [index('mailbox_due').on(table.urgent.desc(), table.sendAt).where(sql`send_at is not null`)],
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
    index('timer_due').on(table.dueAt).where(sql`state = 'waiting'`),
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
  ],
);

/** Who changed what: ids and the names of what changed, never a value. Insert-only by grant. */
export const audit = pgTable('audit', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  at: instant().notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  subjectId: uuid(),
});
