/** The program on PostgreSQL: several at once, with two logins, and drained when it is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { type Environment, emptyDatabase, run } from '../support/commands.ts';
import { EventStream } from '../support/eventStream.ts';
import { PostgresFaults } from '../support/postgresFaults.ts';
import { ServerSession, startServer } from '../support/server.ts';

const setup = 'src/commands/setup.ts';

async function database(): Promise<{ environment: Environment; url: string; faults: PostgresFaults }> {
  const environment = await emptyDatabase();
  const url = environment.DATABASE_URL ?? '';
  return { environment, url, faults: new PostgresFaults(url) };
}

describe.runIf(inject('postgresUrl') !== undefined)('the program on PostgreSQL', { timeout: 60_000 }, () => {
  it('comes up five times at once on an empty database, without the street', async () => {
    const { environment } = await database();
    const servers = await Promise.all([1, 2, 3, 4, 5].map(() => startServer(environment)));
    for (const { firstLine, address } of servers) {
      expect(firstLine).toMatch(/^Guitu listens on port \d+$/);
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      expect((await fetch(`${address}/street/state`)).status).toBe(404);
      expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toBe('/chat');
      expect((await fetch(`${address}/channels/telegram`, { method: 'POST' })).status).toBe(404);
    }
    const [first, second] = servers;
    const session = new ServerSession(() => first?.address ?? '');
    await session.post({ kind: 'text', text: '/start' });
    const elsewhere = new ServerSession(() => second?.address ?? '', session);
    expect(await elsewhere.texts(2)).toEqual(await session.texts(2));
    const stream = new EventStream(await elsewhere.request('/chat/events'));
    for (const _ of [1, 2]) await stream.next();
    await session.post({ kind: 'text', text: '您好' });
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ from: 'me', text: '您好' });
    for (const server of servers) server.kill('SIGTERM');
    for (const { ended } of servers) expect(await ended).toMatchObject({ code: 0, stderr: '' });
    while ((await stream.next()) !== undefined);
  });

  it('works with one login that migrates and one that owns nothing', async () => {
    const { environment, url, faults } = await database();
    const name = new URL(url).pathname.slice(1);
    const owner = await faults.login('owner', 'createrole');
    const service = await faults.login('service');
    await faults.sql.unsafe(
      `alter database ${name} owner to ${owner.name}; grant guitu_service to ${owner.name} with admin option`,
    );
    const apart = { ...environment, DATABASE_URL: service.url(url), MIGRATION_DATABASE_URL: owner.url(url) };
    expect(await run(setup, ['--demo'], apart)).toMatchObject({ code: 0, stderr: '' });
    const server = await startServer(apart);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    const session = new ServerSession(() => server.address);
    await session.post({ kind: 'text', text: '/start' });
    expect((await session.texts(2))[1]).toContain('便民服务');
    const owners =
      await faults.sql`select distinct tableowner from pg_tables where schemaname in ('public', 'drizzle')`;
    expect(owners).toEqual([{ tableowner: owner.name }]);
    const used =
      await faults.sql`select distinct usename from pg_stat_activity where datname = ${name} and usename like 'service%'`;
    expect(used).toEqual([{ usename: service.name }]);
    const making = faults.sql.unsafe(`set role ${service.name}; create table mine ()`);
    await expect(making).rejects.toThrow('permission denied');
  });

  it('answers what is under way when it is told to stop, and takes nothing new', async () => {
    const { environment, faults } = await database();
    const server = await startServer(environment);
    const session = new ServerSession(() => server.address);
    await session.post({ kind: 'text', text: '/start' });
    const release = await faults.hold('inbox');
    const underWay = session.post({ kind: 'text', text: '还没说完' });
    await faults.waiting(1);
    server.kill('SIGTERM');
    while (
      await fetch(`${server.address}/healthz`).then(
        () => true,
        () => false,
      )
    );
    await release();
    expect((await underWay).status).toBe(200);
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });
    const again = await startServer(environment);
    const later = new ServerSession(() => again.address, session);
    expect(await later.texts(4)).toContain('还没说完');
  });

  it('says that it is not ready while the database is away, takes nothing, and comes back by itself', async () => {
    const { environment, url, faults } = await database();
    const name = new URL(url).pathname.slice(1);
    const server = await startServer(environment);
    const session = new ServerSession(() => server.address);
    await session.post({ kind: 'text', text: '/start' });
    await session.texts(2);
    const admin = new PostgresFaults(inject('postgresUrl') ?? '');
    await faults.sql.end();
    await admin.sql.unsafe(`alter database ${name} allow_connections false`);
    await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    expect((await fetch(`${server.address}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    const id = crypto.randomUUID();
    expect((await session.post({ kind: 'text', text: '没有人在吗', id })).status).toBe(503);
    await admin.sql.unsafe(`alter database ${name} allow_connections true`);
    while ((await fetch(`${server.address}/readyz`)).status !== 200) await sleep(20);
    expect((await session.post({ kind: 'text', text: '没有人在吗', id })).status).toBe(200);
    expect((await session.texts(4)).filter((text) => text === '没有人在吗')).toHaveLength(1);
  });
});
