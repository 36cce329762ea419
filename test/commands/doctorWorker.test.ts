/** `npm run doctor -- --worker`: what can be seen from here of the Worker. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { settingFindings } from '../../src/commands/workerFinding.ts';
import { type Environment, emptyDatabase, run } from '../support/commands.ts';
import { workerLogin } from '../support/workerLogin.ts';

const toml = (id: string, address: string) => `id = "${id}"\n[vars]\nPUBLIC_URL = "${address}"\n`;
const address = 'https://help.example.cn';

describe('the settings of the Worker', () => {
  it.each([
    ['0'.repeat(32), address, address, [false, true]],
    ['8ac'.repeat(10), address, address, [true, true]],
    ['8ac'.repeat(10), address, 'https://another.example.cn', [true, false]],
    ['8ac'.repeat(10), address, undefined, [true, false]],
  ])('with the id %s, %s there and %s here', (id, there, here, areWell) => {
    expect(settingFindings(toml(id, there), here).map(({ todo }) => todo === undefined)).toEqual(areWell);
  });
});

describe.runIf(inject('postgresUrl') !== undefined)('npm run doctor -- --worker', { timeout: 120_000 }, () => {
  /** Something that answers at an address as the Worker would, with this status. */
  async function answering(status: number): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const look = async (environment: Environment) => {
    const { stdout } = await run('src/commands/doctor.ts', ['--worker'], environment);
    return stdout.split('\n').filter((line) => /^(ok|WRONG) +worker/.test(line));
  };

  it('sees whether its login is what it should be, and whether it answers', async () => {
    const environment = await emptyDatabase();
    const owner = environment.DATABASE_URL ?? '';
    const service = { ...environment, DATABASE_URL: await workerLogin(owner), MIGRATION_DATABASE_URL: owner };
    expect((await run('src/commands/migrate.ts', [], environment)).code).toBe(0);
    expect(await look({ ...environment, PUBLIC_URL: await answering(503) })).toEqual([
      'WRONG worker login: does not begin as guitu_service',
      'WRONG worker: answers with 503',
    ]);
    expect((await run('src/commands/migrate.ts', [], service)).code).toBe(0);
    expect(await look({ ...service, PUBLIC_URL: await answering(200) })).toEqual([
      'ok    worker login: begins as guitu_service',
      'ok    worker: answers, and is ready',
    ]);
  });
});
