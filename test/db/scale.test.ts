/** What a tick reads grows with what is due, and not with what is on file: counted in rows, not in time. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { keepIntervals } from '../../src/retention/keepTimes.ts';
import { clockRules } from '../../src/schedule/rules.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { makeWork, morning, today } from '../bench/tickDue.ts';
import { fill } from '../bench/tickFill.ts';
import { openTestDatabase, type TestDatabase } from '../support/openDatabase.ts';

/** Rows of all tables that one statement reads, whether through an index or not. */
const rowsRead = `
  create function rows_read(statement text) returns bigint language plpgsql as $$
  declare
    before bigint := (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables);
  begin
    execute statement;
    return (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables) - before;
  end
  $$`;
async function rowsReadBy({ database }: TestDatabase, statement: string): Promise<number> {
  const [row] = await database.query<{ read: number }>('select rows_read($1) as read', [statement]);
  return row?.read ?? Number.NaN;
}

const few = 60;
const many = 600;
const due = 30;
const at = morning.toISOString();
/** When everything that is on file is long over. */
const muchLater = '2028-11-16';
const keep = JSON.stringify(keepIntervals());
const statements: Readonly<Record<string, string>> = {
  read_due: `select read_due('${at}', 500)`,
  // The day's summary counts what waits in whole areas, person by person.
  ...Object.fromEntries(
    clockRules
      .filter(({ rule }) => rule !== 'daySummary')
      .map(({ find }) => [find, `select ${find}('${at}', '${today}', 500)`]),
  ),
  'purge_records, when nothing is old enough,': `select purge_records('${at}', '${today}', 10, '${keep}')`,
  'purge_records, when everything is,': `select purge_records('${muchLater}', '${muchLater}', 10, '${keep}')`,
};

describe.runIf(inject('postgresUrl') !== undefined)('ten times as many persons on file', () => {
  let test: TestDatabase;
  const read: Record<string, { few: number; many: number }> = {};
  const count = (statement: string) => rowsReadBy(test, statement);

  beforeAll(async () => {
    test = await openTestDatabase();
    const owner: Database = {
      query: test.rows,
      execute: async (script) => {
        for (const statement of script.split(';').filter((text) => text.trim() !== '')) await test.rows(statement);
      },
      close: async () => {},
    };
    const vault = await openVault(new Uint8Array(32).fill(7));
    const links = { web: 'https://guitu.test' };
    await setUp({ database: test.database, vault, now: morning, links }, demoOrganisation(), { demo: true });
    await test.rows(rowsRead);
    await fill(owner, few);
    await makeWork(owner, due, 0);
    const first: Record<string, number> = {};
    for (const [name, statement] of Object.entries(statements)) first[name] = await count(statement);
    await fill(owner, many, few);
    for (const [name, statement] of Object.entries(statements))
      read[name] = { few: first[name] ?? Number.NaN, many: await count(statement) };
  });
  afterAll(() => test?.close());

  it.each(Object.keys(statements))('cost %s nothing', (name) => {
    const { few, many } = read[name] ?? { few: Number.NaN, many: Number.NaN };
    expect(many).toBeLessThanOrEqual(few * 1.2 + 20);
  });
});

/** A service that is started on an empty database goes by the plans of its first minute until the tables are analysed. */
describe.runIf(inject('postgresUrl') !== undefined)('what was planned while tables were empty', () => {
  let test: TestDatabase;
  const id = crypto.randomUUID();
  const statements: Readonly<Record<string, string>> = {
    settle_answers: `select settle_answers('[{"id": "${id}", "channel_id": "1"}]', '${at}')`,
    settle_mail: `select settle_mail('{${id}}', '{lease}', '{${id}}', '{null}', '{1}', '{false}',
      '[{"id": "${id}", "identity_id": "${id}", "state": "dead"}]', '[{"id": "${id}"}]', '${at}')`,
    audit_seen: `select audit_seen('[{"referral": "${id}", "reader": "${id}", "action": "shown", "fields": ["name"]}]', '${at}')`,
  };
  const rows = 2000;
  const read = (statement: string) => rowsReadBy(test, statement);

  beforeAll(async () => {
    test = await openTestDatabase('demo');
    await test.rows(rowsRead);
    for (const statement of Object.values(statements)) await read(statement);
    await test.rows(`insert into outbox (id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      select gen_random_uuid(), '[]', '[]', false, false, false, '${at}', 'sent', '${at}' from generate_series(1, ${rows})`);
    await test.rows(`insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, created_at)
      select gen_random_uuid(), n::text, p.id, p.area_id, d.id, 'training', 'new', false, p.account_id, '', '${today}', false, '${at}'
        from generate_series(1, ${rows}) n, (select * from person limit 1) p, (select * from department limit 1) d`);
  });
  afterAll(() => test?.close());

  it.each(Object.keys(statements))('does not go through all of them when they are full: %s', async (name) => {
    expect(await read(statements[name] ?? '')).toBeLessThan(100);
  });

  it('nor looks at each message for each of those that are settled with it', async () => {
    const each = 50;
    await test.rows(`insert into outbox (id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      select gen_random_uuid(), '[]', '[]', false, false, false, '${at}', 'waiting', '${at}' from generate_series(1, ${2 * each})`);
    const waiting = await test.rows<{ id: string }>("select id from outbox where state = 'waiting'");
    const [some, others] = [waiting.slice(0, each), waiting.slice(each)];
    await test.rows('analyze outbox');
    const nextPlace = async () =>
      (await test.rows<{ place: number }>("select nextval('said') as place"))[0]?.place ?? 0;

    const before = await nextPlace();
    await test.database.query(`select settle_mail('{}', '{}', '{${some.map(({ id }) => id)}}', '{${some.map(() => 'null')}}',
      '{${some.map((_, index) => index)}}', '{${some.map(() => false)}}', null, null, '${at}')`);
    await test.database.query('select settle_answers($1, $2)', [JSON.stringify(others), at]);
    expect(await test.rows("select 1 from outbox where state = 'waiting'")).toEqual([]);
    expect((await nextPlace()) - before).toBe(2 * each + 1);
  });
});
