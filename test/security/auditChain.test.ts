import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Verdict, verifyChain } from '../../src/audit/chain.ts';
import type { Database } from '../../src/db/database.ts';
import { keptSince } from '../../src/retention/keepTimes.ts';
import { Town } from '../support/town.ts';

const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

describe('the chain over the audit', () => {
  let town: Town;

  /** As its owner looks at it, who may read the audit. */
  const owner = () =>
    ({
      query: (text: string, parameters: readonly (string | number | null)[] = []) =>
        town.rows(text, parameters.map((value) => (value === null ? null : String(value))) as string[]),
    }) as unknown as Database;
  const look = (expectation: { head?: string; now?: Date } = {}): Promise<Verdict> => {
    const now = expectation.now ?? town.now;
    return verifyChain(owner(), {
      head: expectation.head,
      keptSince: keptSince('audit', now).toISOString(),
      now: now.toISOString(),
    });
  };
  /** What somebody does who owns the tables and means it. */
  async function tamper(statement: string): Promise<void> {
    for (const table of ['audit', 'audit_seal']) await town.rows(`alter table ${table} disable trigger user`);
    await town.rows(statement);
    for (const table of ['audit', 'audit_seal']) await town.rows(`alter table ${table} enable trigger user`);
  }
  /** Tampers, looks, and makes it good again. */
  async function foundBy(statement: string, undo: string, when = town.now): Promise<readonly string[]> {
    await tamper(statement);
    const { breaks } = await look({ now: when });
    await tamper(undo);
    expect((await look()).breaks).toEqual([]);
    return breaks;
  }

  beforeAll(async () => {
    town = await Town.open();
    await town.tickAt(at('2026-09-21 10:01'));
    const person = await town.joined('person-1');
    await town.tickAt(at('2026-09-21 10:02'));
    await person.say('/language');
    await person.say('/language');
    await town.tickAt(at('2026-09-21 10:03'));
    await town.joined('helper-1');
  });
  afterAll(() => town.close());

  it('holds, and says what is not sealed yet', async () => {
    const verdict = await look();
    expect(verdict).toMatchObject({ breaks: [], seals: 3, late: [], waiting: 1 });
    expect(verdict.rows).toBeGreaterThan(10);
    expect(verdict.head).toMatch(/^3:[0-9a-f]{64}$/);
  });

  it('is said to the log, link by link', async () => {
    const said = town.logged.filter(({ event }) => event === 'audit.sealed').map(({ properties }) => properties);
    expect(said.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(`3:${said.at(-1)?.hash}`).toBe((await look()).head);
  });

  it('shows a row that was changed', async () => {
    const found = await foundBy(
      "update audit set actor = 'operator' where action = 'contactAgreed'",
      `update audit set actor = '${town.account('person-1').id}' where action = 'contactAgreed'`,
    );
    expect(found).toEqual([expect.stringMatching(/^seal 2: a row was changed/)]);
  });

  it('shows a row whose fields or reason were changed', async () => {
    const found = await foundBy(
      "update audit set reason = 'visit' where action = 'contactAgreed'",
      "update audit set reason = null where action = 'contactAgreed'",
    );
    expect(found).toEqual([expect.stringMatching(/^seal 2: a row was changed/)]);
  });

  it('shows a row that was removed', async () => {
    const [row] = await town.rows<{ id: number }>("select id from audit where action = 'contactAgreed'");
    await town.rows('create table removed as select * from audit where id = $1', [String(row?.id)]);
    const found = await foundBy(`delete from audit where id = ${row?.id}`, `insert into audit select * from removed`);
    expect(found).toEqual([`seal 2: row ${row?.id} is missing`]);
  });

  it('shows a row that was put in between later', async () => {
    const found = await foundBy(
      "insert into audit (id, at, actor, action) values (0, now(), 'operator', 'invented')",
      'delete from audit where id = 0',
      at('2026-09-21 10:20'),
    );
    expect(found).toEqual(['row 0 turned up after rows behind it had long been sealed']);
  });

  it.each([1, 2])('shows that seal %i was removed', async (position) => {
    await town.rows('drop table if exists removed_seal');
    await town.rows(`create table removed_seal as select * from audit_seal where position = ${position}`);
    const found = await foundBy(
      `delete from audit_seal where position = ${position}`,
      'insert into audit_seal select * from removed_seal',
      at('2026-09-21 10:03'),
    );
    expect(found).toContain(`seal ${position} is missing`);
  });

  it('shows that the last seal was removed', async () => {
    await town.rows('drop table if exists removed_seal');
    await town.rows('create table removed_seal as select * from audit_seal where position = 3');
    const found = await foundBy(
      'delete from audit_seal where position = 3',
      'insert into audit_seal select * from removed_seal',
    );
    expect(found).toEqual(['the last seals are missing: 3 were made, and seal 2 is the last there is']);
  });

  it('shows a chain that was made anew, to whoever has written down its head', async () => {
    const { head } = await look();
    expect((await look({ head: head ?? '' })).breaks).toEqual([]);
    expect((await look({ head: '2:0123' })).breaks).toEqual(['the chain has no seal 2:0123, which was written down']);
  });

  it('takes in a row that was committed late, and says so', async () => {
    const [drawn] = await town.rows<{ id: number }>("select nextval('audit_id_seq')::integer as id");
    await town.joined('person-2');
    await town.tickAt(at('2026-09-21 10:04'));
    await town.rows("insert into audit (id, at, actor, action) values ($1, now(), 'system', 'cameLate')", [
      String(drawn?.id),
    ]);
    await town.tickAt(at('2026-09-21 10:05'));
    expect(await look()).toMatchObject({ breaks: [], late: [drawn?.id], waiting: 0 });
  });

  it('seals each row once, whoever ticks', async () => {
    const [sealed] = await town.rows<{ all: number; once: number }>(
      'select count(*)::integer as all, count(distinct e.id)::integer as once from audit_seal s cross join lateral jsonb_array_elements_text(s.ids) as e(id)',
    );
    expect(sealed?.all).toBe(sealed?.once);
    expect(sealed?.all).toBe((await look()).rows);
  });

  it('outlives its rows: retention takes them after three years, and nothing else may', async () => {
    await town.tickAt(at('2029-09-20 03:30'));
    expect(await town.rows('select 1 from audit_seal where purged_at is not null')).toEqual([]);
    await town.tickAt(at('2029-10-02 03:30'));
    expect(await town.rows("select 1 from audit where action = 'contactAgreed'")).toEqual([]);
    expect((await look()).breaks).toEqual([]);
    await tamper('update audit_seal set purged_at = null where position = 2');
    expect((await look()).breaks.length).toBeGreaterThan(0);
  });
});
