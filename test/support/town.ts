/** A small district that is up and running: the real program, a database, a fake Telegram, a clock that moves when told. */
import { expect, inject } from 'vitest';
import { choiceToken } from '../../src/channels/channel.ts';
import type { Database } from '../../src/db/database.ts';
import type { Log } from '../../src/deps.ts';
import { nameOfAction } from '../../src/dialogue/action.ts';
import { createMeter } from '../../src/health/meter.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { StoredChoice } from '../../src/mail/mail.ts';
import type { Organisation } from '../../src/organisation/file.ts';
import type { CodedAccount } from '../../src/organisation/setup.ts';
import { createProgram, type Program, type ProgramOptions } from '../../src/program.ts';
import { tick } from '../../src/schedule/tick.ts';
import type { Vault } from '../../src/secrets/vault.ts';
import { type DeliveredMessage, type FakeChat, FakeTelegram } from './fakeTelegram.ts';
import { openTestDatabase, type TestDatabase } from './openDatabase.ts';
import { monday, openTownVault, setUpTown, townKey, townLinks } from './townTemplate.ts';
import type { LoggedLine } from './worker/call.ts';
import { createWorkerProgram, isOnWorker, type WorkerProgram } from './worker/workerProgram.ts';
import { admitWorker } from './workerLogin.ts';

export { monday } from './townTemplate.ts';

export const webhookSecret = 'a-secret-of-the-tests';
export const metricsToken = 'a-metrics-token-of-the-tests';
export const townToken = '4217:test';

export type { LoggedLine } from './worker/call.ts';

interface TownOptions {
  readonly floodLimits?: boolean;
  readonly organisation?: Organisation;
  /** Instead of the demo's own organisation, with accounts that count as approved. */
  readonly demo?: Organisation;
  readonly timeoutSeconds?: number;
  /** When it begins; a Monday morning when absent. */
  readonly begins?: Date;
  /** Whether metrics are shown to whoever has the token. */
  readonly watched?: boolean;
}

export class Town {
  readonly test: TestDatabase;
  readonly database: CountingDatabase;
  readonly vault: Vault;
  readonly telegram: FakeTelegram;
  readonly program: Program;
  readonly accounts: readonly CodedAccount[];
  readonly logged: LoggedLine[];
  readonly #time: { now: Date };
  readonly #options: ProgramOptions;
  /** The login of the Worker, where that plays the town. */
  readonly #workerUrl: string | undefined;
  readonly #replicas: Program[] = [];
  #nextChat = 1000;

  private constructor(parts: {
    test: TestDatabase;
    database: CountingDatabase;
    vault: Vault;
    telegram: FakeTelegram;
    options: ProgramOptions;
    workerUrl: string | undefined;
    accounts: readonly CodedAccount[];
    time: { now: Date };
    logged: LoggedLine[];
  }) {
    this.test = parts.test;
    this.database = parts.database;
    this.vault = parts.vault;
    this.telegram = parts.telegram;
    this.#options = parts.options;
    this.#workerUrl = parts.workerUrl;
    this.accounts = parts.accounts;
    this.#time = parts.time;
    this.logged = parts.logged;
    this.program = this.replica();
  }

  /**
   * Opens a town with the demo's organisation, whose accounts count as approved; or with one from a file, whose accounts
   * wait for a second yes. `timeoutSeconds`: how long Telegram may take to answer.
   */
  static async open({
    floodLimits = false,
    organisation,
    demo,
    timeoutSeconds = 15,
    begins = monday,
    watched = true,
  }: TownOptions = {}): Promise<Town> {
    const own = organisation ?? demo;
    const isTemplate = own === undefined && begins.getTime() === monday.getTime();
    const test = await openTestDatabase(isTemplate ? 'demo' : 'migrated');
    const database = new CountingDatabase(test.database);
    const vault = await openTownVault();
    const telegram = await FakeTelegram.start({ token: townToken, floodLimits });
    const time = { now: begins };
    const accounts = isTemplate
      ? inject('demoAccounts')
      : await setUpTown(database, own, { demo: organisation === undefined }, begins);
    const logged: LoggedLine[] = [];
    const options: ProgramOptions = {
      database,
      vault,
      links: townLinks,
      log: collectingLog(logged),
      clock: () => time.now,
      poll: false,
      metrics: { meter: createMeter(), token: watched ? metricsToken : undefined },
      telegram: {
        token: townToken,
        apiRoot: telegram.apiRoot,
        webhookSecret,
        timeoutSeconds,
      },
    };
    const workerUrl = isOnWorker() ? await admitWorker(test.url) : undefined;
    return new Town({ test, database, vault, telegram, options, workerUrl, accounts, time, logged });
  }

  /** Another program on the same database, as a further replica is; `database` as it shall see it. */
  replica(database: Database = this.database): Program {
    const node = createProgram({ ...this.#options, database });
    const program = this.#workerUrl === undefined ? node : this.#inWorkerd(node, this.#workerUrl);
    this.#replicas.push(program);
    return program;
  }

  #inWorkerd(node: Program, databaseUrl: string): Program {
    const { telegram: { timeoutSeconds = 15 } = {} } = this.#options;
    const variables = {
      DATA_KEY: townKey.toBase64(),
      PUBLIC_URL: townLinks.web,
      TELEGRAM_BOT_TOKEN: townToken,
      TELEGRAM_API_ROOT: this.telegram.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    };
    const town = { databaseUrl, links: townLinks, variables, timeoutSeconds };
    return createWorkerProgram({ node, town, now: () => this.now, logged: this.logged });
  }

  get now(): Date {
    return this.#time.now;
  }

  /** What was logged that somebody should look at. */
  get complaints(): readonly LoggedLine[] {
    return this.logged.filter(({ level }) => level !== 'info');
  }

  /** Moves the clock without running it. */
  setClock(now: Date): void {
    this.#time.now = now;
  }

  /** Moves the clock, runs a tick, and waits until everything due is sent. Gives how much the tick did. */
  async tickAt(now: Date): Promise<number> {
    this.setClock(now);
    const done = await this.tick();
    await this.settle();
    return done;
  }

  /** A tick at the clock's moment. Gives how much it did. */
  async tick(): Promise<number> {
    const { program } = this;
    return 'tick' in program ? (program as WorkerProgram).tick() : tick(program.deps);
  }

  account(reference: string): CodedAccount {
    const found = this.accounts.find((account) => account.reference === reference);
    if (found === undefined) throw new Error(`the demo has no ${reference}`);
    return found;
  }

  /** A new Telegram chat with nobody in it yet. */
  stranger(locale: Locale = 'zh-CN'): Phone {
    const id = this.#nextChat++;
    return new Phone(this, id, locale);
  }

  /** A Telegram chat that has joined by its link; a person has also agreed to be contacted. */
  async joined(reference: string, locale: Locale = 'zh-CN'): Promise<Phone> {
    const phone = this.stranger(locale);
    await phone.say(`/start ${linkCodeOf(this.account(reference))}`);
    if (this.account(reference).role === 'person') await phone.choose('consentYes');
    return phone;
  }

  /** Posts an update to the webhook, and waits until what it caused is sent. */
  async post(update: object, secret: string = webhookSecret, program: Program = this.program): Promise<Response> {
    const response = await this.deliver(update, secret, program);
    await this.settle();
    return response;
  }

  /** Posts an update to the webhook, and waits for no more than its acknowledgement. */
  async deliver(update: object, secret: string = webhookSecret, program: Program = this.program): Promise<Response> {
    return program.app.request('/channels/telegram', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify(update),
    });
  }

  async settle(): Promise<void> {
    for (const { dispatcher } of this.#replicas) {
      dispatcher.wake();
      await dispatcher.idle();
    }
  }

  rows<Row>(text: string, parameters?: readonly string[]): Promise<Row[]> {
    return this.test.rows<Row>(text, parameters);
  }

  async close(): Promise<void> {
    for (const { dispatcher } of this.#replicas) await dispatcher.stop();
    await this.telegram.stop();
    await this.test.close();
  }
}

/** One chat on the fake Telegram, used as its owner would. */
export class Phone {
  readonly chat: FakeChat;
  readonly id: number;
  readonly locale: Locale;
  /** The replica that gets this chat's updates; the town's own when absent. */
  program: Program | undefined;
  readonly #town: Town;
  readonly #names = new Map<string, string>();

  constructor(town: Town, id: number, locale: Locale) {
    this.#town = town;
    this.id = id;
    this.locale = locale;
    this.chat = town.telegram.chat(id);
  }

  /** Types a text. */
  async say(text: string): Promise<Response> {
    return this.#town.post(
      this.#town.telegram.textUpdate(this.id, text, { languageCode: this.locale === 'en' ? 'en' : 'zh-hans' }),
      webhookSecret,
      this.program,
    );
  }

  /** The next turn is taken by a process that took none before, and so remembers nothing of this chat. */
  becomeUnknown(): void {
    this.#town.program.deps.memory.forget({ channel: 'telegram', externalId: String(this.id) });
  }

  /** Taps the button that does this, in the newest message that has one: by the action's stable name. */
  async choose(action: string): Promise<Response> {
    const { message, index } = await this.find(action);
    return this.tap(message, index);
  }

  /** Types the number of that choice instead of tapping it. */
  async chooseByNumber(action: string): Promise<Response> {
    const { message, index } = await this.find(action);
    return this.say(message.choices[index]?.text.split(' ')[0] ?? '');
  }

  async tap(message: DeliveredMessage, index: number): Promise<Response> {
    return this.#town.post(this.#town.telegram.tapUpdate(this.id, message, index), webhookSecret, this.program);
  }

  /** Where a choice stands: the newest message that offers it. */
  async find(action: string): Promise<{ message: DeliveredMessage; index: number }> {
    for (const message of this.messages.toReversed()) {
      for (const [index, choice] of message.choices.entries()) {
        if ((await this.#nameOf(choice.data)) === action) return { message, index };
      }
    }
    throw new Error(`nothing offers ${action}; the last message is:\n${this.text}`);
  }

  /** The stable name of what a button does; a message's body never changes, so it is looked up once. */
  async #nameOf(data: string): Promise<string> {
    const known = this.#names.get(data);
    if (known !== undefined) return known;
    for (const { token, action } of await this.#choicesOf(data)) this.#names.set(token, action);
    const name = this.#names.get(data) ?? '';
    this.#names.set(data, name);
    return name;
  }

  async #choicesOf(data: string): Promise<{ token: string; action: string }[]> {
    const [hex = ''] = data.split('.');
    const [row] = await this.#town.rows<{ id: string; choices: StoredChoice[] }>(
      'select id, choices from outbox where id = $1',
      [hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
    );
    if (row === undefined) return [];
    const names = [...row.choices.map(({ action }) => nameOfAction(action)), 'unfold'];
    return names.map((action, index) => ({ token: choiceToken(row.id, index), action }));
  }

  get messages(): readonly DeliveredMessage[] {
    return this.chat.messages;
  }

  get last(): DeliveredMessage {
    const message = this.chat.last;
    if (message === undefined) throw new Error('nothing was said to this chat');
    return message;
  }

  /** The last message as it is read: its text, then its choices. */
  get text(): string {
    const message = this.chat.last;
    if (message === undefined) return '';
    return [message.text, ...message.choices.map((choice) => `[${choice.text}]`)].join('\n');
  }

  expectLast(pattern: RegExp | string): void {
    if (typeof pattern === 'string') expect(this.text).toContain(pattern);
    else expect(this.text).toMatch(pattern);
  }
}

/** Counts round trips: every statement is one. */
export class CountingDatabase implements Database {
  readonly #inner: Database;
  statements: string[] = [];

  constructor(inner: Database) {
    this.#inner = inner;
  }

  query: Database['query'] = (text, parameters) => {
    this.statements.push(text);
    return this.#inner.query(text, parameters);
  };

  execute(script: string): Promise<void> {
    return this.#inner.execute(script);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

export function linkCodeOf(account: CodedAccount): string {
  const code = account.links.web.split('#')[1];
  if (code === undefined) throw new Error('a link ends in its code');
  return code;
}

function collectingLog(lines: LoggedLine[]): Log {
  const at =
    (level: LoggedLine['level']) =>
    (event: string, properties: Readonly<Record<string, unknown>> = {}) => {
      lines.push({ level, event, properties });
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
