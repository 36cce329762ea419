import type { Message, Update } from 'grammy/types';
import type { UnsupportedContent } from '../../dialogue/event.ts';
import { looksLikeLinkCode } from '../../secrets/codes.ts';
import type { Inbound, InboundContent, Receive } from '../channel.ts';
import { readChoiceToken } from '../channel.ts';

/** Turns one Telegram update into a turn. Rejects when the turn could not be taken, so that Telegram sends it again. */
export type ReceiveUpdate = (update: Update) => Promise<void>;

/**
 * What comes out is an `Inbound` of a private chat. Groups and channels are left alone on purpose: a person's matters
 * are nobody else's. Edited messages too, since what was said has been answered.
 */
export function createReceiveUpdate(receive: Receive): ReceiveUpdate {
  return async (update) => {
    const inbound = toInbound(update);
    if (inbound !== undefined) await receive(inbound);
  };
}

/** Read here and not by grammY's `Bot`, which makes a client and a context of its own for each update. */
function toInbound(update: Update): Inbound | undefined {
  const { message, callback_query: tap, my_chat_member: member } = update;
  const chat = (message ?? tap?.message ?? member)?.chat;
  if (chat?.type !== 'private') return undefined;
  const content = contentOf(update);
  if (content === undefined) return undefined;
  const base = {
    channel: 'telegram',
    externalId: String(chat.id),
    updateId: updateIdOf(update, chat.id),
    content,
  } as const;
  const language = (tap ?? message ?? member)?.from?.language_code;
  return language === undefined ? base : { ...base, languageTag: language };
}

/**
 * Update ids may start over after a quiet week, so a message is known by its chat and its own id, and a tap by its
 * query's; only what has neither goes by the update's id.
 */
function updateIdOf(update: Update, chatId: number): string {
  if (update.message !== undefined) return `message ${chatId} ${update.message.message_id}`;
  if (update.callback_query !== undefined) return `tap ${update.callback_query.id}`;
  return `update ${update.update_id} ${update.my_chat_member?.date ?? 0}`;
}

function contentOf({ message, callback_query: tap, my_chat_member: member }: Update): InboundContent | undefined {
  if (tap !== undefined) return tap.data === undefined ? { type: 'unknownTap' } : readChoiceToken(tap.data);
  if (member !== undefined) return { type: member.new_chat_member.status === 'kicked' ? 'blocked' : 'unblocked' };
  if (message === undefined) return undefined;
  if (message.text !== undefined) return textContent(message.text);
  return { type: 'unsupported', what: unsupported(message) };
}

/** `/start <code>` is how a joining link arrives. https://core.telegram.org/bots/features#deep-linking */
function textContent(text: string): InboundContent {
  const payload = /^\/start(?:@\w+)?\s+(\S+)$/.exec(text)?.[1];
  if (payload === undefined) return { type: 'text', text: text.replace(/^(\/[a-z_]+)@\w+$/, '$1') };
  return looksLikeLinkCode(payload) ? { type: 'code', code: payload } : { type: 'text', text: payload };
}

function unsupported(message: Message): UnsupportedContent {
  if (message.photo !== undefined || message.video !== undefined) return 'photo';
  if (message.voice !== undefined || message.audio !== undefined || message.video_note !== undefined) return 'voice';
  if (message.sticker !== undefined || message.animation !== undefined) return 'sticker';
  if (message.contact !== undefined) return 'contact';
  if (message.location !== undefined || message.venue !== undefined) return 'location';
  if (message.document !== undefined) return 'file';
  return 'other';
}
