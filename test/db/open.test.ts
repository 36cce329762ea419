/** Opening PostgreSQL from a command: what goes wrong is one line, without the address. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import postgres from 'postgres';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/db/postgres.ts';
import { type Environment, emptyDatabase, run } from '../support/commands.ts';

const migrate = 'src/commands/migrate.ts';
const server = inject('postgresUrl') ?? '';

/** A login of its own on the test's server, dropped with the server. */
async function newLogin(name: string): Promise<{ name: string; password: string }> {
  const sql = postgres(server, { max: 1 });
  onTestFinished(() => sql.end());
  const login = { name: `${name}_${process.pid}`, password: 'a-password' };
  await sql.unsafe(`create role ${login.name} login password '${login.password}'`);
  return login;
}

function withLogin(url: string, { name, password }: { name: string; password: string }): string {
  const changed = new URL(url);
  changed.username = name;
  changed.password = password;
  return changed.href;
}

async function databaseUrl(): Promise<{ environment: Environment; url: string }> {
  const environment = await emptyDatabase();
  return { environment, url: environment.DATABASE_URL ?? '' };
}

describe.runIf(inject('postgresUrl') !== undefined)('PostgreSQL', { timeout: 60_000 }, () => {
  it('is migrated by five that start together', async () => {
    const { environment } = await databaseUrl();
    const ended = await Promise.all([1, 2, 3, 4, 5].map(() => run(migrate, [], environment)));
    for (const one of ended) expect(one).toMatchObject({ code: 0, stderr: '' });
  });

  it('is served by a login that may do nothing but become the service role', async () => {
    const { environment, url } = await databaseUrl();
    const login = await newLogin('server_login');
    const apart = { ...environment, DATABASE_URL: withLogin(url, login), MIGRATION_DATABASE_URL: url };
    expect(await run(migrate, [], apart)).toMatchObject({ code: 0, stderr: '' });
    expect(await run(migrate, [], { ...environment, DATABASE_URL: withLogin(url, login) })).toMatchObject({ code: 1 });
  });

  it.each([
    ['nobody answers', () => 'postgres://login:password@127.0.0.1:9/guitu', 'ECONNREFUSED'],
    ['the host is unknown', () => 'postgres://login:password@nowhere.invalid/guitu', ''],
    [
      'the password is wrong',
      (url: string) => withLogin(url, { name: 'postgres', password: 'wrong-password' }),
      '28P01',
    ],
    ['there is no such database', (url: string) => `${url}_missing`, '3D000'],
  ])('says in one line that %s', async (_, change, code) => {
    const { environment, url } = await databaseUrl();
    const ended = await run(migrate, [], { ...environment, DATABASE_URL: change(url) });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^DATABASE_URL: [^\n]+\n$/);
    expect(ended.stderr).toContain(code);
    for (const secret of ['password@', 'wrong-password', '127.0.0.1', 'nowhere.invalid']) {
      expect(ended.stderr).not.toContain(secret);
    }
  });

  it('says in one line that the login may not migrate', async () => {
    const { environment, url } = await databaseUrl();
    const login = await newLogin('weak_login');
    const ended = await run(migrate, [], { ...environment, DATABASE_URL: withLogin(url, login) });
    expect(ended.stderr).toMatch(/^DATABASE_URL: the login lacks a right[^\n]*\(42501\)\n$/);
  });

  it('is found again soon after it was away for long', async () => {
    const { url } = await databaseUrl();
    const listen = async (port: number) => {
      const door = createServer((one) => one.pipe(connect(Number(new URL(url).port), '127.0.0.1')).pipe(one));
      await once(door.listen(port, '127.0.0.1'), 'listening');
      return door;
    };
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    first.close();
    const throughDoor = new URL(url);
    throughDoor.port = String(port);
    const database = openPostgres({ url: throughDoor.href, connections: 1 });
    for (let count = 0; count < 10; count += 1)
      await expect(database.query('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const door = await listen(port);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
    door.close();
  });
});
