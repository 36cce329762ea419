/** The process that plays Telegram: it writes as the people would, takes the answers, and counts full turns. */
import { Agent, request } from 'node:http';
import { serveParent } from './childProcess.ts';
import { webhookPath, webhookSecret } from './contestant.ts';
import { screens, updates } from './form.ts';
import { Sink } from './sink.ts';

/** One contestant's share of a round. Absent at first: then it only says where its Bot API is. */
export interface LoadRequest {
  readonly slice?: {
    readonly port: number;
    readonly seconds: number;
    readonly connections: number;
    readonly users: number;
  };
}

export interface LoadReport {
  readonly apiRoot: string;
  readonly turns: number;
  readonly seconds: number;
  /** Forms that were gone through to their end, over all slices of this contestant. */
  readonly forms: number;
}

interface Chat {
  readonly id: number;
  /** Updates written so far. */
  written: number;
}

const patienceSeconds = 20;
const sink = new Sink();
const listening = sink.listen();
/** By port: where each contestant's people stand. */
const chatsOf = new Map<number, Chat[]>();

async function runSlice({ port, seconds, connections, users }: LoadRequest['slice'] & {}): Promise<LoadReport> {
  const chats = chatsOf.get(port) ?? Array.from({ length: users }, (_, index) => ({ id: index + 1, written: 0 }));
  chatsOf.set(port, chats);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  const end = start + seconds * 1000;
  let turns = 0;
  const drive = async (chat: Chat) => {
    while (performance.now() < end) {
      await takeTurn(chat, port, agent);
      turns += 1;
    }
  };
  // Everybody's last answer is waited for: what was begun is part of the time and of the count.
  await withPatience(Promise.all(chats.map(drive)), seconds + patienceSeconds);
  const elapsed = (performance.now() - start) / 1000;
  agent.destroy();
  const forms = chats.reduce((sum, { written }) => sum + Math.floor(written / updates.length), 0);
  return { apiRoot: sink.apiRoot, turns, seconds: elapsed, forms };
}

/** As Telegram does, the next update of a chat waits until the one before it was acknowledged; people wait for the answer. */
async function takeTurn(chat: Chat, port: number, agent: Agent): Promise<void> {
  const step = chat.written % updates.length;
  chat.written += 1;
  const delivered = sink.delivered(chat.id);
  const body = JSON.stringify(updateOf(chat, updates[step] ?? ''));
  const [answer] = await Promise.all([delivered, post(body, port, agent)]);
  // A number in the receipt differs, so the beginning has to do.
  const expected = screens[step]?.text.slice(0, 4) ?? '';
  if (!answer.startsWith(expected)) throw new Error(`expected ${expected}… and was told: ${answer}`);
}

function updateOf({ id, written }: Chat, text: string) {
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

function post(body: string, port: number, agent: Agent): Promise<void> {
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

async function withPatience(work: Promise<unknown>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`an answer did not come within ${seconds} s`)), seconds * 1000);
  });
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

serveParent<LoadRequest, LoadReport>(async ({ slice }) => {
  await listening;
  return slice === undefined ? { apiRoot: sink.apiRoot, turns: 0, seconds: 0, forms: 0 } : runSlice(slice);
});
