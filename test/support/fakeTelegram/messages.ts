import type { FakeBot } from './bot.ts';
import { callbackLifetime } from './bot.ts';
import type { DeliveredMessage, FakeChat } from './chat.ts';
import { readKeyboard } from './keyboard.ts';
import { readBoolean, readInteger, readString } from './parameters.ts';
import { badRequest, blockedByUser, type Payload } from './refusal.ts';
import { readMessageText } from './text.ts';

/** The chat a call names, or 0 when it names none by number. Refuses nothing: only faults and limits ask. */
export function namedChat(payload: Payload): number {
  return Number(payload.chat_id) || 0;
}

function reachableChat(bot: FakeBot, payload: Payload): FakeChat {
  if (payload.chat_id === undefined || payload.chat_id === '') badRequest('chat_id is empty');
  const chat = bot.chats.get(namedChat(payload)) ?? badRequest('chat not found');
  if (chat.blocked) throw blockedByUser();
  return chat;
}

function messageToEdit(chat: FakeChat, payload: Payload): DeliveredMessage {
  const messageId = readInteger(payload, 'message_id') ?? badRequest('message identifier is not specified');
  const found = chat.messages.find((message) => message.messageId === messageId);
  return found ?? badRequest('message to edit not found');
}

/** A delivered message as the Bot API describes it. */
export function describeMessage(bot: FakeBot, chat: FakeChat, message: DeliveredMessage) {
  return {
    message_id: message.messageId,
    from: bot.me,
    chat: chat.description,
    date: Math.floor(message.at.getTime() / 1000),
    text: message.text,
    ...(message.edited === undefined ? {} : { edit_date: Math.floor(message.edited.getTime() / 1000) }),
    ...(message.markup === undefined ? {} : { reply_markup: message.markup }),
  };
}

export function sendMessage(bot: FakeBot, payload: Payload) {
  const chat = reachableChat(bot, payload);
  const content = { text: readMessageText(payload), ...readKeyboard(payload) };
  bot.countMessage(chat.id);
  return describeMessage(bot, chat, chat.deliver(content, new Date(bot.now())));
}

function edit(bot: FakeBot, payload: Payload, readText: (message: DeliveredMessage) => string) {
  const chat = reachableChat(bot, payload);
  const message = messageToEdit(chat, payload);
  const change = { text: readText(message), ...readKeyboard(payload, { inlineOnly: true }) };
  const isSame = change.text === message.text && JSON.stringify(change.markup) === JSON.stringify(message.markup);
  if (isSame) {
    const same =
      'specified new message content and reply markup are exactly the same as a current content and reply markup';
    badRequest(`message is not modified: ${same} of the message`);
  }
  bot.countMessage(chat.id);
  chat.edit(message, change, new Date(bot.now()));
  return describeMessage(bot, chat, message);
}

export function editMessageText(bot: FakeBot, payload: Payload) {
  return edit(bot, payload, () => readMessageText(payload));
}

export function editMessageReplyMarkup(bot: FakeBot, payload: Payload) {
  return edit(bot, payload, (message) => message.text);
}

export function answerCallbackQuery(bot: FakeBot, payload: Payload): true {
  const query = bot.callbackQueries.get(readString(payload, 'callback_query_id'));
  const isOpen = query !== undefined && query.answer === undefined && bot.now() - query.askedAt <= callbackLifetime;
  if (!isOpen) return badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = readString(payload, 'text');
  if (text.length > 200) badRequest('MESSAGE_TOO_LONG');
  // An address may only be answered to a game's button, or to open a chat with the bot itself.
  const url = readString(payload, 'url');
  if (url !== '' && !url.startsWith('https://t.me/') && !url.startsWith('t.me/')) badRequest('URL_INVALID');
  query.answer = { text, showAlert: readBoolean(payload, 'show_alert') };
  return true;
}
