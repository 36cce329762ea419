import { describe, expect, it } from 'vitest';
import { freePeriod, monthsOf, periodAround, periodBefore } from '../../src/statistics/period.ts';

describe('a period', () => {
  it.each([
    ['month', '2026-09-21', '2026-09-01', '2026-10-01', '2026-08-01'],
    ['quarter', '2026-02-10', '2026-01-01', '2026-04-01', '2025-10-01'],
    ['halfYear', '2026-12-31', '2026-07-01', '2027-01-01', '2026-01-01'],
    ['year', '2026-06-30', '2026-01-01', '2027-01-01', '2025-01-01'],
  ] as const)('%s around %s', (kind, day, from, until, before) => {
    const period = periodAround(kind, day);
    expect(period).toEqual({ kind, from, until });
    expect(periodBefore(period)).toEqual({ kind, from: before, until: from });
  });

  it('may be free, with both its days', () => {
    const period = freePeriod('2026-09-20', '2026-10-02');
    expect(period).toEqual({ kind: 'free', from: '2026-09-20', until: '2026-10-03' });
    expect(period && periodBefore(period)).toEqual({ kind: 'free', from: '2026-09-07', until: '2026-09-20' });
    expect(period && monthsOf(period)).toEqual(['2026-09', '2026-10']);
    for (const [first, last] of [
      ['2026-09-20', '2026-09-19'],
      ['2026-02-30', '2026-03-01'],
      ['x', '2026-01-01'],
      ['2001-01-01', '2026-01-01'],
    ])
      expect(freePeriod(first ?? '', last ?? '')).toBeUndefined();
  });
});
