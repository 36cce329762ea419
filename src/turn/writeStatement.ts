import type { Answer } from './addMessages.ts';
import type { TurnDeps } from './chatMemory.ts';
import type { ApplyContext, TurnWrite } from './context.ts';
import type { WriteResult } from './turnWriter.ts';

/** That an update was seen, and what became of it. `channel` is `clock` for what no chat has sent. */
export interface InboxEntry {
  readonly channel: string;
  readonly externalId: string;
  readonly state: 'done' | 'failed';
  readonly body: string | null;
  readonly error?: string;
}

/** What nearly every turn writes; whatever else it changes are the rows of its context. */
export interface Written {
  readonly actor: string;
  readonly inbox: InboxEntry;
  /** Absent for the clock, which has no chat. */
  readonly dialogue: {
    readonly state: string;
    readonly screenId: string | null;
    readonly focusReferralId: string | null;
    readonly isForm: boolean;
    readonly version: number;
  } | null;
  readonly answer: Answer | null;
  readonly hand: boolean;
  /** The directory's version, where it is to be looked whether that still holds. */
  readonly knownDirectory: number | null;
}

/** Gives whether the answer is handed over, and whether something is left to send. */
export function writeStatement(
  { writer }: Pick<TurnDeps, 'writer'>,
  { world, identity, rows }: ApplyContext,
  { actor, inbox, dialogue, answer, hand, knownDirectory }: Written,
): Promise<WriteResult> {
  const rest = restOf(rows);
  return writer.write({
    moment: world.now.toISOString(),
    actor,
    me: dialogue === null ? null : identity.id,
    channel: inbox.channel,
    update_id: inbox.externalId,
    outcome: inbox.state,
    said: inbox.body,
    failure: inbox.error ?? null,
    stands: dialogue?.state ?? null,
    screen: dialogue?.screenId ?? null,
    focus: dialogue?.focusReferralId ?? null,
    form: dialogue?.isForm ?? null,
    known: dialogue?.version ?? null,
    message: answer?.id ?? null,
    told: dialogue === null ? null : identity.accountId,
    lines: answer?.stored.lines ?? null,
    choices: answer?.stored.choices ?? null,
    urgent: answer?.urgent ?? null,
    hand,
    directory: knownDirectory,
    rest: Object.keys(rest).length === 0 ? null : rest,
  });
}

function restOf({ tables, named, inserts, updates }: TurnWrite): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(tables),
    ...Object.fromEntries(named),
    ...(inserts.length === 0 ? {} : { inserts }),
    ...(updates.length === 0 ? {} : { updates }),
  };
}
