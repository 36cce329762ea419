/** A backup and what comes of it: every row, in an empty database, and the program goes on there. */
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { readBackup } from '../../src/backup/readBackup.ts';
import { restore } from '../../src/backup/restore.ts';
import { rowsAtOnce, rowsInBites, writeBackup } from '../../src/backup/writeBackup.ts';
import type { Database } from '../../src/db/database.ts';
import { isMigrated, migrate, migrateTablesTo, ownMigrations } from '../../src/db/migrate.ts';
import { databaseOver } from '../../src/db/pglite.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openVault } from '../../src/secrets/vault.ts';
import { temporaryFolder } from '../support/commands.ts';
import { createDatabase } from '../support/embeddedPostgres.ts';
import { openEmptyPglite } from '../support/pglitePool.ts';
import { Town } from '../support/town.ts';
import { fillEveryTable } from './fill.ts';

/** An empty database as its owner sees it, of the kind that this run of the suite is about, or of the other. */
async function openEmpty(kind = inject('postgresUrl') === undefined ? 'pglite' : 'postgres'): Promise<Database> {
  const server = inject('postgresUrl') ?? '';
  const database =
    kind === 'pglite'
      ? databaseOver(await openEmptyPglite())
      : openPostgres({
          url: await createDatabase(server, `backup_${crypto.randomUUID().slice(0, 8)}`),
          connections: 1,
        });
  onTestFinished(() => database.close());
  return database;
}

async function everything(database: Database): Promise<string[]> {
  const rows = await database.query<{ place: string; content: unknown }>('select * from read_everything()');
  return rows.map(({ place, content }) => `${place} ${JSON.stringify(content)}`).sort();
}

describe('a backup', () => {
  let town: Town;
  let owner: Database;
  let key: Awaited<ReturnType<typeof openVault>>;
  let path: string;

  beforeAll(async () => {
    town = await Town.open();
    key = town.vault;
    const person = await town.joined('person-1');
    await town.joined('staff-jianshe-station');
    await person.choose('human');
    await person.say('我想问一件事');
    owner = town.test.url === undefined ? town.test.database : openPostgres({ url: town.test.url, connections: 1 });
  });
  afterAll(async () => {
    if (town.test.url !== undefined) await owner.close();
    await town.close();
  });

  async function writeOne(): Promise<void> {
    path = join(temporaryFolder(), 'guitu.backup');
    await writeBackup(owner, town.test.url === undefined ? rowsAtOnce(owner) : rowsInBites(owner), path);
  }

  it('is one file for its owner alone, with every row and nothing in clear', async () => {
    await writeOne();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = gunzipSync(readFileSync(path)).toString();
    const rows = await owner.query("select 1 from read_everything() where place like 'table %'");
    expect(text.match(/^\["table /gm)).toHaveLength(rows.length);
    const tables = await town.rows<{ count: number }>(
      'select count(*)::integer as count from referral_event union all select count(*)::integer from outbox',
    );
    expect(text.match(/^\["table referral_event"/gm)).toHaveLength(tables[0]?.count ?? 0);
    expect(text.match(/^\["table outbox"/gm)).toHaveLength(tables[1]?.count ?? 0);
    expect(text).not.toContain(town.account('person-1').name);
    expect(text).not.toContain('我想问一件事');
  });

  it.each(inject('postgresUrl') === undefined ? ['pglite'] : ['postgres', 'pglite'])(
    'comes back whole on %s, and forward to this version',
    async (kind) => {
      await writeOne();
      const target = await openEmpty(kind);
      expect(await restore(target, key, await readBackup(path))).toBeGreaterThan(100);
      expect(await everything(target)).toEqual(await everything(owner));
      expect(await isMigrated(target)).toBe(true);
    },
  );

  it('goes into an empty database only', async () => {
    await writeOne();
    const target = await openEmpty();
    await target.query('create table somebody_elses (id integer)');
    await expect(restore(target, key, await readBackup(path))).rejects.toThrow(/not empty/);
    await target.query('drop table somebody_elses');
    await restore(target, key, await readBackup(path));
    await expect(restore(target, key, await readBackup(path))).rejects.toThrow(/not empty/);
  });

  it('is refused with another key, and leaves no row', async () => {
    await writeOne();
    const target = await openEmpty();
    const other = await openVault(new Uint8Array(32).fill(8));
    await expect(restore(target, other, await readBackup(path))).rejects.toThrow(/^DATA_KEY/);
    expect(await target.query('select 1 from account')).toEqual([]);
  });

  it('is refused when it breaks off, anywhere, and leaves no row', async () => {
    const cuts = [() => 0, () => 5, (size: number) => Math.floor(size / 2), (size: number) => size - 1];
    for (const cut of cuts) {
      await writeOne();
      // Each is of its own size, since what is sealed is sealed anew.
      truncateSync(path, cut(statSync(path).size));
      const target = await openEmpty();
      await expect((async () => restore(target, key, await readBackup(path)))()).rejects.toThrow(
        /breaks off|not a backup/,
      );
      const [left] = await target.query<{ found: boolean }>(
        "select to_regclass('public.account') is not null as found",
      );
      if (left?.found === true) expect(await target.query('select 1 from account')).toEqual([]);
    }
  });

  it('is refused when a line is gone, or it is of a newer version', async () => {
    await writeOne();
    const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
    const change = (changed: string[]) => writeFileSync(path, gzipSync(`${changed.join('\n')}\n`));
    change(lines.toSpliced(-3, 1));
    await expect(restore(await openEmpty(), key, await readBackup(path))).rejects.toThrow(/breaks off/);
    change([
      JSON.stringify({ ...JSON.parse(lines[0] ?? ''), migrations: [...(await ownMigrations()), 'newer'] }),
      ...lines.slice(1),
    ]);
    await expect(restore(await openEmpty(), key, await readBackup(path))).rejects.toThrow(/newer version/);
  });

  it('is refused when the books do not balance', async () => {
    await writeOne();
    const text = gunzipSync(readFileSync(path)).toString();
    const without = text
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('["table referral_event"'));
    const foot = JSON.stringify({ lines: without.length - 2 });
    writeFileSync(path, gzipSync([...without.slice(0, -1), foot, ''].join('\n')));
    await expect(restore(await openEmpty(), key, await readBackup(path))).rejects.toThrow(
      'The books do not balance: there is a request without a history.',
    );
  });
});

describe('every earlier state of the tables, filled', () => {
  it('comes forward to this version, every row of it', async () => {
    const own = await ownMigrations();
    for (let count = 1; count <= own.length; count += 1) {
      const database = await openEmpty();
      await migrateTablesTo(database, count);
      const filled = await fillEveryTable(database);
      expect(filled.length).toBeGreaterThan(10);
      await migrate(database);
      expect(await isMigrated(database)).toBe(true);
      for (const { table, row } of filled) {
        const [found] = await database.query<{ found: number }>(
          `select count(*)::integer as found from public."${table}" t where to_jsonb(t) @> $1::jsonb`,
          [JSON.stringify(row)],
        );
        expect({ count, table, found: found?.found }).toEqual({ count, table, found: 1 });
      }
    }
  });

  it('comes forward from a backup of that time, too', async () => {
    const [first = ''] = await ownMigrations();
    const then = await openEmpty();
    await migrateTablesTo(then, 1);
    const kept = (await fillEveryTable(then)).filter(({ table }) => ['area', 'department', 'audit'].includes(table));
    const head = { guitu: 'backup', format: 1, at: new Date().toISOString(), migrations: [first] };
    const entries = [...kept.map(({ table, row }) => [`table ${table}`, row]), ['sequence audit_id_seq', 1]];
    const path = join(temporaryFolder(), 'earlier.backup');
    writeFileSync(
      path,
      gzipSync([head, ...entries, { lines: entries.length }].map((line) => `${JSON.stringify(line)}\n`).join('')),
    );
    const now = await openEmpty();
    expect(await restore(now, await openVault(new Uint8Array(32)), await readBackup(path))).toBe(3);
    expect(await isMigrated(now)).toBe(true);
    expect(await now.query('select id from department')).toHaveLength(1);
  });
});
