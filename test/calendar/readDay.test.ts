import { describe, expect, it } from 'vitest';
import { readDay } from '../../src/calendar/readDay.ts';
import { keywords } from '../../src/i18n/keywords.ts';

const { days } = keywords;

describe('a day that somebody typed', () => {
  it.each([
    ['2026-09-20', '2026-09-20'],
    ['2026年9月20日', '2026-09-20'],
    ['９月２０日', '2026-09-20'],
    ['9月20号', '2026-09-20'],
    ['9.20', '2026-09-20'],
    ['9/20', '2026-09-20'],
    ['September 20', '2026-09-20'],
    ['20th sep', '2026-09-20'],
    ['昨天', '2026-09-21'],
    ['前天', '2026-09-20'],
    ['Today', '2026-09-22'],
    ['yesterday', '2026-09-21'],
    ['明天', undefined],
    ['12月30日', '2025-12-30'],
    ['2月30日', undefined],
    ['13月1日', undefined],
    ['大概上礼拜', undefined],
    ['20', undefined],
    ['', undefined],
  ])('%s, on 22 September 2026, is %s', (text, day) => {
    expect(readDay(text, '2026-09-22', days, '2026-09-22')).toBe(day);
  });

  it('is the nearest one where it may lie ahead', () => {
    expect(readDay('12月30日', '2026-09-22', days)).toBe('2026-12-30');
    expect(readDay('1月2日', '2026-12-30', days)).toBe('2027-01-02');
    expect(readDay('后天', '2026-09-29', days)).toBe('2026-10-01');
    expect(readDay('tomorrow', '2026-09-30', days)).toBe('2026-10-01');
  });

  it('is not one after the latest that is allowed', () => {
    expect(readDay('2026-09-23', '2026-09-22', days, '2026-09-22')).toBeUndefined();
  });
});
