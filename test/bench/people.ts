/** The people who write: each takes the form step by step, and reads each answer before writing on. */
import { type Agent, request } from 'node:http';
import { webhookPath, webhookSecret } from './contestant.ts';
import { screens, updates } from './form.ts';
import type { Sink } from './sink.ts';

export interface Chat {
  readonly id: number;
  /** Updates written so far. */
  written: number;
}

/** How a contestant is reached. */
export interface Line {
  readonly sink: Sink;
  readonly port: number;
  readonly agent: Agent;
}

/** As Telegram does, the next update of a chat waits until the one before it was acknowledged; people wait for the answer. */
export async function takeTurn(
  chat: Chat,
  { sink, port, agent }: Line,
  onAcknowledged: () => void = () => {},
): Promise<{ readonly milliseconds: number }> {
  const start = performance.now();
  const step = chat.written % updates.length;
  chat.written += 1;
  const delivered = sink.delivered(chat.id);
  const body = JSON.stringify(updateOf(chat, updates[step] ?? ''));
  const [answer] = await Promise.all([delivered, post(body, port, agent).then(onAcknowledged)]);
  // A number in the receipt differs, so the beginning has to do.
  const expected = screens[step]?.text.slice(0, 4) ?? '';
  if (!answer.startsWith(expected)) throw new Error(`expected ${expected}… and was told: ${answer}`);
  return { milliseconds: performance.now() - start };
}

export function updateOf({ id, written }: Chat, text: string) {
  return {
    update_id: id * 1_000_000 + written,
    message: {
      message_id: written,
      date: Math.floor(Date.now() / 1000),
      chat: { id, type: 'private', first_name: 'Bench' },
      from: { id, is_bot: false, first_name: 'Bench', language_code: 'zh-hans' },
      text,
      ...(text.startsWith('/') ? { entities: [{ type: 'bot_command', offset: 0, length: text.length }] } : {}),
    },
  };
}

export function post(body: string, port: number, agent: Agent): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-telegram-bot-api-secret-token': webhookSecret,
  };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', host: '127.0.0.1', port, path: webhookPath, agent, headers };
    const outgoing = request(options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the webhook answered ${response.statusCode}`));
      response.resume().once('end', resolve).once('error', reject);
    });
    outgoing.once('error', reject).end(body);
  });
}
