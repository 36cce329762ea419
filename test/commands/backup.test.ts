/** `npm run backup` and `npm run restore`, in processes of their own, on both databases and from one to the other. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import {
  type Environment,
  emptyDatabase,
  emptyPlace,
  run,
  startEmbeddedServer,
  temporaryFolder,
} from '../support/commands.ts';

const backup = (environment: Environment, file: string) => run('src/commands/backup.ts', ['--file', file], environment);
const restore = (environment: Environment, file: string) =>
  run('src/commands/restore.ts', ['--file', file], environment);
const doctor = (environment: Environment) => run('src/commands/doctor.ts', [], environment);
const setUp = (environment: Environment) => run('src/commands/setup.ts', ['--demo', '--json'], environment);
const newFile = () => join(temporaryFolder(), 'guitu.backup');

/** Another empty place, with the key of this one. */
async function placeWithKeyOf(environment: Environment): Promise<Environment> {
  const place = await emptyPlace();
  if (place.DATA_DIR === undefined || environment.DATA_DIR === undefined) return place;
  mkdirSync(place.DATA_DIR);
  copyFileSync(join(environment.DATA_DIR, 'data.key'), join(place.DATA_DIR, 'data.key'));
  return place;
}

describe('a backup', { timeout: 120_000 }, () => {
  it('is made, and brought into another place, where everything is well', async () => {
    const environment = await emptyDatabase();
    await setUp(environment);
    const file = newFile();
    const made = await backup(environment, file);
    expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Rows: \d{2,}\. /) });
    const place = await placeWithKeyOf(environment);
    const restored = await restore(place, file);
    expect(restored).toEqual({ code: 0, stderr: '', stdout: `${made.stdout.split('.')[0]}. The books balance.\n` });
    expect(await doctor(place)).toMatchObject({ code: 0 });
    const twice = await restore(place, file);
    expect(twice).toMatchObject({ code: 1, stdout: '' });
    expect(twice.stderr).toMatch(/^.*a backup is only restored into a new one.*\n$/);
  });

  it('never takes the place of another file, and is not made of nothing', async () => {
    const environment = await emptyPlace();
    const file = newFile();
    const nothing = await backup(environment, file);
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, 'mine');
    expect(await backup(environment, file)).toMatchObject({
      code: 1,
      stderr: '--file: there is such a file already\n',
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('that is none is refused in one line', async () => {
    const file = newFile();
    expect(await restore(await emptyPlace(), file)).toMatchObject({
      code: 1,
      stderr: 'the file cannot be read (ENOENT)\n',
    });
    writeFileSync(file, 'not a backup');
    expect(await restore(await emptyPlace(), file)).toMatchObject({
      code: 1,
      stderr: 'the file is not a backup of Guitu\n',
    });
  });
});

describe.runIf(inject('postgresUrl') === undefined)('a backup of the embedded database', { timeout: 120_000 }, () => {
  it('is made beside the running server; without its key it is not brought in, and leaves the place empty', async () => {
    const environment = { DATA_DIR: join(temporaryFolder(), 'data') };
    const server = await startEmbeddedServer(environment);
    await setUp(environment);
    const file = newFile();
    expect(await backup(environment, file)).toMatchObject({ code: 0, stderr: '' });
    server.child.kill('SIGTERM');
    await server.ended;
    const place = { DATA_DIR: join(temporaryFolder(), 'data') };
    expect((await restore(place, file)).stderr).toMatch(/^DATA_KEY: required/);
    const wrong = { ...place, DATA_KEY: Buffer.alloc(32, 8).toString('base64') };
    expect((await restore(wrong, file)).stderr).toMatch(/^DATA_KEY: not the key/);
    copyFileSync(join(environment.DATA_DIR, 'data.key'), join(place.DATA_DIR, 'data.key'));
    expect(await restore(place, file)).toMatchObject({ code: 0 });
  });
});

describe.runIf(inject('postgresUrl') !== undefined)('a backup of the embedded database', { timeout: 120_000 }, () => {
  it('goes into PostgreSQL, when an office grows', async () => {
    const embedded = { DATA_DIR: join(temporaryFolder(), 'data') };
    await setUp(embedded);
    const file = newFile();
    await backup(embedded, file);
    const server = {
      ...(await emptyDatabase()),
      DATA_KEY: readFileSync(join(embedded.DATA_DIR, 'data.key'), 'utf8').trim(),
    };
    expect(await restore(server, file)).toMatchObject({ code: 0, stderr: '' });
    expect(await doctor(server)).toMatchObject({ code: 0 });
  });
});
