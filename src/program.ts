/** The program put together as Node runs it: one engine, and everything that is served over it. */
import type { Hono } from 'hono';
import { type AppOptions, createApp } from './app.ts';
import type { Pace, Receive } from './channels/channel.ts';
import { patienceSeconds } from './channels/telegram/api.ts';
import { openPool } from './channels/telegram/http.ts';
import { createReceiveUpdate, type ReceiveUpdate } from './channels/telegram/receive.ts';
import { createTelegramSend } from './channels/telegram/send.ts';
import { telegramWebhook } from './channels/telegram/webhook.ts';
import type { Database } from './db/database.ts';
import { isMigrated } from './db/migrate.ts';
import type { Dispatcher } from './delivery/dispatcher.ts';
import type { Links, Log } from './deps.ts';
import { createDesk } from './desk/desk.ts';
import { startEngine } from './engine.ts';
import { readHealth } from './health/health.ts';
import { createMeter, type MeterBook } from './health/meter.ts';
import { readAssetFile } from './http/assetFiles.ts';
import type { Vault } from './secrets/vault.ts';
import type { TurnDeps } from './turn/chatMemory.ts';

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
  /** Present with Telegram: for long polling. */
  readonly receiveUpdate: ReceiveUpdate | undefined;
}

export function createProgram(options: ProgramOptions): Program {
  const { database, vault, links, log, telegram, clock = () => null, poll = true } = options;
  const { meter, token } = options.metrics ?? { meter: createMeter(), token: undefined };
  const engine = startEngine({ database, vault, links, log, meter, clock, poll, telegram: channelOf(telegram) });
  const { deps, dispatcher, receive, store, copies, watchers } = engine;
  const street = options.street?.(deps, { receive, store, watch: watchers, copies });
  const receiveUpdate = telegram === undefined ? undefined : createReceiveUpdate(receive);
  const secret = telegram?.webhookSecret;
  const app = createApp({
    web: { receive, store, watch: watchers, copies, phones: street?.phones ?? [] },
    ...(street === undefined ? {} : { street: street.app }),
    ...(secret === undefined || receiveUpdate === undefined
      ? {}
      : { telegram: telegramWebhook({ secret, receiveUpdate, log }) }),
    desk: createDesk({ deps: () => deps }),
    readAsset: readAssetFile,
    ready: () => isMigrated(database),
    metrics:
      token === undefined ? undefined : { token, text: async () => meter.text(await readHealth(database, clock())) },
    log,
  });
  return { app, deps, dispatcher, receive, endStreams: () => watchers.close(), receiveUpdate };
}

function channelOf(telegram: TelegramOptions | undefined) {
  if (telegram === undefined) return undefined;
  const { token, apiRoot, pace, timeoutSeconds = patienceSeconds } = telegram;
  return { send: createTelegramSend({ token, apiRoot, timeoutSeconds, openPost: openPool }), pace };
}
