import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAt } from '../../src/calendar/day.ts';
import { afterQuiet, isQuiet } from '../../src/calendar/quietHours.ts';

const instants = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2028-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('quiet hours', () => {
  it.each([
    [instantAt('2026-03-02', 7, 59), true],
    [instantAt('2026-03-02', 8), false],
    [new Date(instantAt('2026-03-02', 20).getTime() - 1), false],
    [instantAt('2026-03-02', 20), true],
    [instantAt('2026-03-03', 0), true],
  ])('%s: %s', (instant, quiet) => {
    expect(isQuiet(instant)).toBe(quiet);
  });

  it('end at the next 08:00', () => {
    const noon = instantAt('2026-03-02', 12);
    expect(afterQuiet(noon)).toEqual(noon);
    expect(afterQuiet(instantAt('2026-03-02', 2))).toEqual(instantAt('2026-03-02', 8));
    expect(afterQuiet(instantAt('2026-12-31', 20))).toEqual(instantAt('2027-01-01', 8));
  });

  it('hold nothing back longer than twelve hours, and never into quiet', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const after = afterQuiet(instant);
        expect(isQuiet(after)).toBe(false);
        expect(after.getTime() === instant.getTime()).toBe(!isQuiet(instant));
        expect(after.getTime() - instant.getTime()).toBeLessThanOrEqual(12 * 3_600_000);
        expect(after >= instant).toBe(true);
      }),
    );
  });

  it('keep the order of what waits', () => {
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(afterQuiet(earlier) <= afterQuiet(later)).toBe(true);
      }),
    );
  });
});
