import type { Message, Update, User } from 'grammy/types';
import type { FakeBot } from './bot.ts';
import type { DeliveredMessage } from './chat.ts';
import { describeMessage } from './messages.ts';

/** `languageCode`: the language of the user's own Telegram, an IETF tag. */
export interface Sender {
  languageCode?: string;
}

/** What users do, as the updates Telegram makes of it. A chat that writes becomes known to the bot. */
export class TelegramUsers {
  readonly bot: FakeBot;

  constructor(bot: FakeBot) {
    this.bot = bot;
  }

  private user(id: number, { languageCode }: Sender = {}): User {
    const user = { id, is_bot: false, first_name: `User ${id}` };
    return languageCode === undefined ? user : { ...user, language_code: languageCode };
  }

  private seconds(): number {
    return Math.floor(this.bot.now() / 1000);
  }

  private update(content: Omit<Update, 'update_id'>): Update {
    return { update_id: this.bot.nextUpdateId(), ...content };
  }

  private messageUpdate(chatId: number, from: User, content: Omit<Partial<Message>, 'chat'>): Update {
    const chat = this.bot.chat(chatId);
    const envelope = { message_id: chat.nextMessageId(), from, chat: chat.description, date: this.seconds() };
    return this.update({ message: { ...envelope, ...content } });
  }

  /** The user writes `text`; one that starts with "/" carries Telegram's mark for a command. */
  textUpdate(chatId: number, text: string, sender: Sender = {}): Update {
    const command = /^\/[a-z0-9_]+/i.exec(text)?.[0];
    const entities =
      command === undefined ? {} : { entities: [{ type: 'bot_command' as const, offset: 0, length: command.length }] };
    return this.messageUpdate(chatId, this.user(chatId, sender), { text, ...entities });
  }

  /**
   * The user taps a button below a message of the bot: by its label or its place (0 is the first).
   * Throws, quoting the labels, when there is no such choice.
   */
  tapUpdate(chatId: number, message: DeliveredMessage, choice: string | number, sender: Sender = {}): Update {
    const found = message.choices.find(({ text }, index) => text === choice || index === choice);
    if (found === undefined) {
      const labels = message.choices.map(({ text }) => text);
      throw new Error(`No choice ${JSON.stringify(choice)} among ${JSON.stringify(labels)}`);
    }
    const updateId = this.bot.nextUpdateId();
    const id = `callback-${updateId}`;
    this.bot.callbackQueries.set(id, { id, chatId, askedAt: this.bot.now() });
    const query = {
      id,
      from: this.user(chatId, sender),
      message: describeMessage(this.bot, this.bot.chat(chatId), message),
      chat_instance: String(chatId),
      data: found.data,
    };
    return { update_id: updateId, callback_query: query };
  }

  photoUpdate(chatId: number, caption?: string): Update {
    const photo = [{ file_id: 'photo', file_unique_id: 'photo', width: 90, height: 90, file_size: 1000 }];
    return this.messageUpdate(chatId, this.user(chatId), { photo, ...(caption === undefined ? {} : { caption }) });
  }

  voiceUpdate(chatId: number): Update {
    const voice = { file_id: 'voice', file_unique_id: 'voice', duration: 2, mime_type: 'audio/ogg', file_size: 1000 };
    return this.messageUpdate(chatId, this.user(chatId), { voice });
  }

  stickerUpdate(chatId: number): Update {
    const picture = { file_id: 'sticker', file_unique_id: 'sticker', width: 512, height: 512 };
    const sticker = { ...picture, type: 'regular' as const, is_animated: false, is_video: false, emoji: '👍' };
    return this.messageUpdate(chatId, this.user(chatId), { sticker });
  }

  /** The user shares a contact: their own, or with `ownerId` somebody else's. */
  contactUpdate(chatId: number, phone: string, ownerId = chatId): Update {
    const contact = { phone_number: phone, first_name: `User ${ownerId}`, user_id: ownerId };
    return this.messageUpdate(chatId, this.user(chatId), { contact });
  }

  /** The user changes the words of the message that came in `original`. Throws when that is no message. */
  editedUpdate(original: Update, text: string): Update {
    if (original.message === undefined) throw new Error('Only a message can be edited.');
    return this.update({ edited_message: { ...original.message, text, edit_date: this.seconds() } });
  }

  /** Somebody writes in a group (a negative id) that the bot is in. */
  groupUpdate(groupId: number, userId: number, text: string): Update {
    return this.messageUpdate(groupId, this.user(userId), { text });
  }

  channelPostUpdate(channelId: number, text: string): Update {
    const channel = { id: channelId, type: 'channel' as const, title: `Channel ${-channelId}` };
    const messageId = this.bot.chat(channelId).nextMessageId();
    const post = { message_id: messageId, sender_chat: channel, chat: channel, date: this.seconds(), text };
    return this.update({ channel_post: post });
  }

  private membershipUpdate(chatId: number, before: 'member' | 'kicked', after: 'member' | 'kicked'): Update {
    const chat = this.bot.chat(chatId);
    chat.blocked = after === 'kicked';
    const membership = (status: 'member' | 'kicked') =>
      status === 'member' ? { user: this.bot.me, status } : { user: this.bot.me, status, until_date: 0 };
    const change = { old_chat_member: membership(before), new_chat_member: membership(after) };
    const envelope = { chat: chat.description, from: this.user(chatId), date: this.seconds() };
    return this.update({ my_chat_member: { ...envelope, ...change } });
  }

  /** The user blocks the bot: from here on sending to the chat is refused with 403. */
  blockedUpdate(chatId: number): Update {
    return this.membershipUpdate(chatId, 'member', 'kicked');
  }

  /** The user unblocks the bot. */
  unblockedUpdate(chatId: number): Update {
    return this.membershipUpdate(chatId, 'kicked', 'member');
  }
}
