import type { FakeBot } from './bot.ts';
import { answerCallbackQuery, editMessageReplyMarkup, editMessageText, sendMessage } from './messages.ts';
import { refuseBrokenText } from './parameters.ts';
import { type Answer, type Payload, Refusal } from './refusal.ts';
import {
  deleteWebhook,
  getUpdates,
  getWebhookInfo,
  setMyCommands,
  setMyDescription,
  setMyShortDescription,
  setWebhook,
} from './settings.ts';

/** Does what the method is for and returns its result. Throws a Refusal. */
type Method = (bot: FakeBot, payload: Payload) => unknown;

const methods = new Map<string, Method>(
  Object.entries({
    getMe: (bot: FakeBot) => bot.me,
    sendMessage,
    editMessageText,
    editMessageReplyMarkup,
    answerCallbackQuery,
    setWebhook,
    deleteWebhook,
    getWebhookInfo,
    setMyCommands,
    setMyDescription,
    setMyShortDescription,
    getUpdates,
  }),
);

/** Whether the fake knows `method`. */
export function isMethod(method: string): boolean {
  return methods.has(method);
}

/** Performs one call and returns the Bot API's answer, a refusal included. Rejects on nothing else than a bug here. */
export async function perform(bot: FakeBot, method: string, payload: Payload): Promise<Answer> {
  try {
    const run = methods.get(method);
    if (run === undefined) throw new Refusal(404, 'Not Found: method not found');
    refuseBrokenText(payload);
    return { ok: true, result: await run(bot, payload) };
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
