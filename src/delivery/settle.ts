import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage, sqlState, sqlStateOf } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { SentAnswer } from '../mail/mail.ts';
import type { ReminderList } from './reminderList.ts';

/** What became of a message, as `settle_mail` takes it. */
export interface Settled {
  readonly id: string;
  readonly identity_id: string;
  readonly state: 'sent' | 'dropped' | 'dead' | 'waiting';
  readonly body?: string | null;
  readonly channel_message_id?: string | null;
  readonly error?: string;
  readonly due_at?: string;
  readonly unreachable?: boolean;
  readonly folded?: boolean;
  /** What it was sent as, where that is a list of several. */
  readonly list?: ReminderList;
}

/** A chat that is to be given back, and the name in which it was leased. */
export interface Lease {
  readonly identityId: string;
  readonly lease: string;
}

/** Writes what became of messages, and gives their chats back. True when something due is left in one of the chats. */
export async function settleMail(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  leases: readonly Lease[],
  settled: readonly Settled[],
): Promise<boolean> {
  // In one order everywhere, so that two of them never wait for each other.
  const chats = leases.toSorted((one, other) => (one.identityId < other.identityId ? -1 : 1));
  const sent = settled.filter(({ state }) => state === 'sent');
  const unsent = settled.filter(({ state }) => state !== 'sent');
  const lists = sent.flatMap(({ id, list }) => (list === undefined ? [] : [{ id, ...list }]));
  const settle = () =>
    database.query<{ more: boolean }>(
      'select settle_mail($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[]::boolean[], $7::jsonb, $8::jsonb, $9) as more',
      [
        chats.map(({ identityId }) => identityId),
        chats.map(({ lease }) => lease),
        sent.map(({ id }) => id),
        sent.map(({ body = null }) => body),
        sent.map((message) => message.channel_message_id ?? null),
        sent.map(({ folded = false }) => String(folded)),
        unsent.length === 0 ? null : JSON.stringify(unsent),
        lists.length === 0 ? null : JSON.stringify(lists),
        clock()?.toISOString() ?? null,
      ],
    );
  const [row] = await untilWritten(settle);
  return row?.more === true;
}

/** The same for answers that were simply sent, each leased in its own name. */
export async function settleAnswers(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  sent: readonly SentAnswer[],
): Promise<boolean> {
  const settle = () =>
    database.query<{ more: boolean }>('select settle_answers($1::jsonb, $2) as more', [
      JSON.stringify(sent),
      clock()?.toISOString() ?? null,
    ]);
  const [row] = await untilWritten(settle);
  return row?.more === true;
}

/** Less than a lease lasts, after which the messages are sent again by whoever finds them. */
const patienceMilliseconds = 50_000;
const longestPause = 1000;

/** What was sent is sent: that a database is away for a while, or that two were in each other's way, must not repeat it. */
async function untilWritten<Result>(write: () => Promise<Result>): Promise<Result> {
  let pause = 25;
  for (let waited = 0; ; waited += pause) {
    try {
      return await write();
    } catch (error) {
      if (waited > patienceMilliseconds || !mayPass(error)) throw error;
      await sleep(pause);
      pause = Math.min(longestPause, pause * 2);
    }
  }
}

function mayPass(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === sqlState.deadlock || state === sqlState.serializationFailure || isOutage(error);
}
