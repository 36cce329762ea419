import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { linkCodeOf, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

describe('what is no longer needed', () => {
  let town: Town;
  const count = async (rows: string) =>
    (await town.rows<{ count: number }>(`select count(*)::integer as count from ${rows}`))[0]?.count;

  beforeAll(async () => {
    town = await Town.open();
    const person = await town.joined('person-1');
    await person.say('您好');
    // A web chat shows what was said there, so there it is kept.
    const page = new WebPhone(town.program);
    await page.join(linkCodeOf(town.account('person-2')));
    await page.say('您好');
    await town.rows(`insert into need (id, person_id, kind, stated_by, stated_at, ends_on)
      select gen_random_uuid(), id, 'money', account_id, now(), '2026-10-01' from person limit 1`);
  });
  afterAll(() => town.close());

  it('stays while it is', async () => {
    await town.tickAt(at('2026-09-30 03:30'));
    expect(await count('need where ended_at is null')).toBe(1);
    expect(await count('outbox where body is not null')).toBeGreaterThan(0);
    expect(await count("audit where action = 'recordsPurged'")).toBe(0);
  });

  it('goes in the small hours: a need after its last day', async () => {
    await town.tickAt(at('2026-10-02 12:00'));
    expect(await count('need where ended_at is null')).toBe(1);
    await town.tickAt(at('2026-10-03 03:30'));
    expect(await count('need where ended_at is null')).toBe(0);
    expect(await count("audit where action = 'recordsPurged'")).toBe(1);
  });

  it('goes after half a year: what was said, and the updates that were seen', async () => {
    await town.tickAt(at('2027-04-10 03:30'));
    expect(await count("outbox where state <> 'waiting' and created_at < '2026-10-01' and body is not null")).toBe(0);
    expect(await count("inbox where received_at < '2026-10-01'")).toBe(0);
  });

  // It reaches into the database object of the process that takes the turn.
  it.skipIf(isOnWorker())('goes in bites, all of it in one night, however much there is', async () => {
    await town.rows(`insert into inbox (channel, external_id, seq, received_at, state)
      select 'telegram', 'old ' || n, n, '2026-10-01', 'done' from generate_series(1, 5000) n`);
    town.database.statements = [];
    await town.tickAt(at('2027-04-11 03:30'));
    expect(await count("inbox where external_id like 'old %'")).toBe(0);
    expect(town.database.statements.filter((text) => text.includes('purge_records'))).toHaveLength(3);
  });

  it.runIf(inject('postgresUrl') !== undefined)('waits for nobody who has an old row in hand', async () => {
    await town.rows(`insert into inbox (channel, external_id, seq, received_at, state)
      select 'telegram', 'held ' || n, n, '2026-10-01', 'done' from generate_series(1, 3) n`);
    const sql = postgres(town.test.url ?? '', { max: 1 });
    await sql.begin(async (turn) => {
      await turn`select 1 from inbox where external_id = 'held 2' for update`;
      await town.tickAt(at('2027-04-12 03:30'));
      expect(await count("inbox where external_id like 'held %'")).toBe(1);
    });
    await sql.end();
    await town.tickAt(at('2027-04-12 03:31'));
    expect(await count("inbox where external_id like 'held %'")).toBe(0);
  });
});
