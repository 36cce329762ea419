import * as z from 'zod';
import type { Outgoing, OutgoingChoice, Send, SendResult } from '../channel.ts';
import type { OpenPost } from './post.ts';

/** https://core.telegram.org/bots/api#sendmessage: 1–4096 UTF-16 code units a message. */
const mostUnits = 4096;

export interface BotApi {
  readonly token: string;
  readonly apiRoot: string;
  readonly timeoutSeconds: number;
  readonly openPost: OpenPost;
}

/** As much of https://core.telegram.org/bots/api#making-requests as is looked at here. */
const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.object({ message_id: z.int() }) }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: z.string().optional(),
    parameters: z.object({ retry_after: z.number().optional() }).optional(),
  }),
]);
type Answer = z.infer<typeof answerSchema>;

type Method = 'sendMessage' | 'editMessageText';
type Call = (method: Method, payload: object) => Promise<Answer>;

/**
 * Sends through the Bot API. A long text goes in several messages, its buttons under the last; what a message is called then
 * are the ids of all of them. What takes the place of another is an edit, or a new message where that cannot be.
 */
export function createTelegramSend(botApi: BotApi): Send {
  const call = caller(botApi);
  return async (message) => {
    const { edits } = message;
    const parts = splitText(message.text);
    try {
      if (edits === undefined || (edits.orSend && parts.length > 1)) return await sendParts(call, message, parts);
      const edited = await editParts(call, message, edits.messageId.split(' '));
      if (edited.result !== 'refused' || !edits.orSend) return edited;
      return (await mayGoOn(message)) ? await sendParts(call, message, parts) : busy;
    } catch {
      return { result: 'retry', error: 'network' };
    }
  };
}

const busy: SendResult = { result: 'retry', error: 'busy', afterSeconds: 0 };

async function mayGoOn(message: Outgoing): Promise<boolean> {
  return (await message.mayGoOn?.()) !== false;
}

async function sendParts(call: Call, message: Outgoing, parts: readonly string[]): Promise<SendResult> {
  const ids: number[] = [];
  for (const [index, text] of parts.entries()) {
    if (index > 0 && !(await mayGoOn(message))) return busy;
    const last = index === parts.length - 1;
    const payload = { chat_id: message.externalId, text, ...(last ? buttons(message) : {}) };
    const answer = await call('sendMessage', payload);
    if (!answer.ok) return resultOf(answer);
    ids.push(answer.result.message_id);
  }
  return { result: 'sent', channelMessageId: ids.length === 0 ? null : ids.join(' ') };
}

/** The same text over each, and the buttons under the last. That it stands there already is as good. */
async function editParts(call: Call, message: Outgoing, ids: readonly string[]): Promise<SendResult> {
  for (const [index, id] of ids.entries()) {
    if (index > 0 && !(await mayGoOn(message))) return busy;
    const last = index === ids.length - 1;
    const payload = { chat_id: message.externalId, message_id: Number(id), text: message.text };
    const answer = await call('editMessageText', { ...payload, ...(last ? buttons(message) : {}) });
    if (!answer.ok && answer.description?.includes('message is not modified') !== true) return resultOf(answer);
  }
  return { result: 'sent', channelMessageId: ids.join(' ') };
}

function caller({ token, apiRoot, timeoutSeconds, openPost }: BotApi): Call {
  const post = openPost(`${apiRoot}/bot${token}/`, timeoutSeconds * 1000);
  return async (method, payload) => answerSchema.parse(await post(method, JSON.stringify(payload)));
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
function resultOf({ error_code: code, parameters }: Extract<Answer, { ok: false }>): SendResult {
  const error = `http${code}`;
  const afterSeconds = parameters?.retry_after;
  if (code === 429) return { result: 'retry', error, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
  if (code === 403) return { result: 'unreachable', error };
  return { result: code >= 400 && code < 500 ? 'refused' : 'retry', error };
}
