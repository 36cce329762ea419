import type { Deps } from '../deps.ts';
import type { Outcome } from '../dialogue/outcome.ts';
import { isForm, referralOf } from '../dialogue/topic.ts';
import { addMessages } from './addMessages.ts';
import { applyChange } from './applyChanges.ts';
import { type ApplyContext, addRow, nothingToWrite, ownerOf } from './context.ts';
import type { TurnRead } from './readTurn.ts';
import { toRow } from './rows.ts';

export interface TurnToWrite {
  readonly outcome: Outcome;
  readonly inbox: {
    readonly channel: string;
    readonly externalId: string;
    readonly state: 'done' | 'failed';
    readonly body: string | null;
    readonly error?: string;
  };
}

/** One round trip: everything the turn changes, or nothing. Rejects with GT001 when a row it relied on has changed. */
export async function writeTurn(deps: Deps, read: TurnRead, { outcome, inbox }: TurnToWrite): Promise<void> {
  const joined = outcome.changes.find((change) => change.fact === 'joined');
  const actor = joined?.enrolment.account.id ?? read.owner?.id ?? '';
  const context: ApplyContext = {
    vault: deps.vault,
    world: read.world,
    actor: actor === '' ? 'stranger' : actor,
    keys: read.keys,
    identity: read.identity,
    rows: nothingToWrite(),
  };
  if (read.identity.unreachableAt !== null) {
    context.identity = { ...context.identity, unreachableAt: null };
    context.rows.named.set('release', true);
  }
  // Who writes from a chat that was ended (a lost phone that was found) is a stranger from now on, and is answered as one.
  if (read.identity.endedAt !== null) context.identity = { ...context.identity, accountId: null, endedAt: null };
  for (const change of outcome.changes) await applyChange(context, change);
  const reader = actor === '' ? null : ownerOf(context, actor);
  const screen = await addMessages(context, outcome.messages, reader);
  addIdentity(context, read);
  const state = JSON.stringify({ version: 1, topic: outcome.topic });
  addRow(context, 'dialogue', {
    identityId: read.identity.id,
    state: await deps.vault.seal(reader, `dialogue.state:${read.identity.id}`, state),
    screenId: outcome.keepsScreen === true ? read.screenId : (screen ?? read.screenId),
    focusReferralId: referralOf(outcome.topic),
    form: isForm(outcome.topic),
    updatedAt: read.world.now.toISOString(),
    version: Math.max(1, read.dialogueVersion),
  });
  const body =
    inbox.body === null
      ? null
      : await deps.vault.seal(reader, `inbox.body:${inbox.externalId}`, inbox.body.toWellFormed());
  const turn = {
    ...rowsOf(context),
    now: read.world.now.toISOString(),
    actor,
    identityId: read.identity.id,
    inbox: toRow({ ...inbox, body, identityId: read.identity.id }),
  };
  await deps.database.query('select write_turn($1::jsonb)', [JSON.stringify(turn)]);
}

/** A piece of the clock's work, written as a turn is. A timer that another replica has already done raises GT001. */
export async function writeClockTurn(
  deps: Deps,
  read: TurnRead,
  { changes, messages }: Omit<Outcome, 'topic'>,
  updateId: string,
  timer: string | null,
): Promise<void> {
  const context: ApplyContext = {
    vault: deps.vault,
    world: read.world,
    actor: 'system',
    keys: read.keys,
    identity: read.identity,
    rows: nothingToWrite(),
  };
  for (const change of changes) await applyChange(context, change);
  await addMessages(context, messages, null);
  const turn = {
    ...rowsOf(context),
    ...(timer === null ? {} : { timer }),
    now: read.world.now.toISOString(),
    actor: 'system',
    inbox: toRow({ channel: 'clock', externalId: updateId, state: 'done' }),
  };
  await deps.database.query('select write_turn($1::jsonb)', [JSON.stringify(turn)]);
}

function rowsOf({ rows: { tables, named, inserts, updates } }: ApplyContext): object {
  return {
    ...Object.fromEntries(tables),
    ...Object.fromEntries(named),
    ...(inserts.length === 0 ? {} : { inserts }),
    ...(updates.length === 0 ? {} : { updates }),
  };
}

function addIdentity(context: ApplyContext, read: TurnRead): void {
  if (read.identityIsNew) addRow(context, 'newIdentity', context.identity);
  else if (context.identity !== read.identity) addRow(context, 'identity', context.identity);
}
