import type { ChannelName, Pace } from '../channels/channel.ts';
import type { Database } from '../db/database.ts';
import type { Paced, Pacer } from '../mail/mail.ts';
import { Silence } from './silence.ts';
import { SlotClock } from './slotClock.ts';

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
/** Later than that the next message to the same chat would come too soon after this one. */
const mostUnnoticed = 5;
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

export function createPacer(needs: { readonly database: Database }, channel: ChannelName, pace: Pace): Pacer {
  return new SharedPacer(needs.database, channel, pace);
}

/** Asks the database, for all messages that wait here at once, and spaces them by this process's own clock. */
class SharedPacer implements Pacer {
  readonly pace: Pace;
  readonly #database: Database;
  readonly #channel: ChannelName;
  readonly #silence = new Silence();
  readonly #clock = new SlotClock();
  #waiting: Waiter[] = [];
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;
  /** Nobody waits for longer than until then. */
  #end = Number.POSITIVE_INFINITY;

  constructor(database: Database, channel: ChannelName, pace: Pace) {
    this.#database = database;
    this.#channel = channel;
    this.pace = pace;
  }

  async take(message: Paced): Promise<boolean> {
    const end = performance.now() + mostPatience;
    let slot = message.slot;
    while (performance.now() < Math.min(end, this.#end)) {
      slot ??= await this.#slotFor(message);
      if (slot === undefined) return false;
      await until(slot);
      if (this.#silence.reigns()) await this.#silence.over();
      const late = performance.now() - slot;
      if (late <= mostLateness) {
        this.#silence.sent();
        if (late > mostUnnoticed) await this.#putOff(message);
        return true;
      }
      slot = undefined;
    }
    return false;
  }

  answered(): void {
    this.#silence.answered();
  }

  isKeepingUp(): boolean {
    return this.#waiting.length < mostWaiting && this.#waiting.every((waiter) => age(waiter) < longWait);
  }

  stop(): void {
    this.#end = performance.now() + lastPatience;
  }

  async #putOff({ identityId }: Paced): Promise<void> {
    // Where the database is away, nobody gets the next slot either.
    await this.#database.query('select put_off_chat($1, $2)', [identityId, this.pace.chatEvery]).catch(() => undefined);
  }

  #slotFor(message: Paced): Promise<number | undefined> {
    return new Promise((resolve) => {
      const since = performance.now();
      this.#waiting.push({ ...message, since, asksAt: since, resolve });
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    for (let asking = ripeOf(this.#waiting); asking.length > 0; asking = ripeOf(this.#waiting)) {
      await this.#askFor(asking).catch(() => {
        for (const waiter of asking) waiter.asksAt = performance.now() + pauseAfterFailure;
      });
      const isOver = performance.now() > this.#end;
      for (const waiter of this.#waiting) if (isOver || age(waiter) > mostPatience) this.#settle(waiter, undefined);
    }
    this.#isAsking = false;
    if (this.#waiting.length === 0) return;
    const next = Math.min(...this.#waiting.map(({ asksAt }) => asksAt));
    this.#timer = setTimeout(() => void this.#ask(), next - performance.now());
  }

  async #askFor(asking: readonly Waiter[]): Promise<void> {
    const askedAt = performance.now();
    const { now, slots } = await takeSlots(this.#database, this.#channel, this.pace, asking);
    const momentIn = this.#clock.read(askedAt, now);
    for (const [index, waiter] of asking.entries()) {
      const answer = slots[index];
      if (answer !== undefined && 'in' in answer) this.#settle(waiter, momentIn(answer.in));
      else waiter.asksAt = momentIn(Math.max(pause, answer?.again ?? 0));
    }
  }

  #settle(waiter: Waiter, slot: number | undefined): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiter);
    waiter.resolve(slot);
  }
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

interface Answer {
  /** What the database's clock showed. */
  readonly now: number;
  readonly slots: readonly ({ readonly in: number } | { readonly again: number })[];
}

async function takeSlots(
  database: Database,
  channel: ChannelName,
  { messageEvery, chatEvery }: Pace,
  asking: readonly Waiter[],
): Promise<Answer> {
  const ahead = asking.map(({ urgent }) => String(urgent ? slotsAhead.urgent : slotsAhead.answer));
  const [row] = await database.query<{ answer: Answer }>(
    'select take_slots($1, $2::uuid[], $3::double precision[], $4, $5) as answer',
    [channel, asking.map(({ identityId }) => identityId), ahead, messageEvery, chatEvery],
  );
  if (row === undefined) throw new Error('take_slots gave no row');
  return row.answer;
}
