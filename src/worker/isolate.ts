import { assets, hashes } from 'guitu:bundled';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Hono } from 'hono';
import * as z from 'zod';
import { createApp } from '../app.ts';
import type { Pace, Send } from '../channels/channel.ts';
import { telegramPace } from '../channels/telegram/limits.ts';
import { createReceiveUpdate } from '../channels/telegram/receive.ts';
import { createTelegramSend } from '../channels/telegram/send.ts';
import { telegramWebhook } from '../channels/telegram/webhook.ts';
import { holdsSteps } from '../db/steps.ts';
import type { Links, Log } from '../deps.ts';
import { createDesk } from '../desk/desk.ts';
import { type Engine, startEngine } from '../engine.ts';
import { noMeter } from '../health/noMeter.ts';
import { openLog } from '../log.ts';
import { ChatMemory } from '../turn/chatMemory.ts';
import { openAccess } from './access.ts';
import { Admission } from './admission.ts';
import { openFetch } from './postJson.ts';
import type { WorkerSettings } from './settings.ts';

/** What a test sets otherwise. */
export interface IsolateOptions {
  readonly clock?: () => Date | null;
  readonly log?: Log;
  readonly links?: Links;
  /** Null: nothing holds back what is sent. */
  readonly pace?: Pace | null;
  readonly timeoutSeconds?: number;
}

const patienceSeconds = 15;
/** For the bot's own name, once an isolate. Where Telegram does not give it, links leave the bot out. */
const namePatience = 2000;
const nameSchema = z.object({ result: z.object({ username: z.string() }) });

/** What the requests of one isolate share: nothing that has a connection, a timer or a promise of one of them. */
export class Isolate {
  readonly log: Log;
  readonly #settings: WorkerSettings;
  readonly #options: IsolateOptions;
  readonly #admission: Admission;
  readonly #app: Hono;
  readonly #scope = new AsyncLocalStorage<Engine>();
  readonly #memory = new ChatMemory();
  readonly #send: Send | undefined;
  #links: Links | undefined;

  constructor(settings: WorkerSettings, options: IsolateOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#links = options.links;
    this.#admission = new Admission(settings);
    this.log = options.log ?? openLog(settings.logLevel, (line) => console.log(line.trimEnd()));
    const { timeoutSeconds = patienceSeconds } = options;
    const { telegram } = settings;
    this.#send =
      telegram === undefined ? undefined : createTelegramSend({ ...telegram, timeoutSeconds, openPost: openFetch });
    this.#app = this.#createApp();
  }

  /** An engine of its own for one request or one tick. `poll`: once a second it looks by itself what is due. */
  async startEngine({ poll }: { readonly poll: boolean }): Promise<Engine> {
    this.#links ??= await this.#readLinks();
    const { clock = () => null, pace = telegramPace } = this.#options;
    return startEngine({
      ...openAccess(this.#settings.databaseUrl, this.#admission),
      links: this.#links,
      log: this.log,
      meter: noMeter,
      clock,
      telegram: this.#send === undefined ? undefined : { send: this.#send, pace: pace ?? undefined },
      poll,
      memory: this.#memory,
    });
  }

  answer(engine: Engine, request: Request): Promise<Response> {
    return this.#scope.run(engine, async () => this.#app.fetch(request));
  }

  /** Built once, for building it takes longer than answering; each request brings its engine along. */
  #createApp(): Hono {
    const { log } = this;
    const engine = () => {
      const own = this.#scope.getStore();
      if (own === undefined) throw new Error('no request is under way');
      return own;
    };
    const receive: Engine['receive'] = (inbound) => engine().receive(inbound);
    const secret = this.#settings.telegram?.webhookSecret;
    return createApp({
      web: {
        receive,
        store: {
          read: (externalId, after) => engine().store.read(externalId, after),
          markRead: (externalId, upTo) => engine().store.markRead(externalId, upTo),
        },
        watch: {
          wait: (externalIds, milliseconds) => engine().watchers.wait(externalIds, milliseconds),
          get closed() {
            return engine().watchers.closed;
          },
        },
        copies: { open: (link) => engine().copies.open(link) },
      },
      ...(secret === undefined
        ? {}
        : { telegram: telegramWebhook({ secret, receiveUpdate: createReceiveUpdate(receive), log }) }),
      desk: createDesk({ deps: () => engine().deps }),
      readAsset: async (folder, name) => assets[`${folder}/${name}`],
      ready: () => holdsSteps(engine().deps.database, hashes),
      log,
    });
  }

  async #readLinks(): Promise<Links> {
    const { publicUrl: web, telegram } = this.#settings;
    if (telegram === undefined) return { web };
    try {
      const me = await openFetch(`${telegram.apiRoot}/bot${telegram.token}/`, namePatience)('getMe', '{}');
      return { web, telegramBot: nameSchema.parse(me).result.username };
    } catch {
      this.log.warn('telegram.unreachable');
      return { web };
    }
  }
}
