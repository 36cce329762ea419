/** A district of many people, each with a chat, who fill in the same form again and again; the service in between. */
import type { Update } from 'grammy/types';
import postgres from 'postgres';
import { addDays, dayOf, instantAt } from '../../src/calendar/day.ts';
import type { CodedAccount } from '../../src/organisation/setup.ts';
import { screens, updates } from '../bench/form.ts';
import { createDatabase } from '../support/embeddedPostgres.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';
import { moveClockTo } from './demoClock.ts';
import { count, type Member, memberOf, settleDistrict } from './district.ts';
import { Peer } from './peer.ts';
import { DatabaseProxy } from './proxy.ts';
import { botToken, Service, type ServiceSettings } from './service.ts';
import { full } from './size.ts';
import { until } from './until.ts';

/** Longer than any lease: what a killed process held is taken up at once by the next. */
const leaseSeconds = 61;

export interface Gathering {
  /** Past the proxy; a tablespace of its own, where the case needs one. */
  readonly url?: string;
  /** So many people more, who have not opened their links. */
  readonly strangers?: number;
}

export class Crowd {
  readonly telegram: FakeTelegram;
  readonly proxy: DatabaseProxy;
  readonly service: Service;
  readonly peer: Peer;
  /** As the owner, past the proxy. */
  readonly sql: postgres.Sql;
  readonly settings: ServiceSettings;
  /** Who has joined. */
  readonly members: Member[] = [];
  readonly #accounts: readonly CodedAccount[];
  readonly #strangers: CodedAccount[];
  /** When a process or the database was broken off: a message in flight may come twice over it. */
  readonly breaks: number[];

  private constructor(
    telegram: FakeTelegram,
    proxy: DatabaseProxy,
    settings: ServiceSettings,
    accounts: readonly CodedAccount[],
  ) {
    this.telegram = telegram;
    this.proxy = proxy;
    this.settings = settings;
    this.service = new Service(settings);
    this.peer = new Peer(() => this.service.address);
    this.sql = postgres(settings.migrationUrl, { max: 2, onnotice: () => undefined });
    this.breaks = this.service.kills;
    this.#accounts = accounts;
    this.#strangers = accounts.filter(({ role }) => role === 'person');
  }

  /**
   * `server`: a superuser's address. Everybody has joined and agreed, and stands before the form. No worker has, so each
   * turn has one answer. Bounded, the service's own clock does nothing, so that no case depends on the time of day.
   */
  static async gather(server: string, people: number, { url, strangers = 0 }: Gathering = {}): Promise<Crowd> {
    const place = url ?? (await createDatabase(server, `faults_${crypto.randomUUID().replaceAll('-', '')}`));
    const accounts = await settleDistrict(place, people + strangers);
    const telegram = await FakeTelegram.start({ token: botToken, floodLimits: false });
    const proxy = await DatabaseProxy.start(place);
    if (!full) proxy.refused.add('read_due');
    const settings = { databaseUrl: proxy.url, migrationUrl: place, apiRoot: telegram.apiRoot };
    const crowd = new Crowd(telegram, proxy, settings, accounts);
    await crowd.service.start();
    const members = Array.from({ length: people }, () => crowd.stranger());
    await Promise.all(members.map((member) => crowd.openLink(member)));
    // So that gathering needs no turn to be taken again, which is for the cases to find out.
    await crowd.rest();
    await Promise.all(members.map((member) => crowd.agree(member)));
    await crowd.rest();
    return crowd;
  }

  /** Somebody who has not opened their link yet, and is among the members from now on. */
  stranger(): Member {
    const account = this.#strangers.shift();
    if (account === undefined) throw new Error('everybody has joined');
    return this.#admit(account);
  }

  /** A worker, who joins now. */
  async worker(reference: string): Promise<Member> {
    const account = this.#accounts.find((one) => one.reference === reference);
    if (account === undefined) throw new Error(`nobody is called ${reference}`);
    const member = this.#admit(account);
    await this.openLink(member);
    return member;
  }

  #admit(account: CodedAccount): Member {
    const member = memberOf(account, 1001 + this.members.length);
    this.members.push(member);
    return member;
  }

  async openLink(member: Member): Promise<void> {
    count(member, 'joined');
    const { links, name } = member.account;
    await this.say(member, `/start ${links.web.split('#')[1]}`, `${name}，您好`);
  }

  async agree(member: Member): Promise<void> {
    count(member, 'contactAgreed');
    await this.say(member, '1', '好的，谢谢您');
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
    member.kept.set(`message ${member.chat} ${update.message?.message_id}`, 'done');
    this.awaits(member, expected);
    const times = member.expected.filter((words) => words === expected).length;
    await send(update);
    await this.heard(member, expected, times);
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

  /** On to the next morning there: in the evening and at night nobody is told what can wait. */
  async goToMorning(): Promise<void> {
    const [row] = await this.sql<{ now: Date }[]>`select clock_now() as now`;
    if (row === undefined) throw new Error('the database has a clock');
    await moveClockTo(this.sql, instantAt(addDays(dayOf(row.now), 1), 8, 1));
  }

  /** Also over those that the living hold: what was on its way may then come again. */
  async skipLeases(): Promise<void> {
    await this.sql`select move_clock(${leaseSeconds})`;
    this.breaks.push(Date.now());
  }

  /** Resolves when nothing is left to send or to settle. */
  async rest(): Promise<void> {
    const left = async () => {
      const [row] = await this
        .sql`select count(*)::integer as left from outbox where state = 'waiting' and identity_id is not null`;
      return row?.left;
    };
    await until(async () => (await left()) === 0, 'messages were never settled');
  }

  async end(): Promise<void> {
    await this.service.stop();
    await this.proxy.stop();
    // A connection that was broken off while something was asked may never answer.
    await this.sql.end({ timeout: 5 });
    await this.telegram.stop();
  }

  /** So many answers like this one: a repeated one counts once more, and the books look at that. */
  async heard(member: Member, expected: string, times: number): Promise<void> {
    const { chat } = member;
    const heard = () => this.telegram.chat(chat).messages.filter(({ text }) => text.startsWith(expected)).length;
    await until(
      () => heard() >= times,
      () => `chat ${chat} never heard “${expected}”: ${this.telegram.chat(chat).last?.text}`,
    );
  }
}
