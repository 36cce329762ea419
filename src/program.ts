import { Api } from 'grammy';
import type { Hono } from 'hono';
import { type AppOptions, createApp } from './app.ts';
import type { ChannelName, Pace, Receive, Send } from './channels/channel.ts';
import { jsonFetch } from './channels/telegram/http.ts';
import { createReceiveUpdate, type ReceiveUpdate } from './channels/telegram/receive.ts';
import { type BotApi, createTelegramSend } from './channels/telegram/send.ts';
import { telegramWebhook } from './channels/telegram/webhook.ts';
import { Watchers } from './channels/web/watch.ts';
import type { Database } from './db/database.ts';
import { isMigrated } from './db/migrate.ts';
import { type Dispatcher, startDispatcher } from './delivery/dispatcher.ts';
import { createPacer } from './delivery/pacer.ts';
import { createWebStore } from './delivery/webStore.ts';
import type { Deps, Links, Log } from './deps.ts';
import { createDesk } from './desk/desk.ts';
import { readHealth } from './health/health.ts';
import { createMeter, type MeterBook } from './health/meter.ts';
import type { Vault } from './secrets/vault.ts';
import { ChatMemory, type TurnDeps } from './turn/chatMemory.ts';
import { createCopies } from './turn/copy/copies.ts';
import { takeTurn } from './turn/takeTurn.ts';
import { createTurnWriter } from './turn/turnWriter.ts';

export interface ProgramOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly links: Links;
  readonly log: Log;
  /** What is counted, and the token it is shown for; without a token it is not shown. */
  readonly metrics?: { readonly meter: MeterBook; readonly token: string | undefined };
  readonly clock?: () => Date | null;
  readonly telegram?: TelegramOptions | undefined;
  /** Whether the dispatcher also looks by itself once a second. */
  readonly poll?: boolean;
  readonly street?: (
    deps: TurnDeps,
    web: AppOptions['web'],
  ) => { readonly app: Hono; readonly phones: readonly string[] };
}

export interface TelegramOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Present: updates come by webhook, with this secret. */
  readonly webhookSecret: string | undefined;
  /** Absent: nothing holds back what is sent. */
  readonly pace?: Pace;
  /** Telegram answers in well under the 15 s that stand here when absent; who says nothing for longer is given up. */
  readonly timeoutSeconds?: number;
}

/** The program put together, over whichever database, clock and channels it is given. */
export interface Program {
  readonly app: Hono;
  readonly deps: TurnDeps;
  readonly dispatcher: Dispatcher;
  readonly receive: Receive;
  /** Event streams never end by themselves; their pages come back to whoever answers next. */
  endStreams(): void;
  /** Present with Telegram: for long polling, and its API. */
  readonly telegram: { readonly api: Api; readonly receiveUpdate: ReceiveUpdate } | undefined;
}

export function createProgram(options: ProgramOptions): Program {
  const { database, vault, links, log, clock = () => null } = options;
  const { meter, token } = options.metrics ?? { meter: createMeter(), token: undefined };
  const watchers = new Watchers();
  const api = options.telegram === undefined ? undefined : telegramApi(options.telegram);
  const web: Send = async () => ({ result: 'sent', channelMessageId: null });
  const senders: Partial<Record<ChannelName, Send>> = { web };
  if (options.telegram !== undefined) senders.telegram = createTelegramSend(withPatience(options.telegram));
  const pace = options.telegram?.pace;
  const pacers = pace === undefined ? {} : { telegram: createPacer({ database }, 'telegram', pace) };
  const settled: Deps['settled'] = (chats) => {
    for (const chat of chats) if (chat.channel === 'web') watchers.notify(chat.externalId);
  };
  const memory = new ChatMemory();
  const spoken: Deps['spoken'] = (chat) => memory.forget(chat);
  const base = { database, vault, clock, senders, pacers, links, log, meter, settled, spoken };
  const dispatcher = startDispatcher(base, { poll: options.poll ?? true });
  const { wake, hand } = dispatcher;
  const deps: TurnDeps = { ...base, wake, hand, writer: createTurnWriter({ database, hand, clock }), memory };
  const receive: Receive = (inbound) => takeTurn(deps, inbound);
  const store = createWebStore({ database, vault, clock });
  const copies = createCopies({ database, vault, clock });
  const street = options.street?.(deps, { receive, store, watch: watchers, copies });
  const receiveUpdate = options.telegram === undefined ? undefined : createReceiveUpdate(receive);
  const secret = options.telegram?.webhookSecret;
  const app = createApp({
    web: { receive, store, watch: watchers, copies, phones: street?.phones ?? [] },
    ...(street === undefined ? {} : { street: street.app }),
    ...(secret === undefined || receiveUpdate === undefined
      ? {}
      : { telegram: telegramWebhook({ secret, receiveUpdate, log }) }),
    desk: createDesk({ deps }),
    ready: () => isMigrated(database),
    metrics:
      token === undefined ? undefined : { token, text: async () => meter.text(await readHealth(database, clock())) },
    log,
  });
  return {
    app,
    deps,
    dispatcher,
    receive,
    endStreams: () => watchers.close(),
    telegram: api === undefined || receiveUpdate === undefined ? undefined : { api, receiveUpdate },
  };
}

type ApiOptions = Pick<TelegramOptions, 'token' | 'apiRoot' | 'timeoutSeconds'>;

export function telegramApi(options: ApiOptions): Api {
  const { token, apiRoot, timeoutSeconds } = withPatience(options);
  return new Api(token, { apiRoot, timeoutSeconds, fetch: jsonFetch });
}

function withPatience({ token, apiRoot, timeoutSeconds = 15 }: ApiOptions): BotApi {
  return { token, apiRoot, timeoutSeconds };
}
