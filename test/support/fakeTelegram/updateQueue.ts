import type { Update } from 'grammy/types';
import { Refusal } from './refusal.ts';

/** `timeout`: seconds to wait when there is nothing yet. */
export interface Poll {
  offset: number;
  limit: number;
  timeout: number;
}

interface WaitingPoll {
  wake(): void;
  refuse(refusal: Refusal): void;
}

/** The updates that wait for the bot to fetch them, as getUpdates sees them. */
export class UpdateQueue {
  /** The kinds of update the bot asked for; undefined for all. */
  allowed: readonly string[] | undefined;
  private updates: Update[] = [];
  private waiting: WaitingPoll | undefined;

  get size(): number {
    return this.updates.length;
  }

  add(update: Update): void {
    this.updates.push(update);
    this.waiting?.wake();
  }

  clear(): void {
    this.updates = [];
  }

  /**
   * Forgets what lies before `offset` and returns what is there, or comes within `timeout` seconds.
   * As Telegram does, a new poll ends a waiting one with 409: two bots share a token.
   */
  async fetch({ offset, limit, timeout }: Poll): Promise<Update[]> {
    const reason = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
    this.waiting?.refuse(new Refusal(409, reason));
    // A negative offset counts from the end of the queue.
    this.updates = offset < 0 ? this.updates.slice(offset) : this.updates.filter(({ update_id: id }) => id >= offset);
    const ready = this.ready(limit);
    if (ready.length > 0 || timeout <= 0) return ready;
    await this.arrival(timeout);
    return this.ready(limit);
  }

  private ready(limit: number): Update[] {
    const { allowed } = this;
    const isAllowed = (update: Update) =>
      allowed === undefined || Object.keys(update).some((key) => allowed.includes(key));
    return this.updates.filter(isAllowed).slice(0, limit);
  }

  private async arrival(seconds: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const poll: WaitingPoll = { wake: resolve, refuse: reject };
    const timer = setTimeout(resolve, seconds * 1000);
    this.waiting = poll;
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      if (this.waiting === poll) this.waiting = undefined;
    }
  }
}
