import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keepIntervals, keptSince, keptTable } from '../../src/retention/keepTimes.ts';

const root = new URL('../../', import.meta.url);
const purge = readFileSync(new URL('drizzle/functions/85_retention.sql', root), 'utf8');

describe('how long what is kept', () => {
  it('is what the README says', () => {
    expect(readFileSync(new URL('README.md', root), 'utf8').includes(`\n${keptTable()}\n`)).toBe(true);
  });

  it('is what the purge goes by: each time there is, and none of its own', () => {
    for (const name of Object.keys(keepIntervals())) expect(purge).toContain(`(keep->>'${name}')::interval`);
    expect([...purge.matchAll(/keep->>'(\w+)'/g)].every(([, name = '']) => name in keepIntervals())).toBe(true);
    expect(purge).not.toMatch(/interval '\d/);
  });

  it('reaches back so far', () => {
    const now = new Date('2026-09-21T02:00:00Z');
    expect(keptSince('audit', now).toISOString()).toBe('2023-09-21T02:00:00.000Z');
    expect(keptSince('received', now).toISOString()).toBe('2026-06-23T02:00:00.000Z');
  });
});
