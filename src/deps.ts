import type { ChannelName, Send } from './channels/channel.ts';
import type { Database } from './db/database.ts';
import type { Hand } from './mail/mail.ts';
import type { Vault } from './secrets/vault.ts';

/** What the program is given from outside, once, at start. */
export interface Deps {
  readonly database: Database;
  readonly vault: Vault;
  /** The hand-driven clock of a test or of `npm run tick`; null stands for the database's own. */
  readonly clock: () => Date | null;
  readonly senders: Partial<Record<ChannelName, Send>>;
  /** How joining links begin. */
  readonly links: Links;
  /** Called after every commit that left something to send. */
  readonly wake: () => void;
  /** Sends a turn's own answer without a detour through the database. */
  readonly hand: Hand;
  /** Called when something was said in a chat that no turn there had asked for. */
  readonly spoken: (chat: SettledChat) => void;
  /** Called after messages were settled, with the chats they were for. */
  readonly settled: (chats: readonly SettledChat[]) => void;
  readonly log: Log;
}

export interface SettledChat {
  readonly channel: ChannelName;
  readonly externalId: string;
}

export interface Links {
  /** For example `https://help.example.org`. */
  readonly web: string;
  /** The bot's user name, without the at sign; absent while there is no bot. */
  readonly telegramBot?: string;
}

/** Structured lines: an event's name, ids, enums and durations; never a name, a text or a token. */
export interface Log {
  info(event: string, properties?: Readonly<Record<string, unknown>>): void;
  warn(event: string, properties?: Readonly<Record<string, unknown>>): void;
  error(event: string, properties?: Readonly<Record<string, unknown>>): void;
}
