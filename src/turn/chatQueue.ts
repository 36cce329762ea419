/** Lets the turns of one chat wait for each other, before they take a connection. */
export class ChatQueue {
  readonly #waiting = new Map<string, Promise<void>>();

  async inTurn(chat: string, work: () => Promise<void>): Promise<void> {
    const before = this.#waiting.get(chat) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#waiting.set(chat, mine);
    try {
      await mine;
    } finally {
      if (this.#waiting.get(chat) === mine) this.#waiting.delete(chat);
    }
  }
}
