import { describe, expect, it } from 'vitest';
import { openTestDatabase, type Template, type TestDatabase } from './openDatabase.ts';

/** Every row of every table, in the order in which it is read. */
async function rowsOf(test: TestDatabase): Promise<Record<string, object[]>> {
  const tables = await test.rows<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'drizzle') order by 1",
  );
  const all: Record<string, object[]> = {};
  for (const { name } of tables) all[name] = await test.rows<object>(`select t::text from ${name} t`);
  return all;
}

const drawn = "select nextval('drizzle.__drizzle_migrations_id_seq')::integer as drawn";

interface Look {
  readonly rows: Record<string, object[]>;
  readonly policies: object[];
  readonly setting: object | undefined;
  readonly sequence: object[];
}

/** Opens one, looks, lets `change` do its worst, and closes it; then looks at the next one. */
async function beforeAndAfter(template: Template, change: (test: TestDatabase) => Promise<unknown>) {
  const looks: Look[] = [];
  for (const _ of ['before', 'after']) {
    const test = await openTestDatabase(template);
    const rows = await rowsOf(test);
    const policies = await test.rows<object>(
      'select schemaname, tablename, policyname, qual from pg_policies order by 1, 2, 3',
    );
    const [setting] = await test.database.query<object>(
      "select current_setting('work_mem') as memory, current_user as role",
    );
    looks.push({ rows, policies, setting, sequence: await test.rows<object>(drawn) });
    await change(test);
    await test.close();
  }
  return looks as [Look, Look];
}

describe('a database of a test', () => {
  it.each<Template>(['migrated', 'demo'])(
    'holds the rows of its template, %s, and nothing of the one before',
    async (template) => {
      const [before, after] = await beforeAndAfter(template, async (test) => {
        await test.rows("insert into drizzle.function_file values ('mine', 'no hash')");
        await test.rows("update area set phone = '0000-5550199'");
        await test.rows('delete from calendar_year');
        await test.rows('update installation set id = id');
        await test.rows('delete from arrival');
        await test.rows("set work_mem = '1MB'");
        await test.rows('begin');
      });
      expect(after).toEqual(before);
      expect(Object.values(before.rows).flat().length).toBeGreaterThan(template === 'demo' ? 50 : 5);
    },
  );

  it('is defined as migrating does, whatever the one before was made into', async () => {
    const [before, after] = await beforeAndAfter('migrated', async (test) => {
      await test.rows('drop policy seen on person');
      await test.rows('create table mine (id integer)');
    });
    expect(after).toEqual(before);
  });

  it('answers nothing once it is closed', async () => {
    const test = await openTestDatabase();
    await test.close();
    await expect(test.database.query('select 1')).rejects.toThrow();
    await expect(test.rows('select 1')).rejects.toThrow();
  });
});
