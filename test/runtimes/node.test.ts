/** The program as it is started: its first words, its refusals, and that it ends and comes back without losing anything. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { type Environment, emptyDatabase, run, startFile, temporaryFolder } from '../support/commands.ts';
import { EventStream } from '../support/eventStream.ts';
import { ServerSession, startServer } from '../support/server.ts';

const program = 'src/node.ts';
const key = Buffer.alloc(32, 7).toString('base64');
const postgres = 'postgres://login:secret-word@127.0.0.1:9/guitu';

describe('the program refuses to start, in one line that names the variable and not its value,', () => {
  it.each<[string, string, Environment]>([
    ['PORT', 'a wrong port', { PORT: 'secret-word' }],
    ['DATABASE_URL', 'nobody answers there', { DATABASE_URL: postgres, DATA_KEY: key }],
    ['DATABASE_URL', 'a migrator alone', { MIGRATION_DATABASE_URL: postgres }],
    ['DATA_KEY', 'none, with a database', { DATABASE_URL: postgres }],
    ['DATA_KEY', 'a short one', { DATABASE_URL: postgres, DATA_KEY: 'c2VjcmV0LXdvcmQ=' }],
    ['TELEGRAM_WEBHOOK_SECRET', 'none', { TELEGRAM_BOT_TOKEN: '1:secret-word', PUBLIC_URL: 'https://guitu.test' }],
    ['PUBLIC_URL', 'clear text over the network', { PUBLIC_URL: 'http://secret-word.test' }],
  ])('%s: %s', async (variable, _, environment) => {
    const ended = await run(program, [], { DATA_DIR: join(temporaryFolder(), 'data'), ...environment });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^${variable}: [^\\n]+\\n$`));
    expect(ended.stderr).not.toMatch(/secret-word|c2VjcmV0/);
  });

  it('PORT: another program listens there', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const ended = await run(program, [], { ...(await emptyDatabase()), PORT: port });
    other.close();
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^PORT: another program listens [^\n]+\n$/);
  });
});

describe('the program as it stands in the sources, which the tests otherwise start from a bundle of them', () => {
  it.each(['src/node.ts', 'src/commands/migrate.ts'])('%s starts, and refuses in one line', async (path) => {
    const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
    const { ended } = startFile(file, [], { DATABASE_URL: postgres });
    expect(await ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^DATA_KEY: [^\n]+\n$/) });
  });
});

describe.runIf(inject('postgresUrl') === undefined)('the program with nothing set', { timeout: 120_000 }, () => {
  it('opens the street, holds its folder alone, and comes back whole after SIGTERM and after SIGKILL', async () => {
    const environment = { DATA_DIR: join(temporaryFolder(), 'data') };
    let server = await startServer(environment);
    const session = new ServerSession(() => server.address);
    expect(server.firstLine).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await fetch(`${server.address}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${server.address}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(server.address)).text()).toContain('id="phones"');

    const second = await run(program, [], { ...environment, PORT: '0' });
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^DATA_DIR: another Guitu [^\n]+\n$/);

    await session.post({ kind: 'text', text: '/start' });
    const [, greeting] = await session.texts(2);
    const stream = new EventStream(await session.request('/chat/events'));
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({ text: '/start' });
    server.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: '' });

    server = await startServer(environment);
    expect(await session.texts(2)).toEqual(['/start', greeting]);
    await session.post({ kind: 'text', text: '您好' });
    const said = await session.texts(4);
    server.kill('SIGKILL');
    await server.ended;

    server = await startServer(environment);
    expect(await session.texts(4)).toEqual(said);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
  });
});
