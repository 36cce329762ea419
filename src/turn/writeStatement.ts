import type { Parameter } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { Answer } from './addMessages.ts';
import type { ApplyContext, TurnWrite } from './context.ts';

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

const statement = `select write_turn(${Array.from({ length: 21 }, (_, index) => `$${index + 1}`).join(', ')}) as done`;

/** Gives whether the answer is handed over, and whether something is left to send. */
export async function writeStatement(
  deps: Deps,
  { world, identity, rows }: ApplyContext,
  { actor, inbox, dialogue, answer, hand, knownDirectory }: Written,
): Promise<{ readonly handed: boolean; readonly left: boolean }> {
  const rest = restOf(rows);
  const parameters: Parameter[] = [
    world.now.toISOString(),
    actor,
    dialogue === null ? null : identity.id,
    inbox.channel,
    inbox.externalId,
    inbox.state,
    inbox.body,
    inbox.error ?? null,
    dialogue?.state ?? null,
    dialogue?.screenId ?? null,
    dialogue?.focusReferralId ?? null,
    dialogue?.isForm ?? null,
    dialogue?.version ?? null,
    answer?.id ?? null,
    dialogue === null ? null : identity.accountId,
    answer === null ? null : JSON.stringify(answer.stored.lines),
    answer === null ? null : JSON.stringify(answer.stored.choices),
    answer?.urgent ?? null,
    hand,
    Object.keys(rest).length === 0 ? null : JSON.stringify(rest),
    knownDirectory,
  ];
  const [row] = await deps.database.query<{ done: string }>(statement, parameters);
  const done = row?.done ?? '';
  return { handed: done.includes('handed'), left: done.includes('left') };
}

function restOf({ tables, named, inserts, updates }: TurnWrite): object {
  return {
    ...Object.fromEntries(tables),
    ...Object.fromEntries(named),
    ...(inserts.length === 0 ? {} : { inserts }),
    ...(updates.length === 0 ? {} : { updates }),
  };
}
