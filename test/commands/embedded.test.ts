/** One folder, several processes: the embedded database is never opened twice, and outlives being killed. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { connectSocket } from '../../src/db/socket.ts';
import { embeddedDatabase, run, start, startEmbeddedServer, temporaryFolder } from '../support/commands.ts';

const setup = 'src/commands/setup.ts';
const migrate = 'src/commands/migrate.ts';
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe.runIf(inject('postgresUrl') === undefined)('the embedded folder', { timeout: 120_000 }, () => {
  it('is its owner’s alone, and keeps its key', async () => {
    const folder = join(temporaryFolder(), 'data');
    const server = await startEmbeddedServer({ DATA_DIR: folder });
    expect(server.firstLine).toBe('ready');
    const modes = ['', 'database', 'data.key', 'guitu.sock', 'guitu.lock'].map((name) => modeOf(join(folder, name)));
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
    const key = readFileSync(join(folder, 'data.key'), 'utf8');
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await run(migrate, [], { DATA_DIR: folder })).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'data.key'), 'utf8')).toBe(key);
  });

  it('lets commands in beside a running server, and no second server', async () => {
    const environment = await embeddedDatabase();
    const server = await startEmbeddedServer(environment);
    expect(await run(setup, ['--demo', '--json'], environment)).toMatchObject({ code: 0, stderr: '' });
    const refused = await run(setup, ['--demo'], environment);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^The demo wants an empty database.*\n$/);
    const second = await startEmbeddedServer(environment);
    expect(second.firstLine).toMatch(/^DATA_DIR: another Guitu already runs in this folder.*$/);
    expect((await second.ended).code).toBe(1);
    server.child.kill('SIGTERM');
    await server.ended;
  });

  it('tells what a query through the socket failed with', async () => {
    const environment = await embeddedDatabase();
    const server = await startEmbeddedServer(environment);
    const database = await connectSocket(join(environment.DATA_DIR, 'guitu.sock'));
    await expect(database?.query('select nothing from nowhere')).rejects.toMatchObject({ code: '42P01' });
    await expect(database?.query('create table mine (id integer)')).rejects.toMatchObject({ code: '42501' });
    const [row] =
      (await database?.query('select $1::jsonb as given, $2::text[] as list', ['{"a":[1,null]}', ['x', '"y"']])) ?? [];
    expect(row).toEqual({ given: { a: [1, null] }, list: ['x', '"y"'] });
    server.child.kill('SIGKILL');
    await server.ended;
    await expect(database?.query('select 1')).rejects.toThrow('has stopped');
  });

  it('goes to one of two servers that start together after a kill', async () => {
    const environment = await embeddedDatabase();
    const killed = await startEmbeddedServer(environment);
    await run(setup, ['--demo'], environment);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(join(environment.DATA_DIR, 'guitu.sock'))).toBe(true);
    const servers = await Promise.all([1, 2, 3].map(() => startEmbeddedServer(environment)));
    const lines = servers.map((server) => server.firstLine);
    expect(lines.filter((line) => line === 'ready')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('DATA_DIR: another Guitu'))).toHaveLength(2);
    const refused = await run(setup, ['--demo'], environment);
    expect(refused.stderr).toContain('has accounts');
    for (const { child } of servers) child.kill('SIGTERM');
    await Promise.all(servers.map((server) => server.ended));
  });

  it('is made anew when it was killed while it was being made', async () => {
    const folder = join(temporaryFolder(), 'data');
    const killed = start(migrate, [], { DATA_DIR: folder });
    while (!existsSync(join(folder, 'database', 'PG_VERSION'))) await sleep(10);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(join(folder, 'database.unfinished'))).toBe(true);
    expect(await run(migrate, [], { DATA_DIR: folder })).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'database.unfinished'))).toBe(false);
  });

  it('is opened again after a kill that left the file of the process empty', async () => {
    const environment = await embeddedDatabase();
    writeFileSync(join(environment.DATA_DIR, 'database', 'postmaster.pid'), '');
    expect(await run(migrate, [], environment)).toMatchObject({ code: 0, stderr: '' });
  });

  it('lets one command wait for another', async () => {
    const environment = await embeddedDatabase();
    const both = await Promise.all([run(migrate, [], environment), run(migrate, [], environment)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
  });
});

describe.runIf(inject('postgresUrl') === undefined)('a folder that cannot be used', { timeout: 120_000 }, () => {
  it('is said in one line: no folder, no key, another key, too long a path', async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, 'file'), '');
    const blocked = await run(migrate, [], { DATA_DIR: join(parent, 'file', 'data') });
    expect(blocked).toMatchObject({ code: 1, stdout: '', stderr: 'DATA_DIR: this folder cannot be made (ENOTDIR)\n' });

    const deep = join(parent, 'x'.repeat(120));
    const long = await run(migrate, [], { DATA_DIR: deep });
    expect(long.stderr).toMatch(/^DATA_DIR: the path of this folder is too long.*\n$/);

    const keyless = join(parent, 'keyless');
    mkdirSync(join(keyless, 'database'), { recursive: true });
    const unread = await run(migrate, [], { DATA_DIR: keyless });
    expect(unread.stderr).toMatch(/^DATA_KEY: required, since the database .*\n$/);

    const environment = await embeddedDatabase();
    await run(setup, ['--demo'], environment);
    const other = await run(migrate, [], { ...environment, DATA_KEY: Buffer.alloc(32, 1).toString('base64') });
    expect(other).toMatchObject({ code: 1, stderr: 'DATA_KEY: not the key that this database was written with\n' });

    writeFileSync(join(environment.DATA_DIR, 'database', 'global', 'pg_control'), '');
    const torn = await run(migrate, [], environment);
    expect(torn.stderr).toMatch(
      /^DATA_DIR: the database in this folder does not open \(.+\); restore it from a backup\n$/,
    );
  });
});
