/** Case 1: the clock, killed around each of its flights, does each piece of its work once, whoever goes on with it. */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { updates } from '../bench/form.ts';
import { complaints } from './books.ts';
import { Crowd } from './crowd.ts';
import { DatabaseProxy } from './proxy.ts';
import { full } from './size.ts';
import { type Blow, flightsOf, momentsOf, strike } from './strike.ts';
import { Ticker } from './ticker.ts';

const postgresUrl = inject('postgresUrl');
const minute = 60_000;
const day = 86_400_000;
/** Only where something came late, on a machine with much to do: it may be there once, and not again. */
const byChance = 'put_off_chat';

describe.runIf(postgresUrl && full)('the clock, killed around each of its flights', { timeout: 1_800_000 }, () => {
  let crowd: Crowd;
  let proxy: DatabaseProxy;
  let ticker: Ticker;
  /** Goes on with each tick by more than a lease lasts. */
  let now: Date;

  beforeAll(async () => {
    crowd = await Crowd.gather(postgresUrl ?? '', 2);
    crowd.proxy.refused.add('read_due');
    proxy = await DatabaseProxy.start(crowd.settings.migrationUrl);
    ticker = new Ticker({ ...crowd.settings, databaseUrl: proxy.url });
    await crowd.goOnTo(updates.length - 1);
    await crowd.goOnTo(0);
    await crowd.rest();
    return async () => {
      await proxy.stop();
      await crowd.end();
    };
  }, 300_000);

  async function tick(): Promise<boolean> {
    now = new Date(now.getTime() + 2 * minute);
    return ticker.tick(now);
  }

  /** Kills one tick, lets the next one end the work, and balances the books. */
  async function kill(blow: Blow): Promise<void> {
    const struck = () => {
      ticker.kill();
      crowd.breaks.push(Date.now());
    };
    strike(proxy, struck, blow);
    const isKilled = !(await tick());
    expect(isKilled || blow.flight === byChance, `no ${blow.flight} to kill ${blow.moment}`).toBe(true);
    proxy.rest();
    crowd.breaks.push(Date.now());
    await tick();
    await crowd.rest();
    expect(await complaints(crowd)).toEqual([]);
  }

  async function killAround(flights: readonly string[], prepare: () => Promise<void>): Promise<void> {
    for (const flight of new Set(flights)) {
      // A second piece, where there is one: the first is done then.
      const times = flight === 'write_turns' ? 2 : 1;
      for (let nth = 0; nth < times; nth += 1)
        for (const moment of momentsOf(flight)) {
          await prepare();
          await kill({ flight, nth, moment });
        }
    }
    console.log([...new Set(flights)].join(', '));
  }

  /** Eight days from now, when the first deadlines are long past, at this hour there. */
  async function goToHour(hour: number): Promise<void> {
    const [row] = await crowd.sql<{ now: Date }[]>`select clock_now() as now`;
    const date = new Date((row?.now.getTime() ?? 0) + 8 * day).toISOString().slice(0, 10);
    now = new Date(`${date}T${String(hour).padStart(2, '0')}:30:00+08:00`);
  }

  it('moves each request’s day once, and says so once', async () => {
    await goToHour(10);
    await tick();
    let rounds = 0;
    const fallDue = async () => {
      rounds += 1;
      await crowd.sql`update timer set due_at = ${now} where rule = 'expectedDay' and state = 'waiting'`;
      for (const member of crowd.members) crowd.awaits(member, '【建设路');
    };
    await fallDue();
    const flights = await flightsOf(proxy, async () => {
      await tick();
    });
    await killAround(flights, fallDue);
    const counts = await crowd.sql<{ moved: number; audited: number; told: number }[]>`
      select (select count(*)::integer from referral_event e where e.referral_id = r.id and e.kind = 'expectedDayMoved') as moved,
        (select count(*)::integer from audit a where a.subject_id = r.id and a.action = 'expectedDayMoved') as audited,
        (select count(*)::integer from outbox o join person p on p.account_id = o.account_id
          where p.id = r.person_id and o.rule = 'expectedDay') as told
      from referral r`;
    expect(counts).toEqual(crowd.members.map(() => ({ moved: rounds, audited: rounds, told: rounds })));
  });

  it('purges what is old once', async () => {
    await goToHour(3);
    let rounds = 0;
    const age = async () => {
      rounds += 1;
      await crowd.sql`insert into timer (id, rule, subject_id, slot, due_at, state)
        values (gen_random_uuid(), 'departmentReminder', gen_random_uuid(), 'old', ${new Date(now.getTime() - 91 * day)}, 'done')`;
    };
    await age();
    const flights = await flightsOf(proxy, async () => {
      await tick();
    });
    await killAround(
      flights.filter((flight) => flight === 'purge_records'),
      age,
    );
    const [left] = await crowd.sql`select (select count(*)::integer from timer where slot = 'old') as old,
      (select count(*)::integer from audit where action = 'recordsPurged') as purges`;
    expect(left).toEqual({ old: 0, purges: rounds });
  });
});
