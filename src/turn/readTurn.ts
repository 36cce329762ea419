import { dayOf } from '../calendar/day.ts';
import type { Deps } from '../deps.ts';
import { type Action, actionSchema } from '../dialogue/action.ts';
import type { Message } from '../dialogue/outcome.ts';
import type { Line } from '../dialogue/parameter.ts';
import { dialogueSchema, type Topic } from '../dialogue/topic.ts';
import type { Account, Enrolment, Membership, Person, World } from '../dialogue/world.ts';
import { keywords } from '../i18n/keywords.ts';
import { type Locale, localeFor } from '../i18n/locale.ts';
import type { SealedAccount } from '../mail/mail.ts';
import { readDirectory } from '../organisation/readDirectory.ts';
import type { Owner } from '../secrets/vault.ts';
import { draw } from './draw.ts';
import { fileFrom, type ReferralRows } from './referralFile.ts';
import { fromRow, type Row } from './rows.ts';
import type { SealedText } from './searchCaseFile.ts';

export interface TurnRequest {
  readonly channel: string;
  readonly externalId: string;
  readonly updateId: string;
  readonly languageTag?: string | undefined;
  readonly messageId?: string;
  readonly index?: number;
  readonly number?: string;
  /** Typed words that may answer a visit's question. */
  readonly reply?: 'yes' | 'change' | 'swap';
  readonly linkHash?: string;
  readonly spokenHash?: string;
  readonly referralId?: string;
}

type AccountRow = Row & SealedAccount;

/** As `read_turn` gives it. */
export interface ReadTurn {
  readonly now: string;
  readonly sender: {
    readonly seen: boolean;
    readonly directoryVersion: number;
    readonly identity: Identity | null;
    readonly dialogue: {
      readonly state: string;
      readonly version: number;
      readonly screenId: string | null;
      readonly updatedAt: string;
    } | null;
    readonly account: (Omit<Account, 'hasPhone'> & SealedAccount) | null;
    readonly memberships: Membership[] | null;
    readonly person: Person | null;
  };
  readonly chosen: { readonly messageId: string; readonly choice: { readonly action: unknown } } | null;
  readonly opened: {
    readonly id: string;
    readonly lines: unknown;
    readonly choices: { readonly label: unknown; readonly action: unknown; readonly number: string }[];
  } | null;
  readonly focus: ReferralRows | null;
  readonly enrolment: {
    readonly row: Row;
    readonly account: AccountRow;
    readonly person: Row | null;
    readonly memberships: Row[];
  } | null;
  readonly attempts: { readonly here: number; readonly everywhere: number } | null;
}

export interface Identity {
  readonly id: string;
  readonly channel: string;
  readonly externalId: string;
  readonly accountId: string | null;
  readonly locale: Locale;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly unreachableAt: string | null;
  readonly version: number;
}

/** What was read for a turn: the world for the step, and beside it what only the writing needs. */
export interface TurnRead {
  readonly seen: boolean;
  readonly world: World;
  readonly topic: Topic;
  readonly identity: Identity;
  readonly identityIsNew: boolean;
  readonly dialogueVersion: number;
  readonly screenId: string | null;
  readonly chosen: { readonly messageId: string; readonly action: Action } | null;
  /** A folded message that is being opened. */
  readonly opened: Pick<Message, 'lines' | 'choices' | 'opens'> | null;
  readonly owner: Owner;
  readonly account: SealedAccount | null;
  /** Wrapped keys of the accounts this turn may write for. */
  readonly keys: ReadonlyMap<string, string>;
  /** Sealed words that a search brought for the writing. */
  readonly texts?: readonly SealedText[];
  /** What time it was at the database when this was read, and then on this process's two clocks, in milliseconds. */
  readonly readAt: { readonly now: Date; readonly steady: number; readonly wall: number };
  /** Not read for this turn: what the one before it left (ChatMemory). */
  readonly isRemembered: boolean;
}

/** One round trip: everything the turn may know, as this actor sees it. */
export async function readTurn(deps: Deps, request: TurnRequest): Promise<TurnRead> {
  const [answer] = await deps.database.query<{ read: ReadTurn }>(
    'select read_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as read',
    [
      deps.clock()?.toISOString() ?? null,
      request.channel,
      request.externalId,
      request.updateId,
      request.number ?? null,
      request.messageId ?? null,
      request.index ?? null,
      request.linkHash ?? null,
      request.spokenHash ?? null,
      request.referralId ?? null,
      request.reply ?? null,
    ],
  );
  if (answer === undefined) throw new Error('read_turn gave no row');
  return openTurn(deps, request, answer.read);
}

/** What the database gave, as the step knows it. */
export async function openTurn(deps: Deps, request: TurnRequest, read: ReadTurn): Promise<TurnRead> {
  const { sender } = read;
  const identity = sender.identity ?? newIdentity(request, read.now);
  const owner: Owner = sender.account === null ? null : { id: sender.account.id, key: sender.account.key };
  const now = new Date(read.now);
  const directory = await readDirectory(deps.database, sender.directoryVersion);
  const world: World = {
    now,
    today: dayOf(now),
    lastHere: sender.dialogue === null ? null : new Date(sender.dialogue.updatedAt),
    locale: identity.locale,
    calendar: directory.calendar,
    directory,
    account: sender.account === null ? null : accountFrom(sender.account),
    memberships: sender.memberships ?? [],
    person: sender.person,
    enrolment: enrolmentFrom(read.enrolment, now),
    attempts: read.attempts ?? { here: 0, everywhere: 0 },
    focus: read.focus === null ? null : fileFrom(read.focus),
    found: null,
    keywords,
    draw,
  };
  return {
    seen: sender.seen,
    world,
    topic: await topicFrom(deps, sender, identity, owner),
    identity,
    identityIsNew: sender.identity === null,
    dialogueVersion: sender.dialogue?.version ?? 0,
    screenId: sender.dialogue?.screenId ?? null,
    chosen:
      read.chosen === null
        ? null
        : { messageId: read.chosen.messageId, action: actionSchema.parse(read.chosen.choice.action) },
    opened: read.opened === null ? null : openedMessage(read.opened),
    owner,
    account: sender.account,
    keys: keysIn(read),
    readAt: { now, steady: performance.now(), wall: Date.now() },
    isRemembered: false,
  };
}

/** What waited behind a folded notice, as it was written. */
function openedMessage({ id, lines, choices }: NonNullable<ReadTurn['opened']>): NonNullable<TurnRead['opened']> {
  return {
    opens: id,
    lines: lines as Line[],
    choices: choices.map(({ number, label, action }) => ({
      number,
      label: label as Line,
      action: actionSchema.parse(action),
    })),
  };
}

/** A dialogue of another owner (a chat that has since joined, or ended), or that cannot be read, starts afresh. */
async function topicFrom(
  deps: Deps,
  { dialogue: stored }: ReadTurn['sender'],
  identity: Identity,
  owner: Owner,
): Promise<Topic> {
  const start: Topic = owner === null ? { name: 'stranger' } : { name: 'menu' };
  if (stored === null) return start;
  const state = await deps.vault.open(owner, `dialogue.state:${identity.id}`, stored.state).catch(() => null);
  if (state === null) return start;
  const dialogue = dialogueSchema.safeParse(JSON.parse(state));
  if (!dialogue.success) deps.log.warn('dialogue.unreadable', { identity: identity.id });
  return dialogue.data?.topic ?? start;
}

function newIdentity(request: TurnRequest, now: string): Identity {
  return {
    id: crypto.randomUUID(),
    channel: request.channel,
    externalId: request.externalId,
    accountId: null,
    locale: localeFor(request.languageTag),
    createdAt: now,
    endedAt: null,
    unreachableAt: null,
    version: 1,
  };
}

function accountFrom({ id, kind, phone, locale, version }: Omit<Account, 'hasPhone'> & SealedAccount): Account {
  return { id, kind, hasPhone: phone !== null, locale, version };
}

function enrolmentFrom(read: ReadTurn['enrolment'], now: Date): Enrolment | null {
  if (read === null) return null;
  const row = fromRow<{
    id: string;
    version: number;
    usedAt: string | null;
    replacedAt: string | null;
    expiresAt: string;
  }>(read.row);
  return {
    id: row.id,
    version: row.version,
    usable:
      row.usedAt === null &&
      row.replacedAt === null &&
      new Date(row.expiresAt) > now &&
      read.account.state === 'active',
    account: accountFrom(fromRow(read.account)),
    person: read.person === null ? null : fromRow<Person>(read.person),
    memberships: read.memberships.map((membership) => fromRow<Membership>(membership)),
  };
}

function keysIn(read: ReadTurn): Map<string, string> {
  const keys = new Map<string, string>();
  const { account } = read.sender;
  if (account !== null) keys.set(account.id, account.key);
  if (read.enrolment) keys.set(read.enrolment.account.id, read.enrolment.account.key);
  if (read.focus !== null) keys.set(read.focus.person.accountId, read.focus.person.key);
  return keys;
}
