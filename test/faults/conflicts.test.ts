/** Case 9: PostgreSQL itself raises deadlocks and serialization failures in the service's statements. */
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { mustBalance } from './books.ts';
import { Crowd } from './crowd.ts';
import { count, type Member } from './district.ts';
import { Holder } from './holder.ts';
import type { Verdict } from './proxy.ts';

const postgresUrl = inject('postgresUrl');

describe.runIf(postgresUrl)('a conflict that PostgreSQL raises', { timeout: 600_000 }, () => {
  let crowd: Crowd;
  let holder: Holder;
  /** What the server refused, by the name of the flight. */
  let refusals: string[] = [];

  beforeAll(async () => {
    crowd = await Crowd.gather(postgresUrl ?? '', 2, { strangers: 20 });
    holder = new Holder(crowd.settings.migrationUrl);
    return async () => {
      await holder.end();
      await crowd.end();
    };
  }, 300_000);
  afterEach(async () => {
    await mustBalance(crowd);
  });

  /** Notes what the server refuses; `before` is asked before each flight. */
  function listen(before: (flight: string) => Verdict = () => 'forward'): void {
    refusals = [];
    crowd.proxy.watch = (flight, moment, answer) => {
      if (moment === 'executed' && answer?.sqlState !== undefined) refusals.push(`${flight} ${answer.sqlState}`);
      return moment === 'before' ? before(flight) : 'forward';
    };
  }

  const dialogueOf = ({ chat }: Member) =>
    `dialogue where identity_id = (select id from identity where external_id = '${chat}')`;

  /** Locks in the opposite order from the service's: an account, then the dialogue. False when nobody was in anybody's way. */
  async function deadlockTurn(member: Member, expected: string): Promise<boolean> {
    await crowd.rest();
    listen();
    await holder.hold(`select 1 from account where id = '${member.account.id}' for no key update`);
    count(member, 'languageChosen');
    const turn = crowd.say(member, '/language', expected);
    await holder.stands('write_turns');
    await holder.ask(`select 1 from ${dialogueOf(member)} for update`);
    await holder.letGo('rollback');
    await turn;
    return refusals.includes('write_turns 40P01');
  }

  it('as a deadlock lets the turn be taken again', async () => {
    const member = crowd.members[0]!;
    // Only who comes in time is in the way, and a busy machine may let it come late.
    while (!(await deadlockTurn(member, 'What would'))) await deadlockTurn(member, '您想做什');
  });

  it('as a deadlock lets what was sent be settled again, and not be sent again', async () => {
    do {
      const member = crowd.stranger();
      let held = false;
      listen((flight) => (flight === 'settle_mail' && !held ? { sqlState: '40001' } : 'forward'));
      await crowd.openLink(member);
      await holder.hold(`select 1 from ${dialogueOf(member)} for update`);
      held = true;
      await holder.stands('settle_mail');
      await holder.ask(
        `select 1 from outbox where identity_id = (select identity_id from ${dialogueOf(member)}) for update`,
      );
      await holder.letGo('rollback');
      await crowd.rest();
    } while (!refusals.includes('settle_mail 40P01'));
  });

  it.each(['repeatable read', 'serializable'])(
    'as a failure to serialize (%s) lets the turn be taken again',
    async (level) => {
      const member = crowd.members[1]!;
      const [row] = await crowd.sql<{ name: string }[]>`select current_database() as name`;
      await crowd.sql.unsafe(`alter database ${row?.name} set default_transaction_isolation = '${level}'`);
      crowd.proxy.breakOff();
      await crowd.goOn(member);
      await crowd.rest();
      listen();
      await holder.hold(`update ${dialogueOf(member).replace(' where', ' set form = form where')}`);
      const turn = crowd.goOn(member);
      await holder.stands('write_turns');
      await holder.letGo('commit');
      await turn;
      expect(refusals).toContain('write_turns 40001');
    },
  );
});
