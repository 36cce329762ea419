/** `npm run chat` and `npm run tick`, in processes of their own, on both databases. */
import { describe, expect, it, onTestFinished } from 'vitest';
import demoDistrict from '../../src/commands/demo/district.json' with { type: 'json' };
import { type Environment, emptyDatabase, run, startEmbeddedServer } from '../support/commands.ts';

const chat = (environment: Environment, as: string, lines: readonly string[], options: readonly string[] = []) =>
  run('src/commands/chat.ts', ['--as', as, ...options], environment, lines.map((line) => `${line}\n`).join(''));
const tick = (environment: Environment, ...options: string[]) => run('src/commands/tick.ts', options, environment);

/** Where the database is embedded, a server holds it: the commands then go by its socket, and start several times as fast. */
async function demo(): Promise<Environment> {
  const environment = await emptyDatabase();
  if (environment.DATA_DIR !== undefined) {
    const { child } = await startEmbeddedServer(environment);
    onTestFinished(() => void child.kill('SIGKILL'));
  }
  expect(await run('src/commands/setup.ts', ['--demo'], environment)).toMatchObject({ code: 0 });
  return environment;
}

/** Ten in the morning, far enough on for every deadline of an ordinary request. */
function inTwentyDays(): string {
  return `${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)}T10:00:00+08:00`;
}

describe('the commands of a demo', { timeout: 120_000 }, () => {
  it('carry a request in the terminal, and do the work of a later day', async () => {
    const environment = await demo();
    const person = demoDistrict.people[0]!;
    const asked = await chat(environment, person.name, ['1', '2', '2', '2', '1', '1', '1']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout).toContain('归宁区人社局');
    const staff = await chat({ ...environment, LANG: 'en_GB.UTF-8' }, 'staff-human-resources', ['/queue']);
    expect(staff.stdout).toContain(person.name);
    expect(staff.stdout).toContain('1 Queue');
    const again = await chat(environment, person.name, []);
    expect(again).toMatchObject({ code: 0, stdout: '' });

    const at = inTwentyDays();
    const dry = await tick(environment, '--at', at, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/^would tell 归宁区人社局:\n {2}\S/m);
    expect(dry.stdout).toMatch(/^would tell 建设路便民服务站:\n {2}\S/m);
    expect(dry.stdout).toMatch(/^would tell person-1:\n {2}\S/m);
    expect(dry.stdout).toContain('(这件事一个工作日里还没有人回第一句话，所以提醒部门。)');
    const done = await tick(environment, '--at', at);
    expect(done.stdout).toMatch(/^sent by web:\n {2}\S/m);
    expect(done.stdout).toMatch(/^Due: [1-9]\d*\. Sent: [1-9]\d*\.$/m);
    expect(await tick(environment, '--at', at)).toMatchObject({ code: 0, stdout: 'Due: 0. Sent: 0.\n' });
  });

  it('say in one line what they cannot do', async () => {
    const environment = await demo();
    const refused = async (ended: ReturnType<typeof run>) => {
      expect(await ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
      return (await ended).stderr;
    };
    expect(await refused(chat(environment, 'nobody', []))).toContain('no account');
    expect(await refused(run('src/commands/chat.ts', [], environment))).toContain('usage');
    expect(await refused(tick(environment, '--at', 'tomorrow'))).toContain('--at');
    expect(await refused(tick(environment, '--at', '2026-09-28T09:00:00'))).toContain('offset');
  });
});

describe('the commands of a real database', { timeout: 120_000 }, () => {
  it('want a yes for another time than now, and for chatting as somebody', async () => {
    const environment = await emptyDatabase();
    expect(await tick(environment, '--at', inTwentyDays())).toMatchObject({ code: 1, stdout: '' });
    expect(await tick(environment, '--at', inTwentyDays(), '--dry-run')).toMatchObject({ code: 0 });
    expect(await tick(environment, '--at', inTwentyDays(), '--yes')).toMatchObject({
      code: 0,
      stdout: 'Due: 0. Sent: 0.\n',
    });
    expect(await tick(environment)).toMatchObject({ code: 0, stdout: 'Due: 0. Sent: 0.\n' });
    expect(await chat(environment, 'anybody', [])).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') });
  });
});
