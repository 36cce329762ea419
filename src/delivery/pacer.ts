import type { ChannelName, Pace } from '../channels/channel.ts';
import type { Database } from '../db/database.ts';
import type { Paced, Pacer } from '../mail/mail.ts';

interface Waiter extends Paced {
  readonly since: number;
  /** Until then it is no use to ask. */
  asksAt: number;
  /** With the slot, or nothing. */
  resolve(slot: number | undefined): void;
}

/** As many milliseconds ahead as slots are given away: to reminders and news, to answers, and to what is urgent. */
export const slotsAhead = { usual: 500, answer: 750, urgent: 1000 } as const;
/** Later than that a slot has gone by: to use it still would be one too many at once. */
const mostLateness = 250;
/** Well within a lease. */
const mostPatience = 20_000;
const mostAtOnce = 30;
/** After it was told to stop. */
const lastPatience = 3000;
const mostWaiting = 30;
const longWait = 2000;
/** Between two questions about the same message. */
const pause = 30;
const pauseAfterFailure = 500;

export function createPacer({ database }: { readonly database: Database }, channel: ChannelName, pace: Pace): Pacer {
  let waiting: Waiter[] = [];
  let isAsking = false;
  let timer: NodeJS.Timeout | undefined;
  /** Nobody waits for longer than until then. */
  let end = Number.POSITIVE_INFINITY;

  const settle = (waiter: Waiter, slot: number | undefined) => {
    waiting = waiting.filter((other) => other !== waiter);
    waiter.resolve(slot);
  };
  const askFor = async (asking: readonly Waiter[]) => {
    const answers = await takeSlots(database, channel, pace, asking);
    const heardAt = performance.now();
    for (const [index, waiter] of asking.entries()) {
      const answer = answers[index];
      if (answer !== undefined && 'in' in answer) settle(waiter, heardAt + answer.in);
      else waiter.asksAt = heardAt + Math.max(pause, answer?.again ?? 0);
    }
  };
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    clearTimeout(timer);
    for (let asking = ripeOf(waiting); asking.length > 0; asking = ripeOf(waiting)) {
      await askFor(asking).catch(() => {
        for (const waiter of asking) waiter.asksAt = performance.now() + pauseAfterFailure;
      });
      for (const waiter of waiting)
        if (performance.now() > end || age(waiter) > mostPatience) settle(waiter, undefined);
    }
    isAsking = false;
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ asksAt }) => asksAt));
    timer = setTimeout(() => void ask(), next - performance.now());
  };
  const slotFor = (message: Paced) =>
    new Promise<number | undefined>((resolve) => {
      const since = performance.now();
      waiting.push({ ...message, since, asksAt: since, resolve });
      void ask();
    });
  return {
    pace,
    async take(message) {
      let slot = message.slot;
      while (performance.now() < end) {
        slot ??= await slotFor(message);
        if (slot === undefined) return false;
        await until(slot);
        if (performance.now() - slot <= mostLateness) return true;
        slot = undefined;
      }
      return false;
    },
    isKeepingUp: () => waiting.length < mostWaiting && waiting.every((waiter) => age(waiter) < longWait),
    stop() {
      end = performance.now() + lastPatience;
    },
  };
}

/** The slots that a replica asks for at once: the urgent first, and then in the order they came. */
function ripeOf(waiting: readonly Waiter[]): Waiter[] {
  const now = performance.now();
  return waiting
    .filter(({ asksAt }) => asksAt <= now)
    .toSorted((one, other) => Number(other.urgent) - Number(one.urgent) || one.since - other.since)
    .slice(0, mostAtOnce);
}

function age({ since }: Waiter): number {
  return performance.now() - since;
}

async function until(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

type Answer = { readonly in: number } | { readonly again: number };

async function takeSlots(
  database: Database,
  channel: ChannelName,
  { messageEvery, chatEvery }: Pace,
  asking: readonly Waiter[],
): Promise<readonly Answer[]> {
  const ahead = asking.map(({ urgent }) => String(urgent ? slotsAhead.urgent : slotsAhead.answer));
  const [row] = await database.query<{ slots: readonly Answer[] }>(
    'select take_slots($1, $2::uuid[], $3::double precision[], $4, $5) as slots',
    [channel, asking.map(({ identityId }) => identityId), ahead, messageEvery, chatEvery],
  );
  return row?.slots ?? [];
}
