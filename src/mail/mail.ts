/** A message on its way: as it is leased with its chat, or as the turn that has just written it hands it over. */
import type { ChannelName, Pace } from '../channels/channel.ts';
import type { Action } from '../dialogue/action.ts';
import type { Line } from '../dialogue/parameter.ts';
import type { RuleName } from '../dialogue/rules.ts';
import type { Locale } from '../i18n/locale.ts';

/** A choice as it is stored with its message, and shown. */
export interface StoredChoice {
  readonly number: string;
  readonly label: Line;
  readonly action: Action;
}

export interface Mail {
  readonly id: string;
  readonly identityId: string;
  readonly channel: ChannelName;
  readonly externalId: string;
  readonly locale: Locale;
  readonly accountId: string | null;
  readonly key: string | null;
  readonly lines: readonly Line[];
  readonly choices: readonly StoredChoice[];
  readonly attempts: number;
  readonly urgent: boolean;
  /** The rule of the clock that says it; null for what somebody did. */
  readonly rule: RuleName | null;
  readonly permitted: boolean;
  /** To be sent as a notice that gives nothing away. */
  readonly folded: boolean;
  /** Present where it takes the place of another message. */
  readonly edit?: Edit | null;
  /** The area of a person's station. */
  readonly station: string | null;
  readonly now: string;
  /** When it may go, by this process's steady clock, where that was settled when it was leased. */
  readonly slot?: number;
  /** The lines and labels are still those of the turn, not sealed. */
  readonly inClear?: boolean;
  /** The reader's own account, where it is at hand. */
  readonly own?: SealedAccount;
}

/** `of` is the other message, which the channel knows as `messageId`, and `place` the one after its choices. */
export interface Edit {
  /** What stands behind a notice; the notice again; or nothing that gives anything away. */
  readonly as: 'open' | 'fold' | 'hide';
  readonly of: string;
  readonly place: number;
  readonly messageId: string | null;
}

/** What lines may say of an account, still sealed. */
export interface SealedAccount {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly phone: string | null;
}

/** Sends at once what a turn has written for its own chat, which was leased for that in the message's name. */
export interface Hand {
  /** Whether it takes more now. */
  isFree(): boolean;
  take(mail: Mail): void;
  /** What was sent and is not settled yet, for a statement that is on its way to the database anyhow. */
  sent(): SentAnswers | undefined;
}

/** Answers that their process has sent. Whoever takes them says what became of the statement that was to settle them. */
export interface SentAnswers {
  readonly rows: readonly SentAnswer[];
  /** `more`: something due is left in one of the chats. */
  settled(more: boolean): void;
  failed(): void;
}

/** As `settle_answers` takes it. */
export interface SentAnswer {
  readonly id: string;
  readonly body: string | null;
  readonly channel_id: string | null;
}

/** Whose turn it is to speak on a channel that lets through only so much, over all replicas together. */
export interface Pacer {
  readonly pace: Pace;
  /** Resolves when this message may go. False when its turn does not come for long: whoever holds it gives it back. */
  take(message: Paced): Promise<boolean>;
  /** What was let through has been answered, or given up. */
  answered(): void;
  /** Whether who asks now is let through soon. */
  isKeepingUp(): boolean;
  /** Who is not let through soon gives their message back. */
  stop(): void;
}

export interface Paced {
  readonly identityId: string;
  readonly urgent: boolean;
  /** The slot that it was leased with, by this process's steady clock. */
  readonly slot?: number | undefined;
}
