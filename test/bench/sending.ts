/** What waits, sent to a sink in this process: leased, handed over and settled in one loop, beside other loops. */
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
import { createDatabase, startEmbeddedPostgres } from '../support/embeddedPostgres.ts';
import { asOwner, type Closers, ratioOf, readCounts, table, timed, turned } from './bench.ts';
import { median } from './report.ts';
import { bareLoop, type Contestant, fillMail, guitu, orderedLoop, pgBoss } from './sendingContestants.ts';

interface Running extends Contestant {
  readonly url: string;
  readonly rates: number[];
}

/** `--rounds`, `--messages`. */
export async function benchSending(args: string[], closers: Closers): Promise<void> {
  const { rounds, messages } = readCounts(args, { rounds: 7, messages: 20_000 });
  const postgres = await startEmbeddedPostgres({ durable: true });
  closers.push(() => postgres.stop());
  const running: Running[] = [];
  for (const [database, open] of Object.entries({ guitu, boss: pgBoss, bare: bareLoop, ordered: orderedLoop })) {
    const url = await createDatabase(postgres.url, database);
    running.push({ ...(await open(url, closers)), url, rates: [] });
  }
  // The first round compiles the code and plans the statements; it does not count.
  for (let round = 0; round <= rounds; round += 1)
    for (const one of turned(running, round)) {
      const rate = await runRound(one, round === 0 ? messages / 10 : messages);
      if (round > 0) one.rates.push(rate);
    }
  console.log(`${messages} messages, ${rounds} rounds; medians\n`);
  const [first] = running;
  const rows = running.map(({ name, rates }) => [
    name,
    median(rates).toFixed(0),
    first === undefined ? '' : ratioOf(first.rates, rates),
  ]);
  console.log(table([['', 'messages/s', 'Guitu / this'], ...rows]));
  if (first !== undefined) console.log(`\n${await claimReport(first.url, rounds)}`);
}

async function runRound(one: Running, messages: number): Promise<number> {
  await one.fill(messages);
  await asOwner(one.url, (owner) => owner.execute('checkpoint'));
  let sent = 0;
  const milliseconds = await timed(async () => {
    sent = await one.drain();
  });
  if (sent !== messages) throw new Error(`${one.name} sent ${sent} of ${messages}`);
  return (sent * 1000) / milliseconds;
}

const claims = 20;

/** Claims beside chats that may not be written to for an hour. */
async function claimReport(url: string, rounds: number): Promise<string> {
  const service = openPostgres({ url, role: serviceRole, connections: 1 });
  try {
    const times: Record<number, number[]> = { 1000: [], 100000: [] };
    for (let round = 0; round <= rounds; round += 1)
      for (const blocked of turned([1000, 100_000], round)) {
        await asOwner(url, async (owner) => {
          await owner.execute('truncate outbox, mailbox, dialogue');
          await fillMail(owner, 4 * blocked);
          await owner.execute(
            "update outbox set due_at = now() + interval '1 hour', attempts = 1; update mailbox set send_at = now() + interval '1 hour', urgent = left(identity_id::text, 1) < '8'",
          );
          await fillDue(owner.execute);
          await owner.execute('vacuum analyze');
          // What was just filled in is on disk before it is measured, or the claims would wait for its being written.
          await owner.execute('checkpoint');
        });
        const claimAll = async () => {
          for (let claim = 0; claim < claims; claim += 1)
            await service.query('select lease_mail($1, $2, $3, $4) as mail', [crypto.randomUUID(), 50, 60, null]);
        };
        // The first time plans the statements anew, for tables that were just filled.
        await claimAll();
        await asOwner(url, (owner) => owner.execute('update dialogue set lease_until = null, lease_by = null'));
        const milliseconds = await timed(claimAll);
        if (round > 0) times[blocked]?.push(milliseconds / claims);
      }
    const [few = [], many = []] = [times[1000], times[100_000]];
    return `A claim of 50 chats: ${median(few).toFixed(1)} ms beside 1,000 blocked chats, ${median(many).toFixed(1)} ms beside 100,000; ratio ${ratioOf(many, few)}`;
  } finally {
    await service.close();
  }
}

/** Fewer than are claimed, so that the last claims look through all that waits. */
async function fillDue(execute: (script: string) => Promise<void>): Promise<void> {
  await execute(`update outbox o set due_at = now(), attempts = 0 from identity i where i.id = o.identity_id and i.external_id in (select 'chat ' || n from generate_series(1, 500) n);
    update mailbox m set send_at = now() from identity i where i.id = m.identity_id and i.external_id in (select 'chat ' || n from generate_series(1, 500) n);`);
}
