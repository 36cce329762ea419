import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase } from './embeddedPostgres.ts';

async function answers(url: string): Promise<boolean> {
  // Without its own query for array types, which nobody awaits when the server dies under it.
  const sql = postgres(url, { max: 1, connect_timeout: 2, fetch_types: false, onnotice: () => undefined });
  try {
    await sql`SELECT 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

const postgresUrl = inject('postgresUrl');

describe.runIf(postgresUrl)('the run’s PostgreSQL', () => {
  it('copies a database, and compares text as PGlite does: by code point', async () => {
    const template = await createDatabase(postgresUrl ?? '', 'embedded_template');
    const first = postgres(template, { max: 1 });
    await first`CREATE TABLE word AS SELECT unnest(ARRAY['b', 'C', '乙', '甲']) AS word`;
    await first.end();

    const sql = postgres(await createDatabase(postgresUrl ?? '', 'embedded_copy', 'embedded_template'), { max: 1 });
    const words = await sql`SELECT word FROM word ORDER BY word`;
    await sql.end();
    expect(words.map(({ word }) => word)).toEqual(['C', 'b', '乙', '甲']);
  });

  it('ends with a starter that is killed', async () => {
    const script = fileURLToPath(new URL('servePostgres.ts', import.meta.url));
    const starter = spawn(process.execPath, ['--no-warnings', script, '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [printed] = await once(starter.stdout.setEncoding('utf8'), 'data');
    const url = /DATABASE_URL=(\S+)/.exec(printed)?.[1] ?? '';
    expect(await answers(url)).toBe(true);
    starter.kill('SIGKILL');
    await expect.poll(() => answers(url), { timeout: 10_000 }).toBe(false);
  });
});
