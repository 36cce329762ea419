/** The program with its street, served on a free port of this process, for browsers. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { joinAs } from '../../src/commands/joinAs.ts';
import { type CodedAccount, setUp } from '../../src/organisation/setup.ts';
import { createProgram, type Program } from '../../src/program.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { phoneNames } from '../../src/street/phones.ts';
import { createStreet } from '../../src/street/street.ts';
import { openTestDatabase, type TestDatabase } from './openDatabase.ts';

const day = 86_400;

export class StreetServer {
  readonly program: Program;
  readonly test: TestDatabase;
  readonly #server: ReturnType<typeof serve>;
  readonly #accounts: readonly CodedAccount[];

  private constructor(parts: {
    program: Program;
    test: TestDatabase;
    server: ReturnType<typeof serve>;
    accounts: readonly CodedAccount[];
  }) {
    this.program = parts.program;
    this.test = parts.test;
    this.#server = parts.server;
    this.#accounts = parts.accounts;
  }

  /** Opens it at ten o'clock in the morning by its own clock: at night nobody is told what they did not ask for. */
  static async open(): Promise<StreetServer> {
    const test = await openTestDatabase();
    const vault = await openVault(new Uint8Array(32).fill(7));
    const links = { web: 'http://localhost' };
    const { database } = test;
    const accounts = await setUp({ database, vault, now: null, links }, demoOrganisation(), { demo: true });
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const program = createProgram({
      database,
      vault,
      links,
      log,
      street: (deps, web) => ({ app: createStreet(deps, web), phones: phoneNames }),
    });
    const server = serve({ fetch: program.app.fetch, port: 0 });
    await once(server, 'listening');
    const opened = new StreetServer({ program, test, server, accounts });
    await opened.moveClockTo(10);
    return opened;
  }

  /** Moves the clock on, to this hour in Shanghai. */
  async moveClockTo(hour: number): Promise<void> {
    const [row] = await this.test.database.query<{ now: string }>('select clock_now() as now');
    const now = new Date(row?.now ?? '');
    const secondsOfDay = (now.getTime() / 1000 + 8 * 3600) % day;
    const wait = (hour * 3600 - secondsOfDay + day) % day;
    await this.test.database.query('select move_clock($1)', [Math.ceil(wait)]);
  }

  get address(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  account(reference: string): CodedAccount {
    const found = this.#accounts.find((account) => account.reference === reference);
    if (found === undefined) throw new Error(`the demo has no ${reference}`);
    return found;
  }

  /** The joining link of an account, on this server. */
  link(reference: string): string {
    return this.account(reference).links.web.replace('http://localhost', this.address);
  }

  /** Lets an account join in another chat; its old ones end. */
  async joinElsewhere(reference: string): Promise<void> {
    const chat = { externalId: `another phone ${crypto.randomUUID()}`, languageTag: undefined };
    await joinAs(this.program.deps, chat, this.account(reference).id);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.program.endStreams();
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections();
    await closed;
    await this.program.dispatcher.stop();
    await this.test.close();
  }
}
