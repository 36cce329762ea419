import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { isMigrated, migrate } from '../../src/db/migrate.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openTestDatabase, type TestDatabase } from '../support/openDatabase.ts';

describe('a database that was migrated before', () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await openTestDatabase();
    // PGlite has one connection, which each look at the rows turns back into the service's.
    database = test.url === undefined ? test.database : openPostgres({ url: test.url, connections: 1 });
  });
  afterAll(async () => {
    if (test.url !== undefined) await database.close();
    await test.close();
  });

  async function migrateAsOwner(): Promise<void> {
    await database.execute('reset role');
    await migrate(database);
  }

  const objects = () =>
    test.rows<{ object: string }>(
      `select oid::text || ' ' || proname as object from pg_proc where pronamespace = 'public'::regnamespace
       union all select oid::text || ' ' || polname from pg_policy
       union all select oid::text || ' ' || relname || relrowsecurity from pg_class where relnamespace = 'public'::regnamespace
       order by 1`,
    );

  it('is left alone: nothing is made or replaced, and what stands there stays', async () => {
    await test.rows('update installation set directory_version = 41');
    const before = await objects();
    await migrateAsOwner();
    expect(await objects()).toEqual(before);
    expect(await test.rows('select directory_version from installation')).toEqual([{ directory_version: 41 }]);
    expect(await isMigrated(database)).toBe(true);
  });

  it('is given its functions again when one of them has changed, and is not ready before', async () => {
    await test.rows("update drizzle.function_file set hash = 'older' where name = 'functions/20_scope.sql'");
    await test.rows('drop policy seen on person');
    expect(await isMigrated(database)).toBe(false);
    await migrateAsOwner();
    expect(await isMigrated(database)).toBe(true);
    expect(
      await test.rows("select 1 from pg_policies where tablename = 'person' and policyname = 'seen'"),
    ).toHaveLength(1);
  });
});
