import type { Outgoing } from '../../src/channels/channel.ts';
import { readChoiceToken } from '../../src/channels/channel.ts';
import type { Program } from '../../src/program.ts';

/** One chat of the simulation: what it was sent, and what it does. */
export class Chat {
  readonly id: string;
  /** What has come and was not looked at yet. */
  unread: Outgoing[] = [];
  last: Outgoing | undefined;
  isBlocked = false;
  readonly #program: Program;
  static #updates = 0;

  constructor(program: Program, id: string) {
    this.#program = program;
    this.id = id;
  }

  take(message: Outgoing): void {
    // What closes again, or is taken off the screen, is nothing new to read.
    if (message.edits?.orSend === false) return;
    this.last = message;
    this.unread.push(message);
  }

  join(code: string): Promise<void> {
    return this.#send({ type: 'code', code });
  }

  say(text: string): Promise<void> {
    return this.#send({ type: 'text', text });
  }

  /** Taps the first of these choices that the message offers; gives which, or undefined when it offers none of them. */
  async tap(actions: readonly string[], message = this.last): Promise<string | undefined> {
    for (const action of actions) {
      const choice = message?.choices.find((each) => each.action === action || each.action.startsWith(`${action}:`));
      if (choice === undefined) continue;
      await this.#send(readChoiceToken(choice.token));
      return action;
    }
    return undefined;
  }

  async #send(content: Parameters<Program['receive']>[0]['content']): Promise<void> {
    Chat.#updates += 1;
    await this.#program.receive({
      channel: 'telegram',
      externalId: this.id,
      updateId: `simulated ${Chat.#updates}`,
      languageTag: 'zh-hans',
      content,
    });
    await this.#program.dispatcher.idle();
  }
}
