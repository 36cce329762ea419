/** `npm run keys`, in a process of its own, on both databases. */
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Environment, emptyDatabase, run, start } from '../support/commands.ts';

const keys = (environment: Environment, ...args: string[]) => run('src/commands/keys.ts', args, environment);

describe('the keys’ command', { timeout: 240_000 }, () => {
  it('changes the key, killed on the way, and what was set up opens by the new one alone', async () => {
    const before = await emptyDatabase();
    await run('src/commands/setup.ts', ['--demo'], before);
    expect((await keys(before)).stdout).toMatch(/^\S{8} {2}\d+ keys \(DATA_KEY\)\n$/);

    const { DATA_KEY, ...rest } = before;
    const newKey = Buffer.alloc(32, 9).toString('base64');
    const both = DATA_KEY === undefined ? before : { ...rest, DATA_KEY: newKey, DATA_KEY_PREVIOUS: DATA_KEY };
    for (const milliseconds of [300, 700, 1200]) {
      const started = start('src/commands/keys.ts', ['rotate'], both);
      await sleep(milliseconds);
      started.child.kill('SIGKILL');
      await started.ended;
    }
    const done = await keys(both, 'rotate');
    expect(done).toMatchObject({ code: 0, stderr: '' });

    const after = DATA_KEY === undefined ? before : { ...rest, DATA_KEY: newKey };
    expect((await keys(after)).stdout).toMatch(/^\S{8} {2}\d+ keys \(DATA_KEY\)\n$/);
    const doctor = await run('src/commands/doctor.ts', [], after);
    expect(doctor.stdout).toContain('ok    key: fits');
    if (DATA_KEY === undefined) {
      const folder = before.DATA_DIR ?? '';
      expect(existsSync(`${folder}/data.key.previous`)).toBe(false);
      expect(readdirSync(folder).filter((name) => /^data\.key\..{8}$/.test(name)).length).toBeGreaterThan(0);
    } else {
      const old = await keys(before);
      expect(old).toMatchObject({ code: 1, stderr: 'DATA_KEY: not the key that this database was written with\n' });
    }
  });

  it('refuses other words in one line', async () => {
    expect(await keys({}, 'turn')).toEqual({ code: 1, stdout: '', stderr: 'usage: npm run keys [-- rotate]\n' });
  });
});
