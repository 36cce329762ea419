import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlotClock } from '../../src/delivery/slotClock.ts';

/** What the database's clock shows when this process's shows 0. */
const apart = 1_800_000_000_000;

describe('when a slot is', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** A question whose answer takes so long to come, and so long to be heard; gives how far the clock is then taken to be off. */
  function ask(clock: SlotClock, coming: number, hearing: number, moved = 0): number {
    const askedAt = performance.now();
    vi.advanceTimersByTime(coming);
    const truth = performance.now();
    vi.advanceTimersByTime(hearing);
    return clock.read(askedAt, apart + moved + truth)(100) - (truth + 100);
  }

  it('is not moved by an answer that is heard late', () => {
    const clock = new SlotClock();
    expect(ask(clock, 1, 2)).toBe(2);
    expect(ask(clock, 1, 700)).toBe(2);
    expect(ask(clock, 300, 1)).toBe(1);
    expect(ask(clock, 1, 700)).toBe(1);
  });

  it('is never before the question or after the answer, whatever became of the clock', () => {
    const clock = new SlotClock();
    ask(clock, 1, 2);
    expect(ask(clock, 5, 7, -3_600_000)).toBe(-5);
    expect(ask(clock, 5, 7, 3_600_000)).toBe(7);
  });

  it('follows clocks that drift apart', () => {
    const clock = new SlotClock();
    ask(clock, 1, 2);
    for (let count = 0; count < 3; count += 1) {
      vi.advanceTimersByTime(31_000);
      ask(clock, 1, 2, -50);
    }
    expect(ask(clock, 20, 20, -50)).toBe(2);
  });
});
