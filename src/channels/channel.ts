/** The contract between a channel and the rest: what comes in, what goes out, and how sending can fail. */
import type { UnsupportedContent } from '../dialogue/event.ts';

export const channelNames = ['telegram', 'web'] as const;
export type ChannelName = (typeof channelNames)[number];

/** One thing that a chat sent, as every channel says it. */
export interface Inbound {
  readonly channel: ChannelName;
  /** The chat on that channel. */
  readonly externalId: string;
  /** Unique on the channel: the same update twice has the same id. */
  readonly updateId: string;
  /** The language the device tells, an IETF tag. */
  readonly languageTag?: string;
  readonly content: InboundContent;
}

export type InboundContent =
  | { readonly type: 'text'; readonly text: string }
  /** The code of a joining link. */
  | { readonly type: 'code'; readonly code: string }
  /** A tapped button: the message it was sent with, and its place there. */
  | { readonly type: 'tap'; readonly messageId: string; readonly index: number }
  | { readonly type: 'unknownTap' }
  | { readonly type: 'unsupported'; readonly what: UnsupportedContent }
  | { readonly type: 'blocked' }
  | { readonly type: 'unblocked' };

/** Takes the turn; resolves when it is written, or was written before. Rejects when the database could not be reached. */
export type Receive = (inbound: Inbound) => Promise<void>;

export interface OutgoingChoice {
  /** At most 64 bytes, for a button. */
  readonly token: string;
  readonly number: string;
  readonly label: string;
  readonly action: string;
}

export interface Outgoing {
  readonly externalId: string;
  readonly text: string;
  readonly choices: readonly OutgoingChoice[];
  /** The message whose place it takes, as the platform calls it; `orSend`: where that cannot be, it is said anew. */
  readonly edits?: { readonly messageId: string; readonly orSend: boolean };
  /** Present where the platform lets through only so much: asked before each further call for this message. */
  readonly mayGoOn?: () => Promise<boolean>;
}

/** How fast a platform lets us speak: in milliseconds from one message to the next, in all and in a chat. */
export interface Pace {
  readonly messageEvery: number;
  readonly chatEvery: number;
}

export type SendResult =
  | { readonly result: 'sent'; readonly channelMessageId: string | null }
  /** Try again, no earlier than after so many seconds if the platform said so. */
  | { readonly result: 'retry'; readonly error: string; readonly afterSeconds?: number }
  /** This message will never be taken. */
  | { readonly result: 'refused'; readonly error: string }
  /** The chat is closed to us until it writes again. */
  | { readonly result: 'unreachable'; readonly error: string };

/** Never rejects: what goes wrong is a result. */
export type Send = (message: Outgoing) => Promise<SendResult>;

/** The token of a choice: the message's id without dashes and the place, e.g. `0199…ab.3`: 34 or 35 characters. */
export function choiceToken(messageId: string, index: number): string {
  return `${messageId.replaceAll('-', '')}.${index}`;
}

export function readChoiceToken(token: string): Extract<InboundContent, { type: 'tap' | 'unknownTap' }> {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.(\d{1,2})$/.exec(token);
  if (match === null) return { type: 'unknownTap' };
  return { type: 'tap', messageId: match.slice(1, 6).join('-'), index: Number(match[6]) };
}
