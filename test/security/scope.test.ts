import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Town } from '../support/town.ts';

/** Public on purpose: who does what where, and what this installation is. */
const publicTables = ['area', 'calendar_year', 'department', 'route', 'installation'];

/** Not to be read by the service at all, whoever it says it asks for. */
const closedTables = ['audit', 'audit_seal'];

/** What stands behind every query: the role that owns nothing, and row-level security. */
describe('the service in the database', () => {
  let town: Town;
  let tables: string[];

  beforeAll(async () => {
    town = await Town.open();
    const staff = await town.joined('staff-human-resources');
    const person = await town.joined('person-1');
    for (const action of ['help', 'group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'])
      await person.choose(action);
    await staff.choose('claim');
    const rows = await town.rows<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    tables = rows.map(({ name }) => name);
  });
  afterAll(() => town.close());

  it('has row-level security on every table that is not public', async () => {
    const guarded = await town.rows<{ name: string }>(
      "select relname as name from pg_class where relrowsecurity and relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    expect(guarded.map(({ name }) => name).sort()).toEqual(
      tables.filter((name) => !publicTables.includes(name)).sort(),
    );
  });

  it('sees nothing without saying for whom it asks', async () => {
    for (const table of tables.filter((name) => !publicTables.includes(name) && !closedTables.includes(name))) {
      expect(await town.database.query(`select 1 from "${table}" limit 1`), table).toEqual([]);
    }
  });

  it('writes nothing without saying for whom', async () => {
    await expect(
      town.database.query(
        "insert into task (id, kind, area_id, person_id, slot, state, created_at) select gen_random_uuid(), 'call', id, gen_random_uuid(), 'x', 'open', now() from area limit 1",
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['person-1', 'person', 1],
    ['person-2', 'referral', 0],
    ['staff-human-resources', 'person', 1],
    ['staff-health', 'person', 0],
    ['staff-health', 'referral', 0],
    ['staff-health', 'referral_event', 0],
    ['helper-1', 'referral', 0],
    ['coordinator-jianshe', 'referral', 1],
    ['coordinator-hexi', 'referral', 0],
    ['office', 'referral', 1],
  ])('shows %s of table %s %i rows', async (reference, table, count) => {
    const id = town.account(reference).id;
    // One statement sets the actor and reads, as every function of the service does.
    const [row] = await town.database.query<{ count: number }>(
      `with actor as materialized (select set_config('guitu.actor', $1, true) as id) select (select count(*) from "${table}" t where actor.id is not null)::integer as count from actor`,
      [id],
    );
    expect(row?.count).toBe(count);
  });

  it('leaves nothing of an actor on a pooled connection', async () => {
    const id = town.account('office').id;
    for (let count = 0; count < 12; count += 1) {
      await town.database.query("select find_rows(jsonb_build_object('what', 'people', 'actor', $1::text))", [id]);
      const [row] = await town.database.query<{ actor: string | null }>(
        "select nullif(current_setting('guitu.actor', true), '') as actor",
      );
      expect(row?.actor ?? null).toBeNull();
      expect(await town.database.query('select 1 from person')).toEqual([]);
    }
  });

  it.each([
    'create table stolen (id integer)',
    'alter table person disable row level security',
    'drop policy seen on person',
    'drop table person',
    'delete from referral_event',
    'truncate outbox',
    'select * from audit',
    "update audit set actor = 'somebody'",
    'select * from audit_seal',
    "insert into audit_seal values (1, now(), '[]', 1, now(), '', '', null)",
    'delete from audit',
    'create or replace function is_system() returns boolean language sql as $$ select true $$',
  ])('may not: %s', async (statement) => {
    await expect(town.database.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    "update audit set actor = 'somebody'",
    'delete from audit where id = (select min(id) from audit)',
    'truncate audit',
    'delete from audit_seal',
    'truncate audit_seal',
  ])('lets its owner do as little by a slip: %s', async (statement) => {
    await town.rows(
      "insert into audit_seal select 1, now(), '[]', 1, now(), '', '', null where not exists (select 1 from audit_seal)",
    );
    await expect(town.rows(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps an audit row with ids alone for each change', async () => {
    const audited = await town.rows<{ action: string; actor: string; subject_id: string }>(
      "select action, actor, subject_id from audit where action in ('requested', 'referralRequested', 'claimed', 'joined', 'contactAgreed') order by id",
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'joined',
      'joined',
      'contactAgreed',
      'referralRequested',
      'claimed',
    ]);
    for (const { actor, subject_id } of audited)
      for (const id of [actor, subject_id]) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
