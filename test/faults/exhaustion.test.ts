/**
 * Case 2: what a database may run out of. Its connections: all of the server's, or all of the service's; and the room for
 * its data. No false acknowledgement, and recovery without a hand.
 */
import postgres from 'postgres';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { updates } from '../bench/form.ts';
import { createDatabase, type EmbeddedPostgres, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { mustBalance } from './books.ts';
import { Crowd } from './crowd.ts';
import { Holder } from './holder.ts';
import { full } from './size.ts';
import { SmallDisk } from './smallDisk.ts';
import { until } from './until.ts';

/** More than the service has connections. */
const people = 12;
const lastStep = updates.length - 1;

describe.runIf(inject('postgresUrl') && full)('a database that runs out of', { timeout: 1_200_000 }, () => {
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    // Of its own, because it is filled; durable, as it is in earnest.
    server = await startEmbeddedPostgres({ durable: true });
    return () => server.stop();
  }, 300_000);

  async function gather(url?: string): Promise<Crowd> {
    const crowd = await Crowd.gather(server.url, people, url === undefined ? {} : { url });
    onTestFinished(() => crowd.end());
    await crowd.goOnTo(lastStep);
    await crowd.rest();
    return crowd;
  }

  async function balance(crowd: Crowd): Promise<void> {
    await mustBalance(crowd);
  }

  it('connections, all of them held by others, is answered 503 until there are some', async () => {
    const crowd = await gather();
    // The harness's own two are open before there are none.
    await Promise.all([crowd.sql`select pg_sleep(0.1)`, crowd.sql`select pg_sleep(0.1)`]);
    crowd.proxy.isShut = true;
    crowd.proxy.breakOff();
    const others = await takeAll();
    onTestFinished(() => letGo(others));
    crowd.proxy.isShut = false;
    let refused = 0;
    await Promise.all(
      crowd.members.map((member) =>
        crowd.goOn(member, async (update) => {
          expect(await crowd.peer.post(update)).toBe(503);
          refused += 1;
          if (refused === people) await letGo(others.splice(0));
          await crowd.peer.send(member.chat, update);
        }),
      ),
    );
    await balance(crowd);
  });

  /** Every connection that the server has left. */
  async function takeAll(): Promise<postgres.Sql[]> {
    const taken: postgres.Sql[] = [];
    for (;;) {
      const one = postgres(server.url, { max: 1, connect_timeout: 60 });
      const refusal = await one`select 1`.then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refusal !== undefined) {
        await one.end();
        expect(refusal).toMatchObject({ code: '53300' });
        return taken;
      }
      taken.push(one);
    }
  }

  async function letGo(taken: readonly postgres.Sql[]): Promise<void> {
    await Promise.all(taken.map((one) => one.end()));
  }

  it('the service’s own connections, all of them waiting, acknowledges nothing until they are answered', async () => {
    const crowd = await gather();
    const holder = new Holder(crowd.settings.migrationUrl);
    onTestFinished(() => holder.end());
    // A service that knows nothing of its chats reads before it writes, each by itself; writes go together and want few connections.
    crowd.service.kill();
    await crowd.revive();
    await holder.hold('lock table identity in access exclusive mode');
    let acknowledged = 0;
    const work = crowd.members.map((member) =>
      crowd.goOn(member, async (update) => {
        await crowd.peer.send(member.chat, update);
        acknowledged += 1;
      }),
    );
    const waiting = async () => {
      const [row] = await crowd.sql<{ count: number }[]>`select count(*)::integer from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return row?.count === 10;
    };
    await until(waiting, 'the pool was never exhausted');
    expect(acknowledged).toBe(0);
    // Half of what waits is broken off, and comes again.
    await crowd.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and pid % 2 = 0`;
    await holder.letGo('rollback');
    await Promise.all(work);
    await balance(crowd);
  });

  it('room for its data is answered 503 until there is some', async ({ skip }) => {
    const disk = SmallDisk.mount();
    if (disk === undefined) return skip('a small disk can be mounted only by root, on Linux');
    onTestFinished(() => disk.unmount());
    const owner = postgres(server.url, { max: 1 });
    await owner.unsafe(`create tablespace small location '${disk.folder}'`);
    await createDatabase(server.url, 'on_a_small_disk');
    await owner.unsafe('alter database on_a_small_disk set tablespace small');
    await owner.end();
    const url = new URL(server.url);
    url.pathname = '/on_a_small_disk';
    const crowd = await gather(url.href);

    disk.fill();
    const refusals = new Set<string>();
    crowd.proxy.watch = (flight, moment, answer) => {
      if (moment === 'executed' && answer?.sqlState !== undefined) refusals.add(`${flight} ${answer.sqlState}`);
      return 'forward';
    };
    const statuses: number[] = [];
    // There is room within the pages that are there already: whoever still gets a 200 must find it in the books.
    await Promise.all(
      crowd.members.map(async (member) => {
        let isFull = false;
        const send = async (update: Parameters<typeof crowd.peer.post>[0]) => {
          const status = await crowd.peer.post(update);
          statuses.push(status);
          isFull = status === 503;
          if (!isFull) return;
          if (statuses.filter((one) => one === 503).length === people) disk.free();
          await crowd.peer.send(member.chat, update);
        };
        while (!isFull) await crowd.goOn(member, send);
      }),
    );
    expect([...refusals]).toContain('write_turns 53100');
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    await balance(crowd);
  });
});
