/** A district of many people, each with a chat, who fill in the same form again and again; the service in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import postgres from 'postgres';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { type CodedAccount, setUp } from '../../src/organisation/setup.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { screens, updates } from '../bench/form.ts';
import { createDatabase } from '../support/embeddedPostgres.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';
import { Peer } from './peer.ts';
import { DatabaseProxy } from './proxy.ts';
import { botToken, Service } from './service.ts';
import { patienceMilliseconds } from './size.ts';

/** Longer than any lease: what a killed process held is taken up at once by the next. */
const leaseSeconds = 61;

export interface Member {
  readonly chat: number;
  readonly code: string;
  /** How often the form was begun and gone on with: updates answered so far. */
  written: number;
  /** The beginning of each answer that is to come, in order. */
  readonly expected: string[];
  /** When each was asked for, in milliseconds since 1970. */
  readonly askedAt: number[];
  /** What the service must have kept each update under. */
  readonly keys: string[];
}

export class Crowd {
  readonly telegram: FakeTelegram;
  readonly proxy: DatabaseProxy;
  readonly service: Service;
  readonly peer: Peer;
  /** As the owner, past the proxy. */
  readonly sql: postgres.Sql;
  readonly members: readonly Member[];
  /** When a process or the database was broken off: a message in flight may come twice over it. */
  readonly breaks: number[];

  private constructor(
    telegram: FakeTelegram,
    proxy: DatabaseProxy,
    service: Service,
    sql: postgres.Sql,
    members: readonly Member[],
  ) {
    this.telegram = telegram;
    this.proxy = proxy;
    this.service = service;
    this.peer = new Peer(() => service.address);
    this.sql = sql;
    this.members = members;
    this.breaks = service.kills;
  }

  /** `server`: a superuser's address. Everybody has joined and agreed, and stands before the form. */
  static async gather(server: string, people: number): Promise<Crowd> {
    const url = await createDatabase(server, `faults_${crypto.randomUUID().replaceAll('-', '')}`);
    const accounts = await settle(url, people);
    const telegram = await FakeTelegram.start({ token: botToken, floodLimits: false });
    const proxy = await DatabaseProxy.start(url);
    const service = new Service({ databaseUrl: proxy.url, migrationUrl: url, apiRoot: telegram.apiRoot });
    const sql = postgres(url, { max: 2, onnotice: () => undefined });
    const members = accounts.map(({ links }, index) => ({
      chat: 1001 + index,
      code: links.web.split('#')[1] ?? '',
      written: 0,
      expected: [],
      askedAt: [],
      keys: [],
    }));
    const crowd = new Crowd(telegram, proxy, service, sql, members);
    await service.start();
    await Promise.all(members.map((member) => crowd.#join(member)));
    return crowd;
  }

  /** The next update of the form, up to its answer; `send` posts it in another way than the peer's. */
  async goOn(member: Member, send?: (update: Update) => Promise<unknown>): Promise<void> {
    const step = member.written % updates.length;
    member.written += 1;
    await this.say(member, updates[step] ?? '', screens[step]?.text.slice(0, 4) ?? '', send);
  }

  /** Until everybody stands before this step of the form. */
  async goOnTo(step: number): Promise<void> {
    const behind = (member: Member) => member.written % updates.length !== step;
    await Promise.all(
      this.members.map(async (member) => {
        while (behind(member)) await this.goOn(member);
      }),
    );
  }

  /** What the next answer begins with. */
  awaits(member: Member, beginning: string): void {
    member.expected.push(beginning);
    member.askedAt.push(Date.now());
  }

  async say(
    member: Member,
    text: string,
    expected: string,
    send: (update: Update) => Promise<unknown> = (update) => this.peer.send(member.chat, update),
  ): Promise<void> {
    const update = this.telegram.textUpdate(member.chat, text, { languageCode: 'zh-hans' });
    member.keys.push(`message ${member.chat} ${update.message?.message_id}`);
    this.awaits(member, expected);
    const count = member.expected.filter((words) => words === expected).length;
    await send(update);
    await this.#heard(member, expected, count);
  }

  /** What the service remembers of this chat no longer holds, so that its next turn has to read. */
  async outdate({ chat }: Member): Promise<void> {
    await this.sql`update dialogue d set version = d.version + 1 from identity i
      where i.id = d.identity_id and i.external_id = ${String(chat)}`;
  }

  /** After a kill. The clock moves on, so that no lease of the dead is waited for. */
  async revive(): Promise<void> {
    await this.service.gone();
    this.proxy.rest();
    await this.skipLeases();
    await this.service.start();
  }

  /** Also over those that the living hold: what was on its way may then come again. */
  async skipLeases(): Promise<void> {
    await this.sql`select move_clock(${leaseSeconds})`;
    this.breaks.push(Date.now());
  }

  /**
   * Kills one of the server's processes: PostgreSQL then ends all others at once and recovers, as after an immediate stop.
   * Resolves when it answers again. The clock goes on as it does, because the service lives, and with it its leases.
   */
  async crashDatabase(): Promise<void> {
    const [backend] = await this.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    this.breaks.push(Date.now());
    process.kill(backend?.pid ?? 0, 'SIGKILL');
    const end = Date.now() + patienceMilliseconds;
    for (;;) {
      const answered = await this.sql`select 1`.then(
        () => true,
        () => false,
      );
      if (answered) break;
      if (Date.now() > end) throw new Error('the database did not come back');
      await sleep(50);
    }
    // Whoever was answered while it was down is told of it now.
    this.breaks.push(Date.now());
  }

  /** Resolves when nothing is left to send or to settle. */
  async rest(): Promise<void> {
    const end = Date.now() + patienceMilliseconds;
    for (;;) {
      const [row] = await this
        .sql`select count(*)::integer as left from outbox where state = 'waiting' and identity_id is not null`;
      if (row?.left === 0) return;
      if (Date.now() > end) throw new Error(`${row?.left} messages were never settled`);
      await sleep(50);
    }
  }

  async end(): Promise<void> {
    await this.service.stop();
    await this.proxy.stop();
    await this.sql.end();
    await this.telegram.stop();
  }

  async #join(member: Member): Promise<void> {
    await this.say(member, `/start ${member.code}`, '');
    await this.say(member, '1', '');
  }

  /** So many answers like this one: a repeated one counts once more, and the books look at that. */
  async #heard(member: Member, expected: string, count: number): Promise<void> {
    const { chat } = member;
    const heard = () => this.telegram.chat(chat).messages.filter(({ text }) => text.startsWith(expected)).length;
    const end = Date.now() + patienceMilliseconds;
    while (heard() < count) {
      if (Date.now() > end)
        throw new Error(`chat ${chat} never heard “${expected}”: ${this.telegram.chat(chat).last?.text}`);
      await sleep(20);
    }
  }
}

/** The demo's district with so many people; its workers never join, so each turn has one answer. */
async function settle(url: string, people: number): Promise<readonly CodedAccount[]> {
  const owner = openPostgres({ url, connections: 1 });
  await migrate(owner);
  await owner.close();
  const database = openPostgres({ url, role: serviceRole, connections: 2 });
  const vault = await openVault(new Uint8Array(32).fill(7));
  const demo = demoOrganisation();
  const pattern = demo.people[0];
  if (pattern === undefined) throw new Error('the demo has people');
  const many = Array.from({ length: people }, (_, index) => ({ ...pattern, reference: `crowd-${index + 1}` }));
  const links = { web: 'https://faults.invalid' };
  const accounts = await setUp({ database, vault, now: null, links }, { ...demo, people: many }, { demo: true });
  await database.close();
  return accounts.filter(({ role }) => role === 'person');
}
