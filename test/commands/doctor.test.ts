/** `npm run doctor`, in a process of its own: what is well, what needs a hand, and which. */
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { type Environment, emptyDatabase, run, temporaryFolder } from '../support/commands.ts';
import { FakeTelegram } from '../support/fakeTelegram.ts';

const token = '123456:a-token_of_a_bot';
const doctor = (environment: Environment) => run('src/commands/doctor.ts', [], environment);

async function migrated(): Promise<Environment> {
  const environment = await emptyDatabase();
  await run('src/commands/setup.ts', ['--demo', '--json'], environment);
  return environment;
}

async function withBot(): Promise<{ telegram: FakeTelegram; bot: Environment }> {
  const telegram = await FakeTelegram.start({ token, floodLimits: false });
  onTestFinished(() => telegram.stop());
  const bot = {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret_of_the_test',
    PUBLIC_URL: 'https://help.example.org',
  };
  return { telegram, bot };
}

describe('npm run doctor', { timeout: 120_000 }, () => {
  it('finds a new installation well', async () => {
    const ended = await doctor(await migrated());
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.match(/^ok +[a-z ]+(?=:)/gm)?.map((line) => line.slice(6))).toEqual([
      ...['configuration', 'database', 'migrations', 'key', 'clock', 'messages', 'dead letters', 'timers', 'telegram'],
    ]);
  });

  it('says which variable is wrong, and not its value', async () => {
    const ended = await doctor({ DATA_DIR: temporaryFolder(), LOG_LEVEL: 'loud' });
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(ended.stdout).toMatch(/^WRONG configuration: LOG_LEVEL: .*\n {6}what to do: .*\n$/);
    expect(ended.stdout).not.toContain('loud');
  });

  it('says that there is no database yet, and makes none', async () => {
    const folder = join(temporaryFolder(), 'data');
    for (const _ of [1, 2]) {
      const ended = await doctor({ DATA_DIR: folder });
      expect(ended.code).toBe(1);
      expect(ended.stdout).toContain('WRONG database: there is none yet in DATA_DIR');
    }
  });

  it('asks for a webhook that is not there, and finds it well when it is', async () => {
    const environment = await migrated();
    const { telegram, bot } = await withBot();
    const without = await doctor({ ...environment, ...bot });
    expect(without.code).toBe(1);
    expect(without.stdout).toContain('WRONG webhook: none is set\n      what to do: npm run telegram:webhook\n');
    await run('src/commands/telegramWebhook.ts', [], bot);
    const well = await doctor({ ...environment, ...bot });
    expect(well).toMatchObject({ code: 0, stdout: expect.stringContaining('ok    webhook: set') });
    const moved = await doctor({ ...environment, ...bot, PUBLIC_URL: 'https://elsewhere.example.org' });
    expect(moved.stdout).toContain('WRONG webhook: another address');
    await telegram.stop();
    const gone = await doctor({ ...environment, ...bot });
    expect(gone.stdout).toContain('WRONG telegram: cannot be asked');
    for (const { stdout, stderr } of [without, well, moved, gone]) expect(stdout + stderr).not.toContain(token);
  });
});

describe.runIf(inject('postgresUrl') !== undefined)('npm run doctor on PostgreSQL', { timeout: 120_000 }, () => {
  function owner({ DATABASE_URL = '' }: Environment) {
    const sql = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
    onTestFinished(() => sql.end());
    return sql;
  }

  it('sees a database that is out of reach, not migrated, and of another version', async () => {
    const environment = await emptyDatabase();
    const away = { ...environment, DATABASE_URL: 'postgres://login:password@127.0.0.1:9/guitu' };
    expect(await doctor(away)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('WRONG database: DATABASE_URL'),
    });
    const empty = await doctor(environment);
    expect(empty.stdout).toContain('WRONG migrations:');
    expect(empty.stdout).toContain('what to do: npm run migrate');
    // It looked, and made nothing.
    expect(await owner(environment)`select 1 from pg_namespace where nspname = 'drizzle'`).toHaveLength(0);
    await run('src/commands/migrate.ts', [], environment);
    await owner(environment)`update drizzle.function_file set hash = 'older' where name = 'functions/20_scope.sql'`;
    expect((await doctor(environment)).stdout).toContain('WRONG migrations:');
  });

  it('sees a key that does not fit', async () => {
    const environment = await migrated();
    const ended = await doctor({ ...environment, DATA_KEY: Buffer.alloc(32, 8).toString('base64') });
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringContaining('WRONG key: DATA_KEY') });
  });

  it('sees a message that waits too long, one that was given up, and a timer that nobody ran', async () => {
    const environment = await migrated();
    const sql = owner(environment);
    const chat = crypto.randomUUID();
    const letter = crypto.randomUUID();
    const message = (id: string, state: string, due: string) => sql`
      insert into outbox (id, identity_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
      values (${id}, ${chat}, '[]', '[]', false, false, false, now() - ${due}::interval, ${state}, now())`;
    await sql`insert into identity (id, channel, external_id, locale, created_at) values (${chat}, 'telegram', '5', 'en', now())`;
    await message(crypto.randomUUID(), 'waiting', '15 minutes');
    expect(await doctor(environment)).toMatchObject({ code: 0 });
    await message(crypto.randomUUID(), 'waiting', '25 minutes');
    await message(letter, 'dead', '1 day');
    await sql`insert into timer values (gen_random_uuid(), 'deadLetter', ${letter}, '1', now(), 'done'),
      (gen_random_uuid(), 'departmentReminder', gen_random_uuid(), '1', now() - interval '1 hour', 'waiting')`;
    const ended = await doctor(environment);
    expect(ended.code).toBe(1);
    for (const found of [
      'messages: 2 due, the oldest for 15',
      'dead letters: 1 given up',
      'timers: the oldest timer is 36',
    ])
      expect(ended.stdout).toContain(`WRONG ${found}`);
    // A chat that is closed to us is nobody's delay.
    await sql`update identity set unreachable_at = now()`;
    expect((await doctor(environment)).stdout).toContain('ok    messages: 0 due, the oldest for 0 s; 2 for chats');
  });

  it('changes nothing', async () => {
    const environment = await migrated();
    const sql = owner(environment);
    const before = await sql`select xmin::text, hash from drizzle.function_file order by name`;
    await doctor(environment);
    expect([...(await sql`select xmin::text, hash from drizzle.function_file order by name`)]).toEqual([...before]);
  });
});
