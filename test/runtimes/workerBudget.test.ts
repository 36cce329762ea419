/** What a turn costs the processor in workerd, counted from outside, beside a peer that makes the same two statements. */
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { median } from '../bench/report.ts';
import { Sink } from '../bench/sink.ts';
import { type Running, startPeer, startWorker } from '../bench/worker/turns.ts';
import { createDatabase } from '../support/embeddedPostgres.ts';

const users = 10;
const turns = 30;
const rounds = 3;
const mostOfPeer = 3;

describe.runIf(inject('postgresUrl') !== undefined)('a turn in workerd', { timeout: 180_000 }, () => {
  it(`takes at most ${mostOfPeer} times the processor time of its peer`, async () => {
    const superuser = inject('postgresUrl') ?? '';
    const sink = new Sink();
    await sink.listen();
    onTestFinished(() => sink.close());
    const open = async (start: (url: string) => Promise<Running>): Promise<Running> => {
      const running = await start(await createDatabase(superuser, `budget_${crypto.randomUUID().replaceAll('-', '')}`));
      onTestFinished(() => running.process.stop());
      await running.take(users);
      return running;
    };
    const own = await open((url) => startWorker(url, sink, users));
    const peer = await open((url) => startPeer(url, users));
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) ratios.push((await own.take(turns)) / (await peer.take(turns)));
    expect(median(ratios)).toBeLessThanOrEqual(mostOfPeer);
  });
});
