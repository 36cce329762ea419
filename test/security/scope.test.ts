import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openPostgres, serviceRole } from '../../src/db/postgres.ts';
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

  it('has a policy for reading, changing and writing on each of them, and on no other', async () => {
    const policies = await town.rows<{ name: string; commands: string }>(
      `select tablename as name, string_agg(cmd, ' ' order by cmd) as commands from pg_policies
       where schemaname = 'public' and permissive = 'PERMISSIVE' group by 1 order by 1`,
    );
    const guarded = tables.filter((name) => !publicTables.includes(name)).sort();
    expect(policies.map(({ name }) => name)).toEqual(guarded);
    expect(new Set(policies.map(({ commands }) => commands))).toEqual(new Set(['INSERT SELECT UPDATE']));
  });

  it('runs past row-level security only in functions that cannot be led astray by a search path', async () => {
    const functions = await town.rows<{ name: string; settings: string | null }>(
      "select proname as name, proconfig::text as settings from pg_proc where prosecdef and pronamespace = 'public'::regnamespace",
    );
    expect(functions.length).toBeGreaterThan(20);
    for (const { name, settings } of functions) expect(settings, name).toContain('search_path=public, pg_temp');
  });

  it('owns nothing, may pass nothing by, and has no right to delete', async () => {
    const [role] = await town.rows<{ powers: number; owned: number; deletes: number }>(
      `select (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)::integer as powers,
         (select count(*) from pg_class c where c.relowner = r.oid)::integer + (select count(*) from pg_proc p where p.proowner = r.oid)::integer
           + (select count(*) from pg_namespace n where n.nspowner = r.oid)::integer as owned,
         (select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
           and has_table_privilege(r.oid, c.oid, 'delete, truncate, trigger, references'))::integer as deletes
       from pg_roles r where rolname = 'guitu_service'`,
    );
    expect(role).toEqual({ powers: 0, owned: 0, deletes: 0 });
    const [me] = await town.database.query<{ role: string }>('select current_user::text as role');
    expect(me?.role).toBe('guitu_service');
  });

  it('gives each of two who take turns on one connection what is theirs, and the next one nothing', async () => {
    const connection = await oneConnection(town);
    const seen = async (reference: string) => {
      const [row] = await connection.query<{ person: string[] }>(
        `with actor as materialized (select set_config('guitu.actor', $1, true) as id)
         select (select coalesce(jsonb_agg(account_id), '[]') from person, actor where actor.id is not null) as person`,
        [town.account(reference).id],
      );
      return row?.person ?? [];
    };
    try {
      for (let round = 0; round < 5; round += 1) {
        expect(await seen('person-1')).toEqual([town.account('person-1').id]);
        expect(await connection.query('select 1 from person union all select 1 from referral')).toEqual([]);
        expect(await seen('person-2')).toEqual([town.account('person-2').id]);
        expect(await seen('staff-health')).toEqual([]);
        const failing = connection.query("select find_rows(jsonb_build_object('what', 'nothing', 'actor', $1::text))", [
          town.account('office').id,
        ]);
        await expect(failing).rejects.toThrow();
        expect(await connection.query('select 1 from person union all select 1 from referral')).toEqual([]);
      }
    } finally {
      await connection.close();
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

/** The service's own login with a single connection, where there is a server; PGlite never has more than one. */
async function oneConnection(town: Town): Promise<Database> {
  const { url } = town.test;
  if (url === undefined) return { ...town.test.database, close: async () => {} };
  return openPostgres({ url, role: serviceRole, connections: 1 });
}
