import type { ChannelName } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import type { Message, Outcome } from '../dialogue/outcome.ts';
import { isForm, referralOf } from '../dialogue/topic.ts';
import type { Mail } from '../mail/mail.ts';
import { requestIdOf } from '../mail/requestId.ts';
import type { Owner } from '../secrets/vault.ts';
import { type Answer, addMessages } from './addMessages.ts';
import { applyChange } from './applyChanges.ts';
import type { TurnDeps } from './chatMemory.ts';
import { type ApplyContext, addRow, nothingToWrite, ownerOf } from './context.ts';
import type { TurnRead } from './readTurn.ts';
import { seenIn } from './seen.ts';
import { type InboxEntry, writeStatement } from './writeStatement.ts';

export interface TurnToWrite {
  readonly outcome: Outcome;
  readonly inbox: InboxEntry & { readonly channel: ChannelName };
}

/**
 * One round trip: everything the turn changes, or nothing. The answer is sent at once where its chat is free for that.
 * True when something else is left to send. Rejects with GT001 when a row it relied on has changed.
 */
export async function writeTurn(deps: TurnDeps, read: TurnRead, { outcome, inbox }: TurnToWrite): Promise<boolean> {
  const joined = outcome.changes.find((change) => change.fact === 'joined');
  const actor = joined?.enrolment.account.id ?? read.owner?.id ?? '';
  const context = contextOf(deps, read, actor === '' ? 'stranger' : actor, inbox);
  if (read.identity.unreachableAt !== null) {
    context.identity = { ...context.identity, unreachableAt: null };
    context.rows.named.set('release', true);
  }
  // Who writes from a chat that was ended (a lost phone that was found) is a stranger from now on, and is answered as one.
  if (read.identity.endedAt !== null) context.identity = { ...context.identity, accountId: null, endedAt: null };
  for (const change of outcome.changes) await applyChange(context, change);
  // Who has just been erased is told so as the stranger they are from now on, for their key is gone; and in a chat that has
  // just been left, what is said is for whoever holds the phone.
  const isErased = outcome.changes.some((change) => change.fact === 'personErased');
  const isNobody = actor === '' || isErased || context.identity.accountId === null;
  const reader = isNobody ? null : ownerOf(context, actor);
  const { answer, screen } = await addMessages(context, outcome.messages, reader);
  addIdentity(context, read);
  const seal = (place: string, text: string) => deps.vault.seal(reader, place, text);
  const hand = answer !== null && isPlain(context, read) && canSend(deps, inbox.channel);
  const { handed, left } = await writeStatement(deps, context, {
    actor,
    inbox: {
      ...inbox,
      body: inbox.body === null ? null : await seal(`inbox.body:${inbox.externalId}`, inbox.body.toWellFormed()),
    },
    dialogue: {
      state: await seal(`dialogue.state:${read.identity.id}`, JSON.stringify({ version: 1, topic: outcome.topic })),
      screenId: outcome.keepsScreen === true ? read.screenId : (screen ?? read.screenId),
      focusReferralId: referralOf(outcome.topic),
      isForm: isForm(outcome.topic),
      version: Math.max(1, read.dialogueVersion),
    },
    answer,
    hand,
    knownDirectory: read.isRemembered ? read.world.directory.version : null,
  });
  if (handed && answer !== null) {
    if (outcome.keepsScreen !== true && !touchesReader(context))
      deps.memory.keep(read, outcome.topic, { id: answer.id, choices: answer.said.choices });
    deps.hand.take(mailOf(read, inbox.channel, answer, reader));
  }
  return left;
}

/** A piece of the clock's work, written as a turn is. A timer that another replica has already done raises GT001. */
export async function writeClockTurn(
  deps: TurnDeps,
  read: TurnRead,
  { changes, messages }: Omit<Outcome, 'topic'>,
  updateId: string,
  timer: string | null,
): Promise<void> {
  const inbox = { channel: 'clock', externalId: updateId, state: 'done', body: null } as const;
  const context = contextOf(deps, read, 'system', inbox);
  if (timer !== null) context.rows.named.set('timer', timer);
  await writeWithoutChat(deps, context, { changes, messages }, inbox);
}

/**
 * What an account did at the desk, written as a turn is. `shown` is what the page will say of it, whose looks at others are
 * kept with it. True when something is left to send.
 */
export async function writeDeskTurn(
  deps: TurnDeps,
  read: TurnRead,
  { changes, messages }: Omit<Outcome, 'topic'>,
  updateId: string,
  shown: Message,
): Promise<boolean> {
  const actor = read.owner?.id ?? '';
  const inbox = { channel: 'desk', externalId: updateId, state: 'done', body: null } as const;
  const context = contextOf(deps, read, actor, inbox);
  for (const row of seenIn(shown)) addRow(context, 'seen', { ...row, reader: actor });
  return writeWithoutChat(deps, context, { changes, messages }, inbox);
}

async function writeWithoutChat(
  deps: TurnDeps,
  context: ApplyContext,
  { changes, messages }: Omit<Outcome, 'topic'>,
  inbox: InboxEntry,
): Promise<boolean> {
  for (const change of changes) await applyChange(context, change);
  await addMessages(context, messages, null);
  const { left } = await writeStatement(deps, context, {
    actor: context.actor,
    inbox,
    dialogue: null,
    answer: null,
    hand: false,
    knownDirectory: null,
  });
  return left;
}

function contextOf(deps: Deps, read: TurnRead, actor: string, inbox: InboxEntry): ApplyContext {
  return {
    vault: deps.vault,
    world: read.world,
    actor,
    request: requestIdOf(inbox.channel, inbox.externalId),
    keys: read.keys,
    texts: read.texts ?? [],
    identity: read.identity,
    rows: nothingToWrite(),
  };
}

/** The chat stays whose it was, and nothing that waited elsewhere or longer comes first. */
function isPlain({ identity, rows }: ApplyContext, read: TurnRead): boolean {
  return !read.identityIsNew && identity === read.identity && !rows.named.has('adopt') && !rows.named.has('release');
}

const tablesOfReaders = new Set(['account', 'accountLocale', 'person', 'membership']);

/** Whether the turn changes rows of the kind that the chat's next turn has to see. A plain one leaves the chat itself alone. */
function touchesReader({ rows }: ApplyContext): boolean {
  const changed = [...rows.inserts, ...rows.updates].map(({ table }) => table);
  return [...rows.tables.keys(), ...changed].some((table) => tablesOfReaders.has(table));
}

function canSend({ senders, hand, pacers }: Deps, channel: ChannelName): boolean {
  return senders[channel] !== undefined && hand.isFree() && pacers[channel]?.isKeepingUp() !== false;
}

/** The answer as `lease_mail` would give it. */
function mailOf(
  { identity, account, world }: TurnRead,
  channel: ChannelName,
  { id, said, urgent }: Answer,
  reader: Owner,
): Mail {
  return {
    id,
    identityId: identity.id,
    channel,
    externalId: identity.externalId,
    locale: identity.locale,
    accountId: reader?.id ?? null,
    key: reader?.key ?? null,
    lines: said.lines,
    choices: said.choices,
    attempts: 0,
    urgent,
    rule: null,
    permitted: true,
    folded: false,
    station: null,
    now: world.now.toISOString(),
    inClear: true,
    ...(account === null ? {} : { own: account }),
  };
}

function addIdentity(context: ApplyContext, read: TurnRead): void {
  if (read.identityIsNew) addRow(context, 'newIdentity', context.identity);
  else if (context.identity !== read.identity) addRow(context, 'identity', context.identity);
}
