/** Cases 1 and 5: two replicas serve the same chats, and neither goes by what the other has made untrue or has in hand. */
import { afterEach, beforeAll, describe, inject, it } from 'vitest';
import { updates } from '../bench/form.ts';
import { mustBalance } from './books.ts';
import { Crowd } from './crowd.ts';
import { Peer } from './peer.ts';
import { DatabaseProxy } from './proxy.ts';
import { Service } from './service.ts';
import { leases } from './strike.ts';
import { until } from './until.ts';

const postgresUrl = inject('postgresUrl');
const settling = new Set(['settle_mail', 'settle_answers']);
const lastStep = updates.length - 1;

describe.runIf(postgresUrl)('two replicas', { timeout: 600_000 }, () => {
  let crowd: Crowd;
  let second: Service;
  /** Of the second. Until it is let through it looks for nothing, and has not looked for what the dead held either. */
  let proxy: DatabaseProxy;

  beforeAll(async () => {
    crowd = await Crowd.gather(postgresUrl ?? '', 2, { strangers: 1 });
    proxy = await DatabaseProxy.start(crowd.settings.migrationUrl);
    proxy.refused.add('read_due').add('lease_mail').add('lease_paced');
    second = new Service({ ...crowd.settings, databaseUrl: proxy.url });
    await second.start();
    return async () => {
      await second.stop();
      await proxy.stop();
      await crowd.end();
    };
  }, 300_000);
  afterEach(async () => {
    await mustBalance(crowd);
  });

  it('leave alone what the other is sending', async () => {
    const member = crowd.members[0]!;
    const stranger = crowd.stranger();
    let looked = 0;
    let recovered = false;
    // What was sent is not settled before the other has looked for what is due, and for what the dead held.
    const isOver = () => recovered && looked >= 2;
    crowd.proxy.watch = (flight, moment) =>
      settling.has(flight) && moment === 'before' && !isOver() ? { sqlState: '40001' } : 'forward';
    proxy.watch = (flight, moment) => {
      if (moment === 'after' && flight === 'recover_mail') recovered = true;
      if (moment === 'after' && leases.has(flight) && recovered) looked += 1;
      return 'forward';
    };
    await Promise.all([crowd.goOn(member), crowd.openLink(stranger)]);
    for (const lease of leases) proxy.refused.delete(lease);
    await until(isOver, 'the other looked for nothing');
  });

  it('see what became of a chat at the other', async () => {
    const member = crowd.members[1]!;
    const elsewhere = new Peer(() => second.address);
    while (member.written % updates.length !== lastStep) await crowd.goOn(member);
    await crowd.rest();
    await crowd.goOn(member, (update) => elsewhere.send(member.chat, update));
    await crowd.rest();
    // To the first replica the form still waits for its yes, which would make a second request.
    await crowd.say(member, '1', '社保');
  });
});
