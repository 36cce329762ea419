import type { ChannelName, Send, SendResult } from './channels/channel.ts';
import type { Database } from './db/database.ts';
import type { Hand, Pacer } from './mail/mail.ts';
import type { Vault } from './secrets/vault.ts';

/** What the program is given from outside, once, at start. */
export interface Deps {
  readonly database: Database;
  readonly vault: Vault;
  /** The hand-driven clock of a test or of `npm run tick`; null stands for the database's own. */
  readonly clock: () => Date | null;
  readonly senders: Partial<Record<ChannelName, Send>>;
  /** For the channels that let through only so much. */
  readonly pacers: Partial<Record<ChannelName, Pacer>>;
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
  readonly meter: Meter;
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

/** `seen`: it had been taken before. `lost`: not even its failure could be kept. `unavailable`: it will come again. */
export type TurnOutcome = 'done' | 'seen' | 'failed' | 'lost' | 'unavailable';

/** What is counted and timed. */
export interface Meter {
  turn(turn: {
    readonly channel: ChannelName;
    readonly outcome: TurnOutcome;
    readonly retries: number;
    readonly milliseconds: number;
  }): void;
  sent(sent: {
    readonly channel: ChannelName;
    readonly result: SendResult['result'];
    readonly milliseconds: number;
  }): void;
  ticked(result: 'done' | 'failed', milliseconds: number): void;
}

/** Structured lines: an event's name, ids, enums and durations; never a name, a text or a token. */
export interface Log {
  info(event: string, properties?: Readonly<Record<string, unknown>>): void;
  warn(event: string, properties?: Readonly<Record<string, unknown>>): void;
  error(event: string, properties?: Readonly<Record<string, unknown>>): void;
}
