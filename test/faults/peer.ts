/** Posts updates as Telegram does: what is not answered with 2xx comes again, and later ones of its chat wait for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { webhookSecret } from './service.ts';
import { patienceMilliseconds } from './size.ts';

const retryMilliseconds = 50;
const answerMilliseconds = 60_000;
/** Telegram itself goes on for a day. */
const patience = Math.max(answerMilliseconds, patienceMilliseconds);

export class Peer {
  /** Every status that the webhook answered, 0 where the connection broke. */
  readonly statuses: number[] = [];
  acknowledged = 0;
  readonly #address: () => string;
  readonly #chats = new Map<number, Promise<void>>();

  constructor(address: () => string) {
    this.#address = address;
  }

  /** Resolves when the update was acknowledged. */
  async send(chat: number, update: Update): Promise<void> {
    const before = this.#chats.get(chat) ?? Promise.resolve();
    const mine = before.then(() => this.#insist(update));
    this.#chats.set(chat, mine);
    await mine;
  }

  /** One attempt; the status, 0 where the connection broke. */
  async post(update: Update): Promise<number> {
    const status = await fetch(`${this.#address()}/channels/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret },
      body: JSON.stringify(update),
      signal: AbortSignal.timeout(answerMilliseconds),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    this.statuses.push(status);
    return status;
  }

  async #insist(update: Update): Promise<void> {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      const status = await this.post(update);
      if (status >= 200 && status < 300) {
        this.acknowledged += 1;
        return;
      }
      await sleep(retryMilliseconds);
    }
    throw new Error(`update ${update.update_id} was never acknowledged; answers: ${this.statuses.slice(-5)}`);
  }
}
