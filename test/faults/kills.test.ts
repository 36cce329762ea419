/** Case 1: the service is killed at random under load, a thousand times, started again, and the books balance. */
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { complaints } from './books.ts';
import { Crowd } from './crowd.ts';
import { full } from './size.ts';

const postgresUrl = inject('postgresUrl');
describe.runIf(postgresUrl)('the service, killed', { timeout: 3_600_000 }, () => {
  // What chance decides is not for every run of the suite: a red one must be looked into at once.
  it.runIf(full)('at random under load, loses nothing and does nothing twice', async () => {
    const crowd = await Crowd.gather(postgresUrl ?? '', 12);
    onTestFinished(() => crowd.end());
    let kills = Number(process.env.FAULTS_KILLS ?? 1000);
    const load = crowd.members.map(async (member) => {
      while (kills > 0) await crowd.goOn(member);
    });
    while (kills > 0) {
      let left = 5 + Math.floor(Math.random() * 60);
      // Every second life is to answer somebody, or those that begin and die would leave nobody anything to lose.
      const answered = kills % 2 === 0 ? crowd.peer.acknowledged : -1;
      await new Promise<void>((resolve) => {
        crowd.proxy.watch = () => {
          if (crowd.peer.acknowledged === answered) return 'forward';
          left -= 1;
          if (left !== 0) return left > 0 ? 'forward' : 'swallow';
          crowd.service.kill();
          resolve();
          return 'swallow';
        };
      });
      await crowd.revive();
      kills -= 1;
    }
    await Promise.all(load);
    await crowd.rest();
    expect(await complaints(crowd)).toEqual([]);
  });
});
