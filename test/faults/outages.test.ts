/** Case 2: PostgreSQL breaks off, keeps silent, refuses or is full: no false acknowledgement, and recovery by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { updates } from '../bench/form.ts';
import { startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { complaints } from './books.ts';
import { Crowd } from './crowd.ts';
import type { Member } from './district.ts';
import type { Verdict } from './proxy.ts';
import { full } from './size.ts';
import { until } from './until.ts';

const postgresUrl = inject('postgresUrl');
const restarts = 100;
const lastStep = updates.length - 1;

describe.runIf(postgresUrl)('while the database is away', { timeout: 1_200_000 }, () => {
  let crowd: Crowd;
  let taken = 0;

  beforeAll(async () => {
    // A server of its own, where it is broken off; durable, because without that PostgreSQL itself forgets commits.
    const server = full ? await startEmbeddedPostgres({ durable: true }) : undefined;
    crowd = await Crowd.gather(server?.url ?? postgresUrl ?? '', 6);
    await crowd.goOnTo(lastStep);
    return async () => {
      await crowd.end();
      await server?.stop();
    };
  });
  afterEach(async () => {
    crowd.proxy.rest();
    await crowd.skipLeases();
    await crowd.rest();
    expect(await complaints(crowd)).toEqual([]);
  });

  function next(): Member {
    taken += 1;
    return crowd.members[taken - 1]!;
  }

  /** Strikes once at the writing of a turn. */
  function strike(at: 'before' | 'executed', verdict: Verdict): () => boolean {
    let struck = false;
    crowd.proxy.watch = (flight, moment) => {
      if (struck || flight !== 'write_turns' || moment !== at) return 'forward';
      struck = true;
      crowd.breaks.push(Date.now());
      return verdict;
    };
    return () => struck;
  }

  /**
   * Kills one of the server's processes: PostgreSQL then ends all others at once and recovers, as after an immediate stop.
   * Resolves when it answers again. The clock goes on as it does, because the service lives, and with it its leases.
   */
  async function crashDatabase(): Promise<void> {
    const [backend] = await crowd.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    crowd.breaks.push(Date.now());
    process.kill(backend?.pid ?? 0, 'SIGKILL');
    const answers = () =>
      crowd.sql`select 1`.then(
        () => true,
        () => false,
      );
    await until(answers, 'the database did not come back');
    // Whoever was answered while it was down is told of it now.
    crowd.breaks.push(Date.now());
  }

  it('a turn whose COMMIT is done but unheard is answered 503, and counts once when it comes again', async () => {
    const struck = strike('executed', 'cut');
    const statuses: number[] = [];
    const work = crowd.goOn(next(), async (update) => {
      statuses.push(await crowd.peer.post(update), await crowd.peer.post(update));
      await crowd.skipLeases();
    });
    await work;
    expect(struck()).toBe(true);
    expect(statuses).toEqual([503, 200]);
  });

  it.each([
    ['53100', 'the disk is full'],
    ['53300', 'the connections are used up'],
    ['57P03', 'the server is starting'],
  ])('%s (%s) is answered 503, and the update works when it comes again', async (sqlState) => {
    const struck = strike('before', { sqlState });
    const statuses: number[] = [];
    await crowd.goOn(next(), async (update) => {
      statuses.push(await crowd.peer.post(update), await crowd.peer.post(update));
    });
    expect(struck()).toBe(true);
    expect(statuses).toEqual([503, 200]);
  });

  it('connections that are half open are no acknowledgement, and everything flows once they break', async () => {
    let held = true;
    crowd.proxy.watch = () => (held ? 'swallow' : 'forward');
    const attempt = new AbortController();
    const work = crowd.goOn(next(), async (update) => {
      const first = crowd.peer.post(update).finally(() => attempt.abort());
      await sleep(500);
      expect(attempt.signal.aborted).toBe(false);
      held = false;
      crowd.proxy.breakOff();
      expect(await first).not.toBe(200);
      // Not all connections break in the same moment, so more than one try may meet one that does.
      await crowd.peer.send(update.message?.chat.id ?? 0, update);
    });
    await work;
  });

  it.runIf(full)('that restarts at once, again and again under load, nothing is lost or done twice', async () => {
    let left = restarts;
    const load = crowd.members.map(async (member) => {
      while (left > 0) await crowd.goOn(member);
    });
    while (left > 0) {
      await sleep(Math.random() * 1500);
      await crashDatabase();
      left -= 1;
    }
    await Promise.all(load);
  });
});
