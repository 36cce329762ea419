import type { Action } from './action.ts';
import type { Message } from './outcome.ts';

/** What happened, as far as the dialogue needs to know. */
export type Event =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'chosen'; readonly action: Action; readonly onScreen: boolean }
  /** A folded notice was opened: what stands behind it. */
  | { readonly type: 'opened'; readonly message: Pick<Message, 'lines' | 'choices' | 'opens'> }
  /** A button whose message is not known any more, or was never this chat's. */
  | { readonly type: 'unknownChoice' }
  /** A joining code, whose enrolment the world holds if there is one. A spoken one can be guessed at, a link's cannot. */
  | { readonly type: 'code'; readonly spoken: boolean }
  | { readonly type: 'unsupported'; readonly what: UnsupportedContent }
  /** Text with lone surrogates or control characters, which cannot be kept as it is. */
  | { readonly type: 'unreadable' }
  | { readonly type: 'blocked' }
  | { readonly type: 'unblocked' };

export const unsupportedContents = ['photo', 'voice', 'sticker', 'contact', 'location', 'file', 'other'] as const;
export type UnsupportedContent = (typeof unsupportedContents)[number];
