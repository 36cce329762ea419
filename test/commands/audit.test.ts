/** `npm run audit`, in a process of its own, on both databases. */
import { describe, expect, it } from 'vitest';
import { emptyDatabase, run } from '../support/commands.ts';

describe('the audit’s command', { timeout: 120_000 }, () => {
  it('says how far the chain reaches and what is not sealed, and finds what is not as it was written down', async () => {
    const environment = await emptyDatabase();
    await run('src/commands/setup.ts', ['--demo'], environment);
    const before = await run('src/commands/audit.ts', ['verify'], environment);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toMatch(/^sealed {3}0 rows in 0 seals\nunsealed \d+ rows, since 20\S+Z\n$/);

    await run('src/commands/tick.ts', ['--at', '2026-09-21T10:00:00+08:00', '--yes'], environment);
    const after = await run('src/commands/audit.ts', ['verify'], environment);
    const head = /; the head is (\d+:[0-9a-f]{64})\n/.exec(after.stdout)?.[1];
    expect(after).toMatchObject({ code: 0, stdout: expect.stringContaining('unsealed nothing') });
    expect(await run('src/commands/audit.ts', ['verify', '--head', head ?? ''], environment)).toMatchObject({
      code: 0,
    });

    const other = await run('src/commands/audit.ts', ['verify', '--head', '1:0000'], environment);
    expect(other.code).toBe(1);
    expect(other.stdout).toMatch(/^BREAK {4}the chain has no seal 1:0000, which was written down\n/);
  });

  it.each([[[]], [['seal']], [['verify', 'twice']], [['verify', '--tail', '1']]])('does not take %j', async (args) => {
    const refused = await run('src/commands/audit.ts', args, {});
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: 'usage: npm run audit -- verify [--head <position:hash>]\n',
    });
  });
});
