import type { WebMessage, WebStore } from '../channels/web/store.ts';
import { PlainError } from '../plainError.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { takeTurn } from '../turn/takeTurn.ts';
import { joinAs } from './joinAs.ts';

/** How often what others say is looked for, and how long an answer is waited for. In milliseconds. */
const lookEvery = 300;
const patience = 3000;
/** The web chat's own limit, in UTF-16 code units. */
const mostUnits = 4000;

interface TerminalChatOptions {
  readonly deps: TurnDeps;
  readonly store: WebStore;
  readonly accountId: string;
  /** The language of the terminal, an IETF tag. */
  readonly languageTag: string | undefined;
  readonly print: (text: string) => void;
}

/** One account's web chat without a page: prints what is said to it, and marks it read. */
export class TerminalChat {
  readonly #options: TerminalChatOptions;
  readonly #externalId: string;
  #cursor = 0;
  #watch: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  private constructor(options: TerminalChatOptions, externalId: string) {
    this.#options = options;
    this.#externalId = externalId;
  }

  /** Comes back to the account's terminal chat, or joins the account, whose other chats then end. */
  static async open(options: TerminalChatOptions): Promise<TerminalChat> {
    const { deps, store, accountId, languageTag } = options;
    // The same chat every time, so that it goes on where it was.
    const externalId = `terminal ${await deps.vault.hash('terminal', accountId)}`;
    const chat = new TerminalChat(options, externalId);
    const { joined, messages } = await store.read(externalId, 0);
    if (joined) {
      const firstUnread = messages.findIndex((message) => !message.read);
      chat.#cursor = messages.at(firstUnread === -1 ? -1 : firstUnread - 1)?.cursor ?? 0;
    } else {
      await joinAs(deps, { externalId, languageTag }, accountId);
      await chat.#answered();
    }
    chat.#watch = setInterval(() => void chat.#look().catch(() => {}), lookEvery);
    return chat;
  }

  /** Says one line and waits until something is said back. Throws PlainError when another chat has taken over. */
  async say(text: string): Promise<void> {
    const { deps, store } = this.#options;
    if (text.length > mostUnits) throw new PlainError(`A message has at most ${mostUnits} characters.`);
    if (!(await store.read(this.#externalId, this.#cursor)).joined) {
      throw new PlainError('Another chat has joined this account; start again to come back.');
    }
    await this.#look();
    await takeTurn(deps, {
      channel: 'web',
      externalId: this.#externalId,
      updateId: `terminal ${crypto.randomUUID()}`,
      content: { type: 'text', text },
    });
    await this.#answered();
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#looking;
  }

  async #answered(): Promise<void> {
    const deadline = Date.now() + patience;
    while ((await this.#look()) === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery / 3));
    }
  }

  /** Prints what is new, one look after the other. Gives how many messages that were. */
  #look(): Promise<number> {
    const look = this.#looking.then(() => this.#printNew());
    this.#looking = look.catch(() => {});
    return look;
  }

  async #printNew(): Promise<number> {
    const { store, print } = this.#options;
    const { messages } = await store.read(this.#externalId, this.#cursor);
    const heard = messages.filter((message) => message.from === 'guitu');
    for (const message of heard) print(inText(message));
    this.#cursor = messages.at(-1)?.cursor ?? this.#cursor;
    if (heard.length > 0) await store.markRead(this.#externalId, this.#cursor);
    return heard.length;
  }
}

function inText({ text, choices }: WebMessage): string {
  return `${[text, ...choices.map(({ number, label }) => `  ${number} ${label}`)].join('\n')}\n\n`;
}
