/** Five replicas on one database whose clock is moved by hand, some on machines whose own clock is a day off. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { addDays, dayOf, instantAt, weekdayOf } from '../../src/calendar/day.ts';
import { Town, townToken } from '../support/town.ts';
import { moveClockTo } from './demoClock.ts';
import { Service } from './service.ts';
import { patienceMilliseconds } from './size.ts';

const day = 86_400_000;
const clocksOff = [0, day, -day, 0, 0];
const metricsToken = 'a-metrics-token-of-the-faults';

export class Replicas {
  readonly town: Town;
  readonly services: readonly Service[];
  /** As the owner. */
  readonly sql: postgres.Sql;
  /** The first day, a Monday. */
  readonly monday: string;

  private constructor(town: Town, services: readonly Service[], sql: postgres.Sql, monday: string) {
    this.town = town;
    this.services = services;
    this.sql = sql;
    this.monday = monday;
  }

  /** A town at ten o'clock on a Monday to come; no replica is started yet. */
  static async open(): Promise<Replicas> {
    const monday = nextMonday();
    const town = await Town.open({ begins: instantAt(monday, 10) });
    const url = town.test.url ?? '';
    const sql = postgres(url, { max: 2, onnotice: () => undefined });
    // No holiday, whenever this runs.
    for (const year of [0, 1])
      await sql`select write_calendar_year(${Number(monday.slice(0, 4)) + year}::smallint, '[]', '[]')`;
    const services = clocksOff.map(
      (off) =>
        new Service({
          databaseUrl: url,
          migrationUrl: url,
          apiRoot: town.telegram.apiRoot,
          first: fileURLToPath(new URL('wrongClock.ts', import.meta.url)),
          environment: { CLOCK_OFF: String(off), METRICS_TOKEN: metricsToken, TELEGRAM_BOT_TOKEN: townToken },
        }),
    );
    return new Replicas(town, services, sql, monday);
  }

  /** A moment so many days after the Monday. */
  at(days: number, hour: number, minute = 0): Date {
    return instantAt(addDays(this.monday, days), hour, minute);
  }

  /** Sets the database's clock, which cannot go back. */
  async moveTo(moment: Date): Promise<void> {
    await moveClockTo(this.sql, moment);
  }

  /** Moves on, until each of these has done whole ticks since, and nothing that is due is left to send. */
  async tickAt(moment: Date, services = this.services): Promise<void> {
    await this.moveTo(moment);
    await this.ticked(services);
    await this.#until('everything is sent', async () => {
      const [row] = await this.sql<{ left: number }[]>`
        select count(*)::integer as left from outbox where state = 'waiting' and identity_id is not null and due_at <= clock_now() + interval '1 minute'`;
      return row?.left === 0;
    });
  }

  /** Two more ticks of each: the first may have begun before. */
  async ticked(services = this.services): Promise<void> {
    const before = await Promise.all(services.map(ticksOf));
    await this.#until('each has ticked', async () => {
      const now = await Promise.all(services.map(ticksOf));
      return now.every((count, index) => count >= (before[index] ?? 0) + 2);
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.sql.end();
    await this.town.close();
  }

  async #until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patienceMilliseconds;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error(`it never came to this: ${what}`);
      await sleep(200);
    }
  }
}

async function ticksOf(service: Service): Promise<number> {
  const response = await fetch(`${service.address}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const count = (result: string) => Number(text.match(`guitu_ticks_total\\{result="${result}"\\} (\\d+)`)?.[1] ?? 0);
  const text = await response.text();
  if (count('failed') > 0) throw new Error('a tick failed');
  return count('done');
}

/** Far enough ahead that the database's clock, which is this machine's, need not go back. */
function nextMonday(): string {
  let next = addDays(dayOf(new Date()), 2);
  while (weekdayOf(next) !== 1) next = addDays(next, 1);
  return next;
}
