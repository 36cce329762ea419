import { EventEmitter } from 'node:events';
import type { Chat } from 'grammy/types';
import type { Keyboard } from './keyboard.ts';

/** A message the bot sent and its reader sees; an edit changes it in place and sets `edited`. */
export interface DeliveredMessage extends Keyboard {
  readonly chatId: number;
  readonly messageId: number;
  text: string;
  readonly at: Date;
  edited?: Date;
}

/** A chat that knows the bot: somebody has started it there, so the bot may write. */
export class FakeChat {
  readonly id: number;
  /** While true, everything sent here is refused with 403. */
  blocked = false;
  /** What the bot sent, oldest first. */
  readonly messages: DeliveredMessage[] = [];
  private readonly arrivals = new EventEmitter();
  private lastMessageId = 0;

  constructor(id: number) {
    this.id = id;
  }

  /** The newest message the bot sent. */
  get last(): DeliveredMessage | undefined {
    return this.messages.at(-1);
  }

  /** The chat as Telegram's updates and messages describe it: people have positive ids, groups negative ones. */
  get description(): Chat.PrivateChat | Chat.GroupChat {
    return this.id > 0
      ? { id: this.id, type: 'private', first_name: `User ${this.id}` }
      : { id: this.id, type: 'group', title: `Group ${-this.id}` };
  }

  /** The number of the next message; the bot's and the user's share one sequence. */
  nextMessageId(): number {
    this.lastMessageId += 1;
    return this.lastMessageId;
  }

  /** Puts a new message of the bot into the chat. */
  deliver(content: Keyboard & { text: string }, at: Date): DeliveredMessage {
    const message: DeliveredMessage = { chatId: this.id, messageId: this.nextMessageId(), ...content, at };
    this.messages.push(message);
    this.arrivals.emit('change');
    return message;
  }

  /** Changes a message in place. */
  edit(message: DeliveredMessage, change: Partial<Keyboard & { text: string }>, at: Date): void {
    Object.assign(message, change, { edited: at });
    this.arrivals.emit('change');
  }

  /**
   * The first message, sent or edited, that `predicate` accepts, now or within `timeout` milliseconds.
   * Rejects after that, quoting what did arrive.
   */
  async waitFor(predicate: (message: DeliveredMessage) => boolean, timeout = 5_000): Promise<DeliveredMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<DeliveredMessage>();
    const look = () => {
      const found = this.messages.find(predicate);
      if (found !== undefined) resolve(found);
    };
    const giveUp = () => {
      const texts = this.messages.map((message) => message.text);
      reject(new Error(`Chat ${this.id} got no such message in ${timeout} ms, but: ${JSON.stringify(texts)}`));
    };
    const timer = setTimeout(giveUp, timeout);
    this.arrivals.on('change', look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.arrivals.off('change', look);
    }
  }
}
