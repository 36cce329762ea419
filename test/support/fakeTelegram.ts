import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import { type BotTexts, type CallbackQuery, FakeBot, type Webhook } from './fakeTelegram/bot.ts';
import type { FakeChat } from './fakeTelegram/chat.ts';
import { type FaultOrder, Faults } from './fakeTelegram/faults.ts';
import { readRequest, writeAnswer } from './fakeTelegram/http.ts';
import { namedChat } from './fakeTelegram/messages.ts';
import { isMethod, perform } from './fakeTelegram/methods.ts';
import { type Answer, blockedByUser, type Payload, Refusal, tooManyRequests } from './fakeTelegram/refusal.ts';
import { TelegramUsers } from './fakeTelegram/updates.ts';

export type { DeliveredMessage, FakeChat } from './fakeTelegram/chat.ts';
export type { Fault, FaultOrder } from './fakeTelegram/faults.ts';
export type { Choice, Link } from './fakeTelegram/keyboard.ts';

/** A call the bot made, with the answer it was meant to get; undefined when it never took effect. */
export interface RecordedCall {
  method: string;
  payload: Payload;
  answer: Answer | undefined;
}

/** `floodLimits`: refuse bursts with 429. `now`: milliseconds since 1970, the real clock when absent. */
export interface FakeTelegramOptions {
  token: string;
  floodLimits: boolean;
  /** Accept a webhook at http on the loopback interface, which Telegram does not. */
  allowLoopbackWebhook?: boolean;
  now?: () => number;
}

/**
 * A Telegram Bot API on the loopback interface that refuses what Telegram refuses, and fails on demand.
 *
 * @example
 * const fake = await FakeTelegram.start({ token: '1:test', floodLimits: false });
 * const api = new Api('1:test', { apiRoot: fake.apiRoot });
 * const chat = fake.chat(7);
 * await api.sendMessage(7, 'Hello');
 * chat.last?.text; // 'Hello'
 * await fake.stop();
 */
export class FakeTelegram extends TelegramUsers {
  /** Every call so far, oldest first. */
  readonly calls: RecordedCall[] = [];
  private readonly token: string;
  private readonly faults = new Faults();
  private readonly server: Server;

  private constructor({ token, floodLimits, allowLoopbackWebhook = false, now = Date.now }: FakeTelegramOptions) {
    super(new FakeBot({ token, floodLimits, allowLoopbackWebhook, now }));
    this.token = token;
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        console.error('The fake Telegram itself failed:', error);
        response.destroy();
      });
    });
  }

  /** Starts one on a free port. */
  static async start(options: FakeTelegramOptions): Promise<FakeTelegram> {
    const fake = new FakeTelegram(options);
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  /** Ends it and every open connection. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** The address to give grammY as `client.apiRoot`. */
  get apiRoot(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake Telegram is not running.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The webhook the bot has set. */
  get webhook(): Webhook | undefined {
    return this.bot.webhook;
  }

  /** The bot's commands and descriptions by language code, '' for every language. */
  get texts(): ReadonlyMap<string, BotTexts> {
    return this.bot.texts;
  }

  /** The taps so far and how each was answered, by callback query id. */
  get callbackQueries(): ReadonlyMap<string, CallbackQuery> {
    return this.bot.callbackQueries;
  }

  /** The chat `id`, made known to the bot when it is new. */
  chat(id: number): FakeChat {
    return this.bot.chat(id);
  }

  /** Orders a fault for coming calls. */
  failNext(order: FaultOrder): void {
    this.faults.add(order);
  }

  /** Lets the bot fetch `update` by getUpdates. */
  queueUpdate(update: Update): void {
    this.bot.updates.add(update);
  }

  /**
   * Performs the call in the body of a webhook's response, `{ method, …parameters }`, under the same checks and limits.
   * Returns the answer, which Telegram itself keeps to itself; undefined when `reply` is no call.
   */
  async applyWebhookReply(reply: unknown): Promise<Answer | undefined> {
    if (typeof reply !== 'object' || reply === null || !('method' in reply)) return undefined;
    const { method, ...payload } = reply;
    return this.record(String(method), payload);
  }

  private async record(method: string, payload: Payload): Promise<Answer> {
    const call: RecordedCall = { method, payload, answer: undefined };
    this.calls.push(call);
    call.answer = await perform(this.bot, method, payload);
    return call.answer;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { token, method, readPayload } = readRequest(request);
      if (method === undefined) throw new Refusal(404, 'Not Found');
      if (token !== this.token) throw new Refusal(401, 'Unauthorized');
      if (!isMethod(method)) throw new Refusal(404, 'Not Found: method not found');
      const payload = await readPayload();
      const fault = this.faults.take(method, namedChat(payload));
      if (fault === undefined) writeAnswer(response, await this.record(method, payload));
      else await this.fail(fault, method, payload, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      writeAnswer(response, error.answer);
    }
  }

  private async fail(order: FaultOrder, method: string, payload: Payload, response: ServerResponse): Promise<void> {
    const takesEffect = order.fault === 'truncated' || order.fault === 'acceptedButLost';
    if (!takesEffect) this.calls.push({ method, payload, answer: undefined });
    switch (order.fault) {
      case 429:
        throw tooManyRequests(order.retryAfter ?? 1);
      case 403:
        throw blockedByUser();
      case 500:
        throw new Refusal(500, 'Internal Server Error');
      case 'timeout':
        return;
      case 'reset':
        response.socket?.resetAndDestroy();
        return;
      case 'truncated':
        writeAnswer(response, await this.record(method, payload), { truncated: true });
        return;
      case 'acceptedButLost':
        await this.record(method, payload);
        response.socket?.resetAndDestroy();
    }
  }
}
