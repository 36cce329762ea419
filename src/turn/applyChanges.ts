import type { Change } from '../dialogue/outcome.ts';
import type { World } from '../dialogue/world.ts';
import { type Deadline, deadlinesInQueue, expectedDayDeadline } from '../referrals/deadlines.ts';
import type { Referral, ReferralEventKind } from '../referrals/referral.ts';
import { codeLifeDays, hashLinkCode, hashSpokenCode } from '../secrets/codes.ts';
import type { Owner, Vault } from '../secrets/vault.ts';
import type { Identity } from './readTurn.ts';
import { type Row, toRow } from './rows.ts';

/** What the rows of a change need beside the change itself. */
export interface ApplyContext {
  readonly vault: Vault;
  readonly world: World;
  /** The account that acts, or `system`. After joining, the account that joined. */
  readonly actor: string;
  readonly keys: ReadonlyMap<string, string>;
  /** The chat as the turn will leave it. */
  identity: Identity;
  readonly rows: TurnWrite;
}

/** What `write_turn` takes beside the inbox: rows by table, and a few names of what else to do. */
export interface TurnWrite {
  readonly tables: Map<string, Row[]>;
  readonly named: Map<string, unknown>;
}

export function addRow(context: ApplyContext, table: string, row: object): void {
  const rows = context.rows.tables.get(table);
  if (rows === undefined) context.rows.tables.set(table, [toRow(row)]);
  else rows.push(toRow(row));
}

export function ownerOf(context: Pick<ApplyContext, 'keys'>, accountId: string): Owner {
  const key = context.keys.get(accountId);
  if (key === undefined) throw new Error('this turn has not read the key it needs');
  return { id: accountId, key };
}

/** The rows of one thing that became true. */
export async function applyChange(context: ApplyContext, change: Change): Promise<void> {
  addRow(context, 'audit', {
    actor: context.actor,
    action: change.fact === 'referralMoved' ? change.move : change.fact,
    subjectId: subjectOf(change),
  });
  switch (change.fact) {
    case 'languageChosen':
      return chooseLanguage(context, change.locale);
    case 'joined':
      return join(context, change);
    case 'codeRefused':
      return addRow(context, 'newCodeAttempt', {
        id: crypto.randomUUID(),
        identityId: context.identity.id,
        at: context.world.now.toISOString(),
      });
    case 'contactAgreed':
      return agree(context, change);
    case 'contactDeclined':
      addRow(context, 'person', { ...change.person, state: 'declined' });
      context.rows.named.set('withdrawConsent', { personId: change.person.id, purpose: 'contact' });
      return;
    case 'chatBlocked':
      context.identity = { ...context.identity, unreachableAt: context.world.now.toISOString() };
      return;
    case 'chatReopened':
      context.identity = { ...context.identity, unreachableAt: null };
      return;
    case 'referralRequested':
      return request(context, change);
    case 'referralMoved':
      return move(context, change);
    case 'linkReissued':
      return reissue(context, change);
    case 'membershipApproved':
      return addRow(context, 'membership', { ...change.membership, state: 'approved', approvedBy: context.actor });
    case 'membershipDeclined':
      return addRow(context, 'membership', { ...change.membership, state: 'ended', approvedBy: null });
    case 'personCalled':
      return addRow(context, 'task', {
        id: change.call.id,
        version: change.call.version,
        state: change.reached ? 'done' : 'open',
        outcome: change.reached ? 'reached' : 'missed',
        closedBy: change.reached ? context.actor : null,
      });
    case 'callNeeded':
      return needCall(context, change);
    case 'unreadNoticed':
      context.rows.named.set('unreadHandled', change.messageIds);
      return;
  }
}

function subjectOf(change: Change): string | null {
  switch (change.fact) {
    case 'joined':
      return change.enrolment.account.id;
    case 'contactAgreed':
    case 'contactDeclined':
      return change.person.id;
    case 'referralRequested':
      return change.referral.id;
    case 'referralMoved':
      return change.after.id;
    case 'linkReissued':
      return change.account;
    case 'membershipApproved':
    case 'membershipDeclined':
      return change.membership.id;
    case 'personCalled':
      return change.call.id;
    case 'callNeeded':
      return change.personId;
    case 'languageChosen':
    case 'codeRefused':
    case 'chatBlocked':
    case 'chatReopened':
    case 'unreadNoticed':
      return null;
  }
}

function chooseLanguage(context: ApplyContext, locale: World['locale']): void {
  context.identity = { ...context.identity, locale };
  const { account } = context.world;
  if (account !== null) addRow(context, 'accountLocale', { id: account.id, version: account.version, locale });
}

function join(context: ApplyContext, { enrolment }: Extract<Change, { fact: 'joined' }>): void {
  // A choice made earlier on another phone is kept; otherwise this phone's own language stands.
  const locale = enrolment.account.locale === 'en' ? 'en' : context.identity.locale;
  addRow(context, 'enrolment', {
    id: enrolment.id,
    version: enrolment.version,
    usedAt: context.world.now.toISOString(),
  });
  context.identity = {
    ...context.identity,
    accountId: enrolment.account.id,
    locale,
    endedAt: null,
    unreachableAt: null,
  };
  context.rows.named.set('adopt', enrolment.account.id);
}

function agree(context: ApplyContext, { person }: Extract<Change, { fact: 'contactAgreed' }>): void {
  addRow(context, 'person', { ...person, state: 'agreed' });
  addRow(
    context,
    'newConsent',
    consentRow(context, { personId: person.id, purpose: 'contact', departmentId: null, referralId: null, fields: [] }),
  );
}

function consentRow(
  context: ApplyContext,
  given: {
    personId: string;
    purpose: string;
    departmentId: string | null;
    referralId: string | null;
    fields: readonly string[];
  },
): object {
  return {
    id: crypto.randomUUID(),
    ...given,
    wording: wordingVersion,
    givenAt: context.world.now.toISOString(),
    withdrawnAt: null,
    version: 1,
  };
}

/** Which wording of the consent questions in `locales/` was shown. Count up when their meaning changes. */
const wordingVersion = '2026-11';

async function request(context: ApplyContext, change: Extract<Change, { fact: 'referralRequested' }>): Promise<void> {
  const { referral, answers } = change;
  const owner = ownerOf(context, referral.filedBy);
  const sealedAnswers = await context.vault.seal(owner, `referral.answers:${referral.id}`, JSON.stringify(answers));
  addRow(context, 'newReferral', { ...referral, answers: sealedAnswers });
  await addEvent(context, { referral, kind: 'requested', eventId: change.eventId, text: change.text, owner });
  addRow(
    context,
    'newConsent',
    consentRow(context, {
      personId: referral.personId,
      purpose: 'passOn',
      departmentId: referral.departmentId,
      referralId: referral.id,
      fields: change.fields,
    }),
  );
  addDeadlines(context, referral, 'requested');
}

async function move(context: ApplyContext, change: Extract<Change, { fact: 'referralMoved' }>): Promise<void> {
  const { before, after } = change;
  addRow(context, 'referral', { ...after, version: before.version });
  const counted = { ...after, version: before.version + 1 };
  const owner = ownerOf(context, change.personAccountId);
  await addEvent(context, { referral: counted, kind: change.move, eventId: change.eventId, text: change.text, owner });
  addDeadlines(context, counted, change.move);
}

/** The clock acts as nobody's account. */
function accountOf(actor: string): string | null {
  return actor === 'system' ? null : actor;
}

interface NewEvent {
  readonly referral: Referral;
  readonly kind: ReferralEventKind;
  readonly eventId: string;
  readonly text: string | null;
  readonly owner: Owner;
}

async function addEvent(context: ApplyContext, { referral, kind, eventId, text, owner }: NewEvent): Promise<void> {
  addRow(context, 'newReferralEvent', {
    id: eventId,
    referralId: referral.id,
    position: referral.version,
    kind,
    byAccount: accountOf(context.actor),
    at: context.world.now.toISOString(),
    text: text === null ? null : await context.vault.seal(owner, `referral_event.text:${eventId}`, text),
    data: { state: referral.state, departmentId: referral.departmentId, expectedOn: referral.expectedOn },
  });
}

function addDeadlines(context: ApplyContext, referral: Referral, made: ReferralEventKind): void {
  const department = context.world.directory.departments.get(referral.departmentId);
  if (department === undefined) return;
  const { calendar, now, today } = context.world;
  const deadlines: Deadline[] = [];
  if (made === 'requested' || made === 'passedOn' || made === 'sentBack')
    deadlines.push(...deadlinesInQueue(calendar, referral, department, now, today));
  if (made === 'paperReceived' || made === 'expectedDayMoved' || made === 'reopened')
    deadlines.push(expectedDayDeadline(calendar, referral, department));
  for (const { rule, slot, at } of deadlines) {
    addRow(context, 'newTimer', {
      id: crypto.randomUUID(),
      rule,
      subjectId: referral.id,
      slot,
      dueAt: at.toISOString(),
      state: 'waiting',
    });
  }
}

async function reissue(
  context: ApplyContext,
  { account, code }: Extract<Change, { fact: 'linkReissued' }>,
): Promise<void> {
  const { now } = context.world;
  context.rows.named.set('replaceEnrolmentsOf', account);
  addRow(context, 'newEnrolment', {
    id: crypto.randomUUID(),
    accountId: account,
    linkHash: await hashLinkCode(context.vault, code.link),
    spokenHash: await hashSpokenCode(context.vault, code.spoken),
    madeBy: accountOf(context.actor),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + codeLifeDays * 86_400_000).toISOString(),
    usedAt: null,
    replacedAt: null,
    version: 1,
  });
}

function needCall(context: ApplyContext, change: Extract<Change, { fact: 'callNeeded' }>): void {
  addRow(context, 'newTask', {
    id: crypto.randomUUID(),
    kind: 'call',
    areaId: change.areaId,
    personId: change.personId,
    slot: change.slot,
    state: 'open',
    outcome: null,
    closedBy: null,
    createdAt: context.world.now.toISOString(),
    version: 1,
  });
}
