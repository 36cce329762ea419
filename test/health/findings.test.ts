import { describe, expect, it } from 'vitest';
import { webhookFinding } from '../../src/commands/telegramFinding.ts';
import { findingsOf } from '../../src/health/findings.ts';
import type { Health } from '../../src/health/health.ts';

const well: Health = {
  clock: '2026-09-21T02:00:00.000Z',
  waiting: 0,
  oldestSeconds: 0,
  retrying: 0,
  planned: 0,
  unreachable: 0,
  deadLetters: 0,
  tickLagSeconds: 0,
};
const seconds = (count: number) => new Date(Date.parse(well.clock) + count * 1000);
const wrong = (health: Partial<Health>, now = seconds(0)) =>
  findingsOf({ ...well, ...health }, now).flatMap(({ what, todo }) => (todo === undefined ? [] : [what]));

describe('what the doctor makes of the state', () => {
  it.each([
    [{}, 0, []],
    [{}, 30, []],
    [{}, 31, ['clock']],
    [{}, -31, ['clock']],
    [{ oldestSeconds: 1200 }, 0, []],
    [{ oldestSeconds: 1201 }, 0, ['messages']],
    [{ unreachable: 40 }, 0, []],
    [{ deadLetters: 1 }, 0, ['dead letters']],
    [{ tickLagSeconds: 1201 }, 0, ['timers']],
  ])('%j, %i s apart: %j', (health, apart, expected) => {
    expect(wrong(health, seconds(apart))).toEqual(expected);
  });
});

describe('what the doctor makes of the webhook', () => {
  const now = 1_790_000_000;
  const address = 'https://help.example.org';
  const set = { url: `${address}/channels/telegram`, has_custom_certificate: false, pending_update_count: 0 };
  it.each([
    ['ok', set, true],
    ['none is set', { ...set, url: '' }, false],
    ['another address', { ...set, url: 'https://other.example.org/channels/telegram' }, false],
    ['does not bring callback_query', { ...set, allowed_updates: ['message' as const] }, false],
    ['a failure just now', { ...set, last_error_date: now - 60, last_error_message: 'Wrong response: 401' }, false],
    ['a failure that is over', { ...set, last_error_date: now - 3600, last_error_message: 'Connection refused' }, true],
    ['a backlog', { ...set, pending_update_count: 101 }, false],
  ])('%s', (_, info, isWell) => {
    expect(webhookFinding(info, address, now).todo === undefined).toBe(isWell);
  });
});
