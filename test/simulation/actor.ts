/** Somebody who taps what their chat shows, on a replica of their own, whatever others do meanwhile. */
import type { DeliveredMessage } from '../support/fakeTelegram.ts';
import { labelsOf } from '../support/person.ts';
import type { Phone, Town } from '../support/town.ts';

/** Taps the newest button with these words, or types. */
export type Move = { readonly tap: string } | { readonly type: string };

export class Actor {
  readonly phone: Phone;
  readonly account: string;
  readonly #town: Town;
  #since = 0;
  /** How many updates were sent since the beginning. */
  sent = 0;

  constructor(town: Town, phone: Phone, account: string) {
    this.#town = town;
    this.phone = phone;
    this.account = account;
  }

  /** From now on it is counted; old buttons reach back to what the chat showed last. */
  begin(): void {
    this.#since = this.phone.messages.length;
    this.sent = 0;
  }

  get heard(): readonly DeliveredMessage[] {
    return this.phone.messages.slice(this.#since);
  }

  /** Goes on as long as the chat offers what comes next; the first may be any old button, what follows belongs to it. */
  async does(moves: readonly Move[]): Promise<void> {
    let after = Math.max(0, this.#since - 1);
    for (const move of moves) {
      const before = this.phone.messages.length;
      if ('type' in move) {
        this.sent += 1;
        await this.phone.say(move.type);
      } else {
        const message = this.phone.messages.slice(after).findLast((each) => labelsOf(each).includes(move.tap));
        if (message === undefined) return;
        this.sent += 1;
        await this.phone.tap(message, labelsOf(message).indexOf(move.tap));
      }
      after = before;
    }
    await this.#town.settle();
  }
}
