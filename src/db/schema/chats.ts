/** Chats: where each one stands, how one joins, what came in, and what is to be said. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, version } from './columns.ts';
import { account } from './organisation.ts';

/**
 * A chat on a channel. Telegram's `externalId` is the chat id; the web chat's is the SHA-256 of its session. A page shows
 * nothing up to `hiddenSeq`, once the reader has put it away.
 */
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
    hiddenSeq: bigint({ mode: 'number' }),
    version: version(),
  },
  (table) => [
    unique('identity_on_channel').on(table.channel, table.externalId),
    index('identity_of_account').on(table.accountId),
  ],
);

/**
 * Where a chat stands. `state` is sealed JSON of `dialogue/topic.ts`; `screenId` is the message it now shows, `form`
 * whether a number answers that message or the newest one. Whoever sends to the chat has leased it, `leaseBy` until
 * `leaseUntil`: here rather than in `mailbox`, so that a turn that sends its own answer writes one row for both.
 */
export const dialogue = pgTable('dialogue', {
  identityId: uuid().primaryKey(),
  state: text().notNull(),
  screenId: uuid(),
  focusReferralId: uuid(),
  form: boolean().notNull(),
  updatedAt: instant().notNull(),
  version: version(),
  leaseUntil: instant(),
  leaseBy: text(),
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
  (table) => [index('enrolment_of_account').on(table.accountId), index('enrolment_expired').on(table.expiresAt)],
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
    index('inbox_received').on(table.receivedAt),
  ],
);

/**
 * What is to be said: keys, parameters and choices, not text. `body` is what was really sent, sealed. A `discreet` message
 * was not just asked for, so it may arrive `folded`: a notice that gives nothing away, opened by its one button. What
 * the clock says names its `rule`, the answer to "why did I get this"; what is about a person (`needsPersonId`) is sent
 * only to who still may help them. One that `edits` another takes its place on the screen: `edit` is open (what stands
 * behind a notice), fold (the notice again, once `foldAt` has come) or hide.
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
    needsPersonId: uuid(),
    rule: text(),
    edit: text(),
    edits: uuid(),
    foldAt: instant(),
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
    // What is to be tried again: nearly nothing, and looked for at every sending.
    index('outbox_held').on(table.identityId, table.seq).where(sql`state = 'waiting' and attempts > 0`),
    // Sparse, so that a message costs one entry when it is written, and one when it is sent.
    index('outbox_of_identity').on(table.identityId, table.sentSeq).where(sql`sent_seq is not null`),
    index('outbox_unread')
      .on(table.sentAt)
      // The web chat has no ids of its own for messages; of what any other channel has, nobody learns whether it is read.
      .where(
        sql`state = 'sent' and read_at is null and unread_handled_at is null and not screen and channel_message_id is null`,
      ),
    index('outbox_to_fold').on(table.foldAt).where(sql`fold_at is not null`),
    index('outbox_edits').on(table.edits).where(sql`edits is not null`),
    // What retention takes the words from: a message costs no entry before it is settled.
    index('outbox_kept').on(table.createdAt).where(sql`state <> 'waiting' and (body is not null or lines <> '[]')`),
  ],
);

/**
 * One row a chat that once had something waiting; `sendAt` is null while nothing waits. A dispatcher leases the chat, not
 * the message, so that order is kept. A turn's own answer never comes here where the turn's process sends it at once. Where
 * an answer or something urgent waits, the chat is `urgent` with all that comes before it. `channel` is the chat's, filled by
 * a trigger, so that each channel's waiting chats are found by index.
 */
export const mailbox = pgTable(
  'mailbox',
  {
    identityId: uuid().primaryKey(),
    urgent: boolean().notNull(),
    sendAt: instant(),
    channel: text().notNull(),
  },
  (table) => [index('mailbox_due').on(table.channel, table.urgent, table.sendAt).where(sql`send_at is not null`)],
);

/** Up to when a channel's slots are given away to all replicas, by the database's own clock (62_allowance.sql). */
export const channelPace = pgTable('channel_pace', {
  channel: text().primaryKey(),
  freeAt: instant().notNull(),
});

/** When a chat may be spoken to next, where its channel counts that. */
export const chatPace = pgTable(
  'chat_pace',
  {
    identityId: uuid().primaryKey(),
    freeAt: instant().notNull(),
  },
  (table) => [index('chat_pace_free').on(table.freeAt)],
);
