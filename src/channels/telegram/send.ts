import { type Api, GrammyError, HttpError } from 'grammy';
import type { Outgoing, OutgoingChoice, Send, SendResult } from '../channel.ts';

/** https://core.telegram.org/bots/api#sendmessage: 1–4096 UTF-16 code units a message. */
const mostUnits = 4096;

export interface SendLimits {
  /** Resolves when one more message may go to this chat. */
  take(externalId: string): Promise<void>;
}

/** Sends through the Bot API. A long text goes in several messages, its buttons under the last. */
export function createTelegramSend(api: Api, limits: SendLimits): Send {
  return async (message) => {
    const parts = splitText(message.text);
    let messageId: string | null = null;
    try {
      for (const [index, part] of parts.entries()) {
        await limits.take(message.externalId);
        const last = index === parts.length - 1;
        const sent = await api.sendMessage(message.externalId, part, last ? buttons(message) : {});
        messageId = String(sent.message_id);
      }
      return { result: 'sent', channelMessageId: messageId };
    } catch (error) {
      return resultOf(error);
    }
  };
}

function buttons({ choices }: Outgoing): {
  reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
} {
  if (choices.length === 0) return {};
  return { reply_markup: { inline_keyboard: rowsOf(choices).map((row) => row.map(button)) } };
}

function button({ number, label, token }: OutgoingChoice) {
  return { text: `${number} ${label}`, callback_data: token };
}

/** Two short choices share a row; a long one has its own. */
function rowsOf(choices: readonly OutgoingChoice[]): OutgoingChoice[][] {
  const rows: OutgoingChoice[][] = [];
  for (const choice of choices) {
    const row = rows.at(-1);
    const fits = row !== undefined && row.length === 1 && isShort(choice) && row.every(isShort);
    if (fits) row.push(choice);
    else rows.push([choice]);
  }
  return rows;
}

/** A Chinese character is about as wide as two Latin ones. */
function isShort({ label }: OutgoingChoice): boolean {
  return [...label].reduce((width, letter) => width + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0) <= 14;
}

export function splitText(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > mostUnits) {
    const newline = rest.lastIndexOf('\n', mostUnits);
    let end = newline > mostUnits / 2 ? newline : mostUnits;
    // Never between the two halves of one character.
    if (/[\ud800-\udbff]/.test(rest.charAt(end - 1))) end -= 1;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^\n/, '');
  }
  // Telegram takes no message of white space alone.
  return [...parts, rest].filter((part) => part.trim() !== '');
}

/** 429 is obeyed, 403 closes the chat, another 4xx will not get better, everything else may. */
function resultOf(error: unknown): SendResult {
  if (error instanceof GrammyError) {
    const afterSeconds = error.parameters.retry_after;
    if (error.error_code === 429)
      return { result: 'retry', error: 'http429', ...(afterSeconds === undefined ? {} : { afterSeconds }) };
    if (error.error_code === 403) return { result: 'unreachable', error: 'http403' };
    if (error.error_code >= 400 && error.error_code < 500)
      return { result: 'refused', error: `http${error.error_code}` };
    return { result: 'retry', error: `http${error.error_code}` };
  }
  return { result: 'retry', error: error instanceof HttpError ? 'network' : 'unknown' };
}
